"""The figures of one place on one page: a territory's, or those that an organisation publishes about itself."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from civitac.core.cache import remembered
from civitac.core.visibility import reader_of
from spaces.enums import SpaceKind
from spaces.models import Space, SpacePage
from territories.enums import NameKind
from territories.models import Territory, TerritoryName, TerritoryParent, TerritorySuccession, Theme
from territories.offered import units

from ...drawing.locators import locator_image
from ...framing import framed
from ...models import Indicator, Observation
from . import asking
from .front import by_theme
from .places import ORGANISATION, Place, about, place_of_unit
from .reading import Cell, Marks, cells, recent, sources
from .signing import may_be_opened, sign_in_address

MOST_HEADLINES = 4


@dataclass(frozen=True)
class Line:
    """The latest figure of one indicator here, what came before it, and the same elsewhere (place key → figure)."""

    indicator: Indicator
    cell: Cell
    before: Cell | None
    elsewhere: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Group:
    """The lines of one theme, with the places of reference that have a figure for one of them."""

    theme: Theme | None
    lines: list[Line]
    references: list[Place]


@dataclass(frozen=True)
class Sheet:
    """All that is known of a place, by theme."""

    groups: list[Group]
    series: dict[int, list[Cell]]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def headlines(self) -> list[Line]:
        """The first open figure of each theme."""
        first = (next((line for line in group.lines if line.cell.value is not None), None) for group in self.groups)
        return [line for line in first if line is not None][:MOST_HEADLINES]

    @property
    def shown(self) -> list[Cell | None]:
        return [cell for line in self.lines for cell in (line.cell, *line.elsewhere)]


def sheet_of(place: Place, references: list[Place], request: HttpRequest) -> Sheet:
    """Two queries."""
    series = defaultdict(list)
    for cell in cells(request, recent(Observation.objects.filter(place.filter))):
        series[cell.indicator].append(cell)
    latest = {indicator: latest_of(found) for indicator, found in series.items()}
    elsewhere = compared(request, latest, references)
    measured = [each for each in asking.indicators(request).values() if each.pk in latest]
    groups = []
    for theme, indicators in by_theme(measured):
        near = [place for place in references if any((each.pk, place.key) in elsewhere for each in indicators)]
        lines = [
            Line(
                each,
                latest[each.pk],
                before(series[each.pk], latest[each.pk]),
                tuple(elsewhere.get((each.pk, place.key)) for place in near),
            )
            for each in indicators
        ]
        groups.append(Group(theme, lines, near))
    return Sheet(groups, series)


def latest_of(found: list[Cell]) -> Cell:
    """The last figure that is not missing; the last one where all are."""
    return next((cell for cell in reversed(found) if not cell.is_missing), found[-1])


def before(found: list[Cell], latest: Cell) -> Cell | None:
    earlier = [cell for cell in found if cell.period < latest.period and cell.value is not None]
    return earlier[-1] if earlier else None


def compared(
    request: HttpRequest, latest: dict[int, Cell], references: list[Place]
) -> dict[tuple[int, tuple[str, int]], Cell]:
    """Figures of the same indicators and periods in the places of reference. One query."""
    if not references or not latest:
        return {}
    periods = {cell.period for cell in latest.values()}
    found = cells(request, Observation.objects.filter(about(references), indicator__in=latest, period__in=periods))
    return {(cell.indicator, cell.place): cell for cell in found if latest[cell.indicator].period == cell.period}


def territory(request: HttpRequest, code: str) -> HttpResponse:
    """A commune, a province, a region or the country, present or past, through its figures."""
    known = units(request)
    unit = next((each for each in known.values() if each.code == code), None)
    if unit is None:
        raise Http404
    ancestors = list(lineage(unit.parent))
    place = place_of_unit(unit)
    sheet = sheet_of(place, [place_of_unit(each) for each in ancestors], request)
    context = page_context(request, place, sheet) | {
        "summary": _("The figures of %(name)s, by theme, beside those of what it lies in.") % {"name": place.label},
        "unit": unit,
        "map": locator_image(unit),
        "ancestors": ancestors[::-1],
        "children": [place_of_unit(each) for each in known.values() if each.parent_id == unit.pk and each.is_current],
        "history": history_of(unit, ancestors, changes(request)),
        "spaces": SpacePage.objects.live()
        .filter(space__territory=unit, space__closed_at=None)
        .annotate(kind=F("space__kind"))
        .only("title", "url_path")
        .order_by("space__kind", "title"),
    }
    return render(request, "data_pages/statistics/territory.html", context)


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation has counted about itself."""
    space = (
        Space.objects.listed()
        .filter(kind=SpaceKind.ORGANISATION, page__slug=slug)
        .select_related("page", "territory")
        .first()
    )
    if space is None:
        raise Http404
    place = Place(space.pk, slug, space.page.title, ORGANISATION)
    context = page_context(request, place, sheet_of(place, [], request)) | {"space": space}
    return render(request, "data_pages/statistics/organisation.html", context)


def page_context(request: HttpRequest, place: Place, sheet: Sheet) -> dict[str, object]:
    tables = sources(request, (cell for cell in sheet.shown if cell is not None))
    under = [(_("Find a place"), reverse("data_pages:places"))]
    return framed(place.label, place.url, under=under) | {
        "place": place,
        "sheet": sheet,
        "headlines": sheet.headlines,
        "marks": Marks.of(sheet.shown, reader_of(request)),
        "tables": tables,
        "sign_in": sign_in_address(place.url),
        "opens": may_be_opened([cell for cell in sheet.shown if cell is not None], tables, reader_of(request)),
        "compare": f"{reverse('data_pages:compare')}?t={place.code}",
    }


def lineage(unit: Territory | None) -> Iterable[Territory]:
    """A unit and what it lies in, up to the country."""
    while unit is not None:
        yield unit
        unit = unit.parent


class Change(NamedTuple):
    """Something that was otherwise until a day: "name" of the unit, "above" of what it lies in; "parent"; "from", "into"."""

    kind: str
    name: str
    code: str
    until: datetime.date
    now: str  # the name that `code` bears today


@remembered
def changes() -> dict[int, set[Change]]:
    """Key of a unit → its former names, what it lay in, what it was taken out of, what was taken out of it. Three queries."""
    found = defaultdict(set)
    names = TerritoryName.objects.filter(kind=NameKind.OFFICIAL, valid_to__isnull=False)
    for pk, *told in names.values_list("territory_id", "name", "territory__code", "valid_to", "territory__name"):
        found[pk].add(Change("name", *told))
    parents = TerritoryParent.objects.filter(valid_to__isnull=False)
    for pk, *told in parents.values_list("territory_id", "parent__name", "parent__code", "valid_to", "parent__name"):
        found[pk].add(Change("parent", *told))
    for succession in TerritorySuccession.objects.select_related("predecessor", "successor"):
        before, after, day = succession.predecessor, succession.successor, succession.date
        found[after.pk].add(Change("from", before.name, before.code, day, before.name))
        found[before.pk].add(Change("into", after.name, after.code, day, after.name))
    return dict(found)


def history_of(unit: Territory, ancestors: Sequence[Territory], known: Mapping[int, set[Change]]) -> list[Change]:
    """What was otherwise of the unit, and what the units above it were called."""
    above = (change for each in ancestors for change in known.get(each.pk, ()) if change.kind == "name")
    found = [*known.get(unit.pk, ()), *(change._replace(kind="above") for change in above)]
    order = ["name", "above", "parent", "from", "into"]
    return sorted(found, key=lambda change: (order.index(change.kind), change.until, change.name))
