"""Figures quoted in the text of an article: what a block asks for, read for all blocks of a text in one query.

An article is the same for everyone, so only the figures of public tables are ever read here; of the others it is known
that they are there, and where someone who has identified themselves reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from civitac.core.visibility import Visibility

from .models import Observation
from .querysets import ObservationQuerySet

# Of one table, what a text may quote: the latest figures if there are more.
MOST_FIGURES = 1000


class Quoted(NamedTuple):
    """One figure of a public table with all that is said about it; of another table, that it exists."""

    table: int
    is_open: bool
    source: str
    indicator: int
    indicator_order: int
    indicator_name: str
    indicator_code: str
    unit: str
    decimals: int
    territory: int | None
    space: int | None
    place: str
    period: str
    value: Decimal | None
    status: str


@dataclass(frozen=True)
class Asked:
    """What one block asks for, by keys; years are both included."""

    table: int | None = None
    indicator: int | None = None
    places: tuple[int, ...] = ()
    first_year: int | None = None
    last_year: int | None = None

    @property
    def is_whole(self) -> bool:
        """A block that names neither a table nor an indicator asks for nothing."""
        return self.table is not None or (self.indicator is not None and bool(self.places))

    @property
    def condition(self) -> Q:
        wanted = {"table": self.table, "indicator": self.indicator, "territory__in": self.places or None}
        condition = Q(**{name: value for name, value in wanted.items() if value is not None})
        if self.first_year is not None:
            condition &= Q(period__gte=f"{self.first_year:04}")
        if self.last_year is not None:
            condition &= Q(period__lt=f"{self.last_year + 1:04}")
        return condition

    def holds(self, row: Quoted) -> bool:
        return (
            self.table in (None, row.table)
            and self.indicator in (None, row.indicator)
            and (not self.places or row.territory in self.places)
            and (self.first_year is None or self.first_year <= int(row.period[:4]))
            and (self.last_year is None or int(row.period[:4]) <= self.last_year)
        )


@dataclass(frozen=True)
class Batch:
    """What all blocks of a text ask for; read when the first of them is drawn."""

    asked: tuple[Asked, ...]

    @cached_property
    def rows(self) -> list[Quoted]:
        whole = [each for each in self.asked if each.is_whole]
        return read(whole) if whole else []

    def rows_for(self, asked: Asked) -> list[Quoted]:
        return [row for row in self.rows if asked.holds(row)] if asked.is_whole else []


def read(asked: Iterable[Asked]) -> list[Quoted]:
    """Each figure asked for by any, in the order of time. One query."""
    condition = Q()
    for each in asked:
        condition |= each.condition
    return [Quoted(*row) for row in quotable(Observation.objects.filter(condition)).order_by("period", "territory_id")]


def quotable(rows: ObservationQuerySet) -> QuerySet:
    """The columns of `Quoted`; values that are not public never leave the database."""
    is_open = Q(table__visibility=Visibility.PUBLIC)
    latest = Window(RowNumber(), partition_by=F("table"), order_by=F("period").desc())
    return (
        rows.listed()
        .annotate(
            is_open=Case(When(is_open, then=Value(True)), default=Value(False)),
            place=Coalesce("territory__name", "space__page__title"),
            open_value=Case(When(is_open, then=F("value"))),
            rank=latest,
        )
        .filter(rank__lte=MOST_FIGURES)
        .values_list(
            "table_id",
            "is_open",
            "table__source",
            "indicator_id",
            "indicator__order",
            "indicator__name",
            "indicator__code",
            "indicator__unit",
            "indicator__decimals",
            "territory_id",
            "space_id",
            "place",
            "period",
            "open_value",
            "status",
        )
    )
