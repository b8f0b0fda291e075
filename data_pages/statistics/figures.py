"""What it takes to speak of figures without database rows: a figure, what becomes of it, why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Status

NO_FIGURE = ""  # in place of a status: there is no figure here


class Key(NamedTuple):
    """What a figure is about, by the keys of the rows; one of `territory` and `space` is None."""

    indicator: int
    territory: int | None
    space: int | None
    period: str  # a code of data_pages.periods


class Content(NamedTuple):
    """What a figure says. An empty status says that there is no figure."""

    value: Decimal | None = None
    status: str = NO_FIGURE
    note: str = ""

    @property
    def exists(self) -> bool:
        return self.status != NO_FIGURE


ABSENT = Content()


class Figure(NamedTuple):
    """One figure as someone gives it. A missing figure has the status "M" and no value; an empty status takes it away."""

    indicator: int
    territory: int | None
    space: int | None
    period: str
    value: Decimal | int | None
    status: str = Status.ACTUAL.value
    note: str = ""

    @property
    def key(self) -> Key:
        return Key(self[0], self[1], self[2], self[3])


class Outcome(Enum):
    """What writing a figure does to what stands."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"
    WRONG = "wrong"


class Reason(models.TextChoices):
    """Why a figure is refused, in the words of whoever gave it."""

    UNKNOWN_INDICATOR = "indicator", _("This indicator does not exist.")
    PLACE = "place", _("A figure is about one territory or about one organisation.")
    UNKNOWN_PLACE = "unknown_place", _("This place does not exist.")
    OUT_OF_REACH = "reach", _("This place is not in the charge of the table’s owner.")
    PERIOD = "period", _("This is not a period.")
    FREQUENCY = "frequency", _("This indicator is not observed at this frequency.")
    STATUS = "status", _("This status does not exist.")
    NO_VALUE = "no_value", _("A figure without value is marked missing.")
    MISSING_WITH_VALUE = "missing", _("A missing figure has no value.")
    VALUE = "value", _("This is not a number that can be kept: at most 16 digits before the comma.")
    NOTE = "note", _("A note has at most 250 characters.")
    TWICE = "twice", _("The same figure is given twice.")
    GIVEN_ELSEWHERE = "elsewhere", _("Another table already gives this figure.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one figure, and what stood before it. `other_table` is the key of the table that gives it already."""

    figure: Figure
    outcome: Outcome
    before: Content = ABSENT
    after: Content = ABSENT
    reason: Reason | None = None
    other_table: int | None = None
    row: int | None = None  # the key of the observation that stands


@dataclass(frozen=True, slots=True)
class Problem:
    position: int  # of the figure among those given, from 0
    verdict: Verdict


@dataclass(slots=True)
class Counts:
    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    wrong: int = 0

    def add(self, outcome: Outcome) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    @property
    def altered(self) -> int:
        return self.new + self.changed + self.removed


class Refused(Exception):
    """Some figures cannot be written; nothing was. `problems` holds the first ones, `counts.wrong` their number."""

    def __init__(self, problems: list[Problem], counts: Counts) -> None:
        super().__init__(f"{counts.wrong} figures refused")
        self.problems = problems
        self.counts = counts


class Overtaken(Exception):
    """Someone else wrote one of these figures at the same moment; nothing was written, and trying again is safe."""
