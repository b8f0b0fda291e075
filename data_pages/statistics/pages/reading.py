"""Figures as pages read them: each says where it comes from and whether this reader may see its value.

That a figure exists is public, like all that describes a table; its value, status and note open by the visibility of its
table, here and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest

from civitac.core.addresses import address_of
from civitac.core.cache import remembered
from civitac.core.visibility import opens_to, reader_of
from spaces.models import Space
from territories.enums import Level
from territories.models import Territory

from ...enums import Status
from ...models import Observation, StatisticTable
from ...querysets import ObservationQuerySet
from .places import (
    ORGANISATION,
    SPACE_COLUMNS,
    Place,
    place_of_space,
    territories,
)

Reader = AbstractBaseUser | AnonymousUser


class Cell(NamedTuple):
    """One figure, emptied when it is not for this reader (`is_open` false)."""

    indicator: int
    territory: int | None
    space: int | None
    period: str
    table: int
    is_open: bool
    value: Decimal | None
    status: str
    note: str

    @property
    def place(self) -> tuple[str, int]:
        """The key of its place (`Place.key`)."""
        return ("space", self.space) if self.territory is None else ("territory", self.territory)

    @property
    def is_missing(self) -> bool:
        """Said to have no value; what this reader may not see is not."""
        return self.is_open and self.value is None


RECENT = 6
COLUMNS = ("indicator_id", "territory_id", "space_id", "period", "table_id", "is_open", "value", "status", "note")


@remembered
def unlisted() -> frozenset[int]:
    """The tables of closed spaces: few or none, where asking for all others would cost each page."""
    return frozenset(StatisticTable.objects.unlisted().order_by().values_list("pk", flat=True))


def openable(request: HttpRequest, rows: ObservationQuerySet) -> ObservationQuerySet:
    """Figures that pages name, with `is_open`: whether this reader may see the value."""
    opens = opens_to(reader_of(request), at="table__")
    shown = Case(When(opens, then=Value(True)), default=Value(False)) if opens else Value(True)
    if hidden := unlisted(request):
        rows = rows.exclude(table__in=hidden)
    return rows.annotate(is_open=shown)


def emptied(*columns: object) -> Cell:
    cell = Cell(*columns)
    return cell if cell.is_open else cell._replace(value=None, status="", note="")


def cells(request: HttpRequest, rows: ObservationQuerySet) -> list[Cell]:
    """In the order of time. One query."""
    return [emptied(*row) for row in openable(request, rows).order_by("period").values_list(*COLUMNS)]


def recent(rows: ObservationQuerySet) -> ObservationQuerySet:
    """The last figures of each indicator among figures about one place: enough to find one that is not missing."""
    newest_first = Window(RowNumber(), partition_by=F("indicator"), order_by=F("period").desc())
    return rows.annotate(age=newest_first).filter(age__lte=RECENT)


def at_level(rows: ObservationQuerySet, level: str) -> ObservationQuerySet:
    """Those about places of one level; about any territory where the level is empty."""
    if not level:
        return rows.filter(territory__isnull=False)
    return rows.filter(space__isnull=False) if level == ORGANISATION else rows.filter(territory__level=level)


def with_places(request: HttpRequest, rows: ObservationQuerySet, level: str) -> list[tuple[Cell, Place]]:
    """The figures of one level, each with its place; those of all territories where the level is empty. One query."""
    found, width = openable(request, at_level(rows, level)), len(COLUMNS)
    if level == ORGANISATION:
        told = found.values_list(*COLUMNS, *(f"space__{name}" for name in SPACE_COLUMNS))
        return [(emptied(*row[:width]), place_of_space(*row[width:])) for row in told]
    units = territories(request)
    lines = (emptied(*row) for row in found.values_list(*COLUMNS))
    return [(cell, units[cell.territory]) for cell in lines if cell.territory in units]


def with_any_place(request: HttpRequest, rows: ObservationQuerySet) -> list[tuple[Cell, Place]]:
    """Cells of any level, each with its place, by level, place and period. Two queries."""
    lines = with_places(request, rows, "") + with_places(request, rows, ORGANISATION)
    ranks = {level: rank for rank, level in enumerate([*Level.values, ORGANISATION])}
    return sorted(
        lines, key=lambda line: (ranks[line[1].level], line[1].name, line[1].code, line[0].indicator, line[0].period)
    )


@remembered
def periods_by_level(indicator: int) -> dict[str, dict[str, int]]:
    """Level → periods for which an indicator has figures, the latest first, each with how many.

    All figures of the indicator are counted: asked of the database once by each process until something changes.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Observation.objects.listed().filter(indicator=indicator).values_list("territory__level", "period")
    for level, period, count in rows.annotate(count=Count("pk")).order_by("-period"):
        found[level or ORGANISATION][period] = count
    order = [Level.COMMUNE, Level.REGION, Level.PROVINCE, ORGANISATION, Level.COUNTRY]
    return {str(level): found[level] for level in order if level in found}


def settled(counts: Mapping[str, int]) -> str:
    """Of periods, the latest first, each with how many places have a figure: the one to show unasked.

    The latest, or the one before as long as less than half of its places have given theirs; "" where there is none.
    """
    latest, before = (*counts, "", "")[:2]
    return before if before and 2 * counts[latest] < counts[before] else latest


@remembered
def periods_of_table(table: int) -> dict[int, list[str]]:
    """Indicator → periods for which a table has figures, the latest first; asked as `periods_by_level` is."""
    found = defaultdict(list)
    rows = Observation.objects.filter(table=table).values_list("indicator", "period").distinct().order_by("-period")
    for indicator, period in rows:
        found[indicator].append(period)
    return dict(found)


@remembered
def places_of_table(table: int, indicator: int, periods: tuple[str, ...]) -> list[tuple[str, int]]:
    """Keys (`Place.key`) of the places for which a table has figures of an indicator at these periods, territories from the
    country down, then organisations; asked as `periods_by_level` is, so that a page reads the figures of its own places.
    """
    rows = Observation.objects.filter(table=table, indicator=indicator, period__in=periods)
    units = Territory.objects.filter(pk__in=rows.filter(territory__isnull=False).values("territory")).by_level()
    owners = Space.objects.filter(pk__in=rows.filter(space__isnull=False).values("space"))
    return [
        *(("territory", pk) for pk in units.values_list("pk", flat=True)),
        *(("space", pk) for pk in owners.order_by("page__slug").values_list("pk", flat=True)),
    ]


@dataclass(frozen=True)
class Source:
    """A table that figures come from, as the line under them names it."""

    pk: int
    title: str
    source: str
    visibility: str
    url: str


def sources(request: HttpRequest, found: Iterable[Cell]) -> tuple[Source, ...]:
    """The tables that these figures come from."""
    return named(request, frozenset(cell.table for cell in found))


@remembered
def named(tables: frozenset[int]) -> tuple[Source, ...]:
    """These tables by title: pages of hundreds of places name the same one."""
    rows = StatisticTable.objects.filter(pk__in=tables).order_by("title")
    told = rows.values_list("pk", "title", "source", "visibility")
    return tuple(Source(*row, address_of("data_pages:table", row[0])) for row in told)


def source_of(keys: set[int]) -> dict[int, str]:
    """Table → its source, as a file names it. One query."""
    return dict(StatisticTable.objects.filter(pk__in=keys).values_list("pk", "source"))


@dataclass(frozen=True)
class Marks:
    """What of the signs beside figures has been used, for the legend to explain."""

    provisional: bool = False
    estimated: bool = False
    missing: bool = False
    closed: bool = False  # opens by identification
    members: bool = False  # this reader is identified, and it does not open

    @classmethod
    def of(cls, cells: Collection[Cell | None], user: Reader) -> Marks:
        statuses = {cell.status for cell in cells if cell is not None and cell.is_open}
        shut = any(cell is not None and not cell.is_open for cell in cells)
        return cls(
            provisional=Status.PROVISIONAL in statuses,
            estimated=Status.ESTIMATED in statuses,
            missing=Status.MISSING in statuses or any(cell is None for cell in cells),
            closed=shut and not user.is_authenticated,
            members=shut and user.is_authenticated,
        )
