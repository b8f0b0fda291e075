"""A grid of figures: what stands, what someone typed over it, and what comes of that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from ...models import Indicator, ObservationChange, StatisticTable
from ...periods import Period
from ..figures import ABSENT, Content, Counts, Figure, Key, Outcome, Reason, Verdict
from ..judging import examine
from ..services import locked, write
from ..standing import Standing, standing
from .cells import UnreadCell, shown, understood
from .choice import Place

HELD = "was"  # the hidden field that says what stood when the form was drawn


@dataclass(slots=True)
class Cell:
    key: Key
    indicator: Indicator
    place: Place
    period: Period
    held: Content  # what stood when the person began
    text: str
    note: str
    error: str = ""
    elsewhere: bool = False  # another table gives this figure: there is nothing to type

    @property
    def name(self) -> str:
        return f"{self.indicator.pk}-{self.place.key}-{self.period.code}"

    @property
    def label(self) -> str:
        return f"{self.indicator.name}, {self.place.name}, {self.period}"


@dataclass(slots=True)
class Row:
    place: Place
    period: Period
    cells: list[Cell]


@dataclass(slots=True)
class Grid:
    table: StatisticTable
    indicators: list[Indicator]
    rows: list[Row]
    problems: list[Cell] = field(default_factory=list)

    @classmethod
    def standing(
        cls, table: StatisticTable, indicators: list[Indicator], places: list[Place], periods: list[Period]
    ) -> Grid:
        """The grid as the database has it; two queries."""
        keys = {
            (place, period): [Key(each.pk, place.territory, place.space, period.code) for each in indicators]
            for place in places
            for period in periods
        }
        stands = standing(key for line in keys.values() for key in line)
        return cls(
            table,
            indicators,
            [
                Row(
                    place,
                    period,
                    [
                        cell_of(table, key, indicator, place, period, stands.get(key))
                        for key, indicator in zip(line, indicators, strict=True)
                    ],
                )
                for (place, period), line in keys.items()
            ],
        )

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    @property
    def several_places(self) -> bool:
        return len({row.place for row in self.rows}) > 1

    @property
    def several_periods(self) -> bool:
        return len({row.period for row in self.rows}) > 1

    @property
    def held(self) -> str:
        """What stood when the person began, to be sent back with what they type."""
        return json.dumps(
            {
                cell.name: [None if cell.held.value is None else str(cell.held.value), *cell.held[1:]]
                for cell in self.cells
                if cell.held.exists
            }
        )

    def take(self, sent: Mapping[str, str], *, with_notes: bool) -> list[Cell]:
        """Put what someone sent into the cells; the cells that they changed, those not understood among `problems`."""
        held = read_held(sent.get(HELD, ""))
        changed = []
        for cell in self.cells:
            if f"v-{cell.name}" not in sent:
                continue
            cell.held = held.get(cell.name, ABSENT)
            cell.text = sent[f"v-{cell.name}"].replace("\0", "")
            cell.note = sent.get(f"n-{cell.name}", "").replace("\0", "").strip() if with_notes else cell.held.note
            if cell.text.strip() != shown(cell.held) or (cell.text.strip() and cell.note != cell.held.note):
                changed.append(cell)
        return changed

    def save(self, changed: list[Cell], by: AbstractBaseUser) -> Counts | None:
        """Write the changed cells, all or none. None when some cannot be written: they are `problems`, and say why.

        A figure that somebody else changed since the person began is one of them; sent once more, it is written.
        Raises Overtaken.
        """
        figures: list[tuple[Cell, Figure]] = []
        for cell in changed:
            try:
                figures.append((cell, Figure(*cell.key, *understood(cell.text, cell.note, cell.indicator))))
            except UnreadCell as error:
                self.refuse(cell, str(error))
        with transaction.atomic():
            table = locked(self.table)
            for (cell, _figure), verdict in zip(
                figures, examine(table, [figure for _, figure in figures]), strict=True
            ):
                self.judge(cell, verdict)
            if self.problems:
                return None
            return write(table, [figure for _, figure in figures], by)

    def judge(self, cell: Cell, verdict: Verdict) -> None:
        if verdict.outcome == Outcome.WRONG:
            reason = str(verdict.reason.label)
            if verdict.reason == Reason.GIVEN_ELSEWHERE:
                reason = given_by(verdict.other_table)
            self.refuse(cell, reason)
        elif verdict.before != cell.held and verdict.outcome != Outcome.SAME:
            self.refuse(cell, overtaken(self.table, cell.key, verdict.before))
            cell.held = verdict.before

    def refuse(self, cell: Cell, reason: str) -> None:
        cell.error = reason
        self.problems.append(cell)


def cell_of(
    table: StatisticTable, key: Key, indicator: Indicator, place: Place, period: Period, stands: Standing | None
) -> Cell:
    content = stands.content if stands else ABSENT
    elsewhere = stands is not None and stands.table != table.pk
    return Cell(
        key, indicator, place, period, content, "" if elsewhere else shown(content), content.note, elsewhere=elsewhere
    )


def read_held(text: str) -> dict[str, Content]:
    """What the form says that it showed; what cannot be read counts as not shown, so that nothing is overwritten unseen."""
    try:
        return {
            str(name): Content(None if value is None else Decimal(str(value)), str(status), str(note))
            for name, (value, status, note) in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError, InvalidOperation, RecursionError):
        return {}


def given_by(table: int | None) -> str:
    title = StatisticTable.objects.filter(pk=table).values_list("title", flat=True).first()
    return _("The table “%(table)s” already gives this figure.") % {"table": title or ""}


def overtaken(table: StatisticTable, key: Key, now: Content) -> str:
    """Who wrote what meanwhile, and what the person may do."""
    change = (
        ObservationChange.objects.filter(
            table=table, indicator=key.indicator, territory=key.territory, space=key.space, period=key.period
        )
        .select_related("made_by")
        .order_by("-pk")
        .first()
    )
    who = str(change.made_by) if change and change.made_by else _("someone")
    if not now.exists:
        return _("Meanwhile %(who)s has emptied this cell. Save once more to keep your figure.") % {"who": who}
    return _("Meanwhile %(who)s has written “%(figure)s”. Save once more to keep your figure, or copy theirs.") % {
        "who": who,
        "figure": shown(now),
    }
