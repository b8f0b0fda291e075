"""What a space's own page says of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from civitac.core.cache import remembered
from spaces.enums import SpaceKind

from ...models import Indicator, Observation, StatisticTable
from .asking import indicators
from .places import ORGANISATION, Place, place_of_unit
from .reading import Cell, cells, recent
from .territory import latest_of

MOST_FIGURES = 4


@dataclass
class FiguresSection(Component):
    """The latest figures that anyone may read, and the way to all of them."""

    place: Place
    latest: Sequence[tuple[Indicator, Cell]]
    tables: Sequence[StatisticTable]

    template_name = "data_pages/statistics/space_section.html"

    def get_context_data(self, parent_context: object = None) -> dict[str, object]:
        return {"place": self.place, "latest": self.latest, "tables": self.tables}


def figures_section(page: Page, request: HttpRequest) -> FiguresSection | None:
    """A local authority's figures are its territory's; an organisation's, its own.

    One query, and one more where the space has tables.
    """
    space = page.space
    if space.kind == SpaceKind.ORGANISATION:
        place = Place(space.pk, page.slug, page.title, ORGANISATION)
    elif space.territory is not None:
        place = place_of_unit(space.territory)
    else:
        return None
    series: dict[int, list[Cell]] = {}
    for cell in cells(request, recent(Observation.objects.filter(place.filter))):
        series.setdefault(cell.indicator, []).append(cell)
    tables: list[StatisticTable] = []
    if space.collection_id in counting(request):
        tables = list(StatisticTable.objects.filter(collection=space.collection_id).only("title")[:MOST_FIGURES])
    if not series and not tables:
        return None
    named = (each for each in indicators(request).values() if each.pk in series and each.part_of_id is None)
    latest = [(each, latest_of(series[each.pk])) for each in named]
    return FiguresSection(place, [line for line in latest if line[1].value is not None][:MOST_FIGURES], tables)


@remembered
def counting() -> frozenset[int]:
    """The collections whose tables the site names."""
    return frozenset(StatisticTable.objects.listed().order_by().values_list("collection", flat=True).distinct())
