"""From a sheet and its understanding to figures, with what is wrong in which cell and what has to be asked."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from django.utils.translation import gettext as _

from civitac.core.sheets.cells import Cell, Sheet, column_name, shown
from civitac.core.text import fold, without_controls

from ..enums import Status
from ..models import Indicator
from ..statistics.figures import Figure, Key
from ..statistics.judging import LONGEST_NOTE
from .asking import LEFT_OUT, Asking, Question, of_column, of_row
from .figures import MISSING, NotAFigureError, decimal_sign_of, read_figure
from .moments import NotAPeriodError, read_period
from .places import Gazetteer, Named
from .understanding import OWNER, Column, Role, Understanding
from .wording import is_total_word

STATUS_WORDS = {
    **dict.fromkeys(("a", "definitif", "definitive", "actuel", "reel", "valide", "observe", "normal"), Status.ACTUAL),
    **dict.fromkeys(("p", "provisoire", "prov", "provisionnel"), Status.PROVISIONAL),
    **dict.fromkeys(("e", "estime", "estimee", "estimation", "est", "projection"), Status.ESTIMATED),
    **dict.fromkeys(("m", "manquant", "manquante", "nd", "n d", "non disponible", "absent"), Status.MISSING),
}
REPORT_EVERY = 5_000
# Cells named in one reason.
MOST_NAMED = 5


class Line(NamedTuple):
    """A figure and the cell it was read in; `row` counts from 1, `column` from 0."""

    row: int
    column: int
    figure: Figure


class Wrong(NamedTuple):
    row: int
    column: int
    text: str
    reason: str


@dataclass
class Prepared:
    lines: list[Line] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    rows: int = 0
    totals: list[int] = field(default_factory=list)  # rows of totals, which are not places
    total_columns: int = 0
    left_out: int = 0  # rows that someone chose to ignore
    columns_left_out: int = 0
    empty: int = 0  # cells of figures that say nothing
    missing: int = 0  # cells that say "not available"
    repeated: int = 0  # figures given twice alike
    two_years: bool = False  # "2021-2022" stands in a column of periods


# The keys of the territory and of the organisation that a figure is about.
Place: TypeAlias = tuple[int | None, int | None]
NOWHERE: Place = (None, None)  # a row where each column has its own place


@dataclass(frozen=True)
class Measured:
    """What a column of figures, or a row of a long table, measures."""

    key: int
    frequency: str
    unit: str


def prepare(
    sheet: Sheet,
    understood: Understanding,
    gazetteer: Gazetteer,
    answers: dict[str, str],
    organisation: int | None = None,
    report: Callable[[int], None] = lambda percent: None,
) -> Prepared:
    """Every figure of the sheet. `answers` gives codes of territories by the key of their question, or LEFT_OUT.

    `organisation` is the key of the space that owns the table, where it may speak of itself.
    """
    return Preparation(sheet, understood, gazetteer, answers, organisation).run(report)


class Preparation:
    def __init__(
        self,
        sheet: Sheet,
        understood: Understanding,
        gazetteer: Gazetteer,
        answers: dict[str, str],
        organisation: int | None,
    ) -> None:
        self.sheet, self.understood, self.gazetteer = sheet, understood, gazetteer
        self.organisation = organisation
        self.asking = Asking(gazetteer, answers)
        self.done = Prepared(questions=self.asking.questions, total_columns=len(understood.having(Role.TOTAL)))
        self.day = datetime.date.fromisoformat(understood.map_day) if understood.map_day else None
        self.values = understood.having(Role.VALUE)
        self.at = {role: column.index for role in Role if (column := understood.first(role)) is not None}
        self.place_column = understood.first(Role.PLACE) or understood.first(Role.CODE)
        indicators = Indicator.objects.all()
        self.measured = {each.code: Measured(each.pk, each.frequency, each.unit) for each in indicators}
        self.by_word = {fold(word): each.code for each in indicators for word in (each.code, each.name)}
        body = sheet.rows[understood.last_heading :]
        self.signs = {
            column.index: column.decimal_sign
            or decimal_sign_of(row[column.index] for row in body if column.index < len(row))
            for column in self.values
        }
        # What the same cells said on a former row: most rows of a long table repeat them.
        self.known_places: dict[tuple[Cell, ...], Place] = {}
        self.known_measures: dict[Cell, Measured] = {}
        self.known_periods: dict[tuple[Cell, str], str] = {}
        self.place_columns = [
            column.index
            for role in (Role.PLACE, Role.CODE, Role.PROVINCE, Role.REGION)
            if (column := understood.first(role)) is not None
        ]
        self.is_row_a_place = Role.PERIOD not in self.at and Role.INDICATOR not in self.at
        # Where a heading names the place of its column.
        self.column_places: dict[int, Place] = {}
        self.rows_have_places = any(not column.place for column in self.values)
        self.first_figures = self.values[0].index if self.values else None
        self.multipliers = {
            column.index: Decimal(column.multiplier) for column in self.values if column.multiplier != 1
        }

    def run(self, report: Callable[[int], None]) -> Prepared:
        self.settle_headings()
        first = self.understood.last_heading
        total = max(1, len(self.sheet.rows) - first)
        for number, row in enumerate(self.sheet.rows[first:], first + 1):
            if row:
                self.read_row(number, row)
            if number % REPORT_EVERY == 0:
                report(100 * (number - first) // total)
        self.settle_repetitions()
        return self.done

    def settle_headings(self) -> None:
        """The places that headings name. Columns whose place is asked about, or left out, give no figures."""
        alike = Counter((fold(column.place), column.indicator, column.period) for column in self.values)
        twice = {name for (name, _indicator, _period), number in alike.items() if number > 1}
        kept = []
        for column in self.values:
            if not column.place or self.settle_heading(column, is_twice=fold(column.place) in twice):
                kept.append(column)
        self.values = kept

    def settle_heading(self, column: Column, *, is_twice: bool) -> bool:
        """Whether the place of a column is known. A look-alike that heads the same twice is asked about by column."""
        named = Named(column.place)
        found = self.gazetteer.find(named, self.day)
        letter = column_name(column.index)
        key = of_column(named.key, letter) if is_twice and len(found.choices) > 1 else named.key
        territory = found.territory if found.territory is not None else self.asking.answer(key)
        if territory is None:
            self.asking.question(key, named, found).columns.append(letter)
        elif territory == LEFT_OUT:
            self.done.columns_left_out += 1
        else:
            self.column_places[column.index] = (territory, None)
        return column.index in self.column_places

    def read_row(self, number: int, row: list[Cell]) -> None:
        if self.is_total(row):
            self.done.totals.append(number)
            return
        filled = [column for column in self.values if column.index < len(row) and row[column.index] is not None]
        if not filled and not self.says_missing(row):
            return  # a note under the table, a line of titles between two parts
        self.done.rows += 1
        place = self.place_of(number, row) if self.rows_have_places else NOWHERE
        if place is None:
            return
        status_cell = self.cell(row, Role.STATUS)
        status = status_called(shown(status_cell)) if status_cell is not None else ""
        if status is None:
            self.wrong(
                number, self.at[Role.STATUS], status_cell, _("This status is not known: A, P, E or M, or its word.")
            )
            return
        note_cell = self.cell(row, Role.NOTE)
        note = "" if note_cell is None else without_controls(" ".join(shown(note_cell).split()))
        if len(note) > LONGEST_NOTE:
            self.wrong(number, self.at[Role.NOTE], note[:60] + "…", _("A note has at most 250 characters."))
            return
        period_cell = self.cell(row, Role.PERIOD)
        for column in self.values:
            own = self.column_places.get(column.index, place)
            self.read_cell(number, row, column, own, period_cell, status, note)

    def says_missing(self, row: list[Cell]) -> bool:
        status = self.cell(row, Role.STATUS)
        return status is not None and status_called(shown(status)) == Status.MISSING

    def read_cell(
        self,
        number: int,
        row: list[Cell],
        column: Column,
        place: Place,
        period_cell: Cell,
        status: str,
        note: str,
    ) -> None:
        cell = row[column.index] if column.index < len(row) else None
        if cell is None and status != Status.MISSING:
            self.done.empty += 1
            return
        measured = self.measured_by(number, row, column)
        if measured is None:
            return
        period = column.period or self.understood.period
        if Role.PERIOD in self.at and not column.period:
            try:
                period = self.period_of(period_cell, measured.frequency)
            except NotAPeriodError as error:
                self.wrong(number, self.at[Role.PERIOD], period_cell, str(error))
                return
        if not period:
            self.wrong(
                number, self.at.get(Role.PERIOD, column.index), period_cell, _("Nothing says the period of this row.")
            )
            return
        try:
            value = read_figure(cell, self.signs[column.index], measured.unit, self.understood.dash)
        except NotAFigureError as error:
            self.wrong(number, column.index, cell, str(error))
            return
        if value is None and status != Status.MISSING:
            self.done.empty += 1
            return
        if value is MISSING or value is None:
            value, said = None, Status.MISSING
            self.done.missing += 1
        elif status == Status.MISSING:
            self.wrong(number, column.index, cell, _("The row says that the figure is missing, and gives one."))
            return
        else:
            said = status or Status.ACTUAL
            if self.multipliers and column.index in self.multipliers:
                value *= self.multipliers[column.index]
        figure = Figure(measured.key, place[0], place[1], period, value, said.value, note)
        self.done.lines.append(Line(number, column.index, figure))

    def period_of(self, cell: Cell, frequency: str) -> str:
        period = self.known_periods.get((cell, frequency))
        if period is None:
            period = read_period(cell, frequency, self.understood.span) or self.understood.period
            self.known_periods[cell, frequency] = period
        return period

    def measured_by(self, number: int, row: list[Cell], column: Column) -> Measured | None:
        code = column.indicator or self.understood.indicator
        if Role.INDICATOR in self.at and not column.indicator:
            cell = self.cell(row, Role.INDICATOR)
            if known := self.known_measures.get(cell):
                return known
            code = self.by_word.get(fold(shown(cell)), "")
            if not code:
                self.wrong(number, self.at[Role.INDICATOR], cell, _("No indicator bears this name or this code."))
                return None
            self.known_measures[cell] = self.measured[code]
        measured = self.measured.get(code)
        if measured is None:
            self.wrong(number, column.index, None, _("Nothing says what this column measures."))
        return measured

    def place_of(self, number: int, row: list[Cell]) -> Place | None:
        """What the row is about; None when it is asked about, or left out."""
        fixed = self.understood.place
        if fixed == OWNER:
            return None, self.organisation
        if fixed:
            return self.gazetteer.codes[fixed.upper()], None
        cells = tuple(row[index] if index < len(row) else None for index in self.place_columns)
        if known := self.known_places.get(cells):
            return known
        named = self.named(row)
        if not named.name and not named.code:
            self.wrong(number, self.place_column.index if self.place_column else 0, None, _("This row names no place."))
            return None
        found = self.gazetteer.find(named, self.day)
        if found.territory is not None:
            self.known_places[cells] = (found.territory, None)
            return self.known_places[cells]
        answer = self.asking.answer(of_row(named.key, number), named.key)
        if answer is None:
            self.asking.question(named.key, named, found).rows.append(number)
            return None
        if answer == LEFT_OUT:
            self.done.left_out += 1
            return None
        return answer, None

    def named(self, row: list[Cell]) -> Named:
        text = lambda role: shown(self.cell(row, role)).strip()  # noqa: E731
        column = self.place_column
        level = column.level if column is not None and column.role == Role.PLACE else ""
        return Named(text(Role.PLACE), text(Role.CODE), text(Role.REGION), text(Role.PROVINCE), level)

    def settle_repetitions(self) -> None:
        """Ask row by row about a look-alike on several rows of places; refuse a figure that the file gives twice."""
        if self.is_row_a_place:
            self.asking.ask_by_row()
        if len({line.figure[:4] for line in self.done.lines}) == len(self.done.lines):
            return
        by_key: dict[Key, list[Line]] = defaultdict(list)
        for line in self.done.lines:
            by_key[line.figure[:4]].append(line)
        kept: list[Line] = []
        for lines in by_key.values():
            if len(lines) == 1 or all(line.figure == lines[0].figure for line in lines):
                kept.append(lines[0])
                self.done.repeated += len(lines) - 1
                continue
            self.refuse_all(lines)
        self.done.lines = kept

    def refuse_all(self, lines: list[Line]) -> None:
        """Which of several figures is right is for the person to say."""
        cells = [self.cell_name(line) for line in lines[: MOST_NAMED + 1]]
        reason = _("The file gives this figure several times, differently: see also %(cells)s.")
        for place, line in enumerate(lines):
            others = [name for other, name in enumerate(cells) if other != place][:MOST_NAMED]
            named = ", ".join(others) + ("…" if len(lines) > MOST_NAMED + 1 else "")
            self.wrong(line.row, line.column, self.sheet.rows[line.row - 1][line.column], reason % {"cells": named})

    @staticmethod
    def cell_name(line: Line) -> str:
        return f"{column_name(line.column)}{line.row}"

    def is_total(self, row: list[Cell]) -> bool:
        """Whether a text before the figures says that the row adds up others."""
        return any(
            cell.__class__ is str and is_total_word(cell) and fold(cell) not in self.by_word
            for cell in row[: self.first_figures]
        )

    def cell(self, row: list[Cell], role: Role) -> Cell:
        index = self.at.get(role)
        return row[index] if index is not None and index < len(row) else None

    def wrong(self, row: int, column: int, cell: Cell, reason: str) -> None:
        self.done.wrong.append(Wrong(row, column, " ".join(shown(cell).split())[:120], reason))


@lru_cache(maxsize=1024)
def status_called(text: str) -> Status | None:
    return STATUS_WORDS.get(fold(text))
