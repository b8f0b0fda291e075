"""Tables of figures of the demonstration's spaces, all invented and said to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from data_pages.enums import Status
from data_pages.models import Indicator, StatisticTable
from data_pages.statistics.figures import Figure, Refused
from data_pages.statistics.services import write
from spaces.enums import SpaceKind
from spaces.models import Space
from territories.models import Territory

from .reading import ContentError, Series, TableSheet

MARKS = {"p": Status.PROVISIONAL, "e": Status.ESTIMATED}
MISSING = "…"


@transaction.atomic
def load_table(sheet: TableSheet, space: Space, by: User) -> bool:
    """Add a table with its figures; True when it was missing.

    Raises ContentError when the sheet names what does not exist, or figures that may not stand in this table.
    """
    if StatisticTable.objects.filter(title=sheet.title, collection=space.collection).exists():
        return False
    table = StatisticTable.objects.create(
        title=sheet.title,
        description=sheet.description,
        source=sheet.source,
        visibility=sheet.visibility,
        collection=space.collection,
    )
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    try:
        write(table, (figure for series in sheet.series for figure in figures(series, space, indicators)), by)
    except (Refused, KeyError, Territory.DoesNotExist) as error:
        raise ContentError(f"« {sheet.title} » : {error!r}") from error
    return True


def figures(series: Series, space: Space, indicators: Mapping[str, int]) -> Iterator[Figure]:
    territory, organisation = space.territory_id, None
    if series.territory:
        territory = Territory.objects.get(code=series.territory).pk
    elif space.kind == SpaceKind.ORGANISATION:
        territory, organisation = None, space.pk
    for period, said in series.figures.items():
        value, status = read_figure(said)
        note = series.notes.get(period, "")
        yield Figure(indicators[series.indicator], territory, organisation, period, value, status, note)


def read_figure(said: float | str) -> tuple[Decimal | None, Status]:
    """A number is a final figure, "125 p" a provisional one, "125 e" an estimate, "…" says that it is missing."""
    if said == MISSING:
        return None, Status.MISSING
    number, _space, mark = str(said).partition(" ")
    return Decimal(number), MARKS[mark] if mark else Status.ACTUAL
