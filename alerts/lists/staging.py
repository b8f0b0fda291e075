"""What adding a list would do, row by row, kept as packed pages until it is added or thrown away.

Lines of a page, by kind:

- wrong: [row, what is written, WrongNumber, language as written]
- left: [row, what is written, Act, day]
- repeated: [row, what is written, first row]
- already: [row, number]
- new: [row, number, TextLanguage]

Rows are counted from 1, as spreadsheets do; numbers are in E.164; days are ISO dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from django.utils import timezone

from civitac.core.sheets.cells import Sheet, shown
from civitac.core.sheets.pages import cut
from civitac.core.text import without_controls
from spaces.enums import TextLanguage

from .. import consent
from ..enums import ListedKind, WrongNumber
from ..models import ListImport, ListPage
from .columns import Columns, language_of
from .numbers import numbers_of

PER_PAGE = 50
LONGEST = 60
# Unknown languages that the screen names.
NAMED = 5


class Staged:
    """The lines of a list by kind, and what is counted on the way."""

    def __init__(self, row: ListImport, sheet: Sheet, columns: Columns, otherwise: TextLanguage) -> None:
        self.row, self.sheet, self.columns, self.otherwise = row, sheet, columns, otherwise
        self.lines: dict[ListedKind, list[list]] = {kind: [] for kind in ListedKind}
        self.first_rows: dict[str, int] = {}
        self.tally: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()

    def stage(self, report: Callable[[int], None]) -> None:
        candidates = self.candidates()
        total = max(len(self.sheet.rows), 1)
        while batch := list(islice(candidates, consent.BATCH)):
            self.compare(batch)
            report(batch[-1][0] * 100 // total)

    def candidates(self) -> Iterator[list]:
        """The good numbers of the list, each once, as lines to be added; what is wrong or repeated is put aside."""
        for place, cells in enumerate(islice(self.sheet.rows, self.columns.heading, None), self.columns.heading + 1):
            if not any(cell is not None for cell in cells):
                continue
            self.tally["rows"] += 1
            said = without_controls(shown(self.cell(cells, self.columns.language)))[:LONGEST]
            language = self.spoken(said)
            several = -1
            for text, found in numbers_of(self.cell(cells, self.columns.number)):
                several += 1
                text = without_controls(text)[:LONGEST]
                if isinstance(found, WrongNumber):
                    self.lines[ListedKind.WRONG].append([place, text, found.value, said])
                elif found in self.first_rows:
                    self.lines[ListedKind.REPEATED].append([place, text, self.first_rows[found]])
                else:
                    self.first_rows[found] = place
                    yield [place, found, language, text]
            self.tally["several"] += several > 0

    def cell(self, cells: list, column: int | None) -> object:
        return cells[column] if column is not None and column < len(cells) else None

    def spoken(self, said: str) -> TextLanguage:
        language = language_of(said)
        if said and language is None:
            self.unknown[said] += 1
        return language or self.otherwise

    def compare(self, batch: list[list]) -> None:
        standing = consent.standing_of([number for _place, number, *_rest in batch], self.row.group)
        for place, number, language, text in batch:
            if number in standing.members:
                self.lines[ListedKind.ALREADY].append([place, number])
            elif gone := standing.gone.get(number):
                day = timezone.localdate(gone.at).isoformat()
                self.lines[ListedKind.LEFT].append([place, text, gone.act.value, day])
            else:
                self.lines[ListedKind.NEW].append([place, number, language.value])

    def counts(self) -> dict[str, object]:
        """How many lines of each kind; rows read, cells of several numbers, and languages that nobody knows."""
        unknown = {
            "unknown": sum(self.unknown.values()),
            "named": [word for word, _n in self.unknown.most_common(NAMED)],
        }
        return {kind.value: len(lines) for kind, lines in self.lines.items()} | dict(self.tally) | unknown

    def save(self) -> None:
        """In the caller's transaction; a former preview is replaced."""
        self.row.pages.all().delete()
        for kind, lines in self.lines.items():
            pages = (
                ListPage(of_list=self.row, kind=kind, number=number, packed=ListPage.pack(page))
                for number, page in enumerate(cut(lines, PER_PAGE), 1)
            )
            ListPage.objects.bulk_create(pages, batch_size=100)


def page_of(row: ListImport, kind: ListedKind, number: int) -> list[list]:
    page = row.pages.filter(kind=kind, number=number).first()
    return page.lines if page else []


def lines_of(row: ListImport, kind: ListedKind) -> Iterator[list]:
    for page in row.pages.filter(kind=kind).order_by("number").iterator(100):
        yield from page.lines


def named_by(row: ListImport) -> dict[str, str]:
    """Number → language, of everyone whom the preview would add; "" for those who are in the group already."""
    already = {number: "" for _row, number in lines_of(row, ListedKind.ALREADY)}
    return already | {number: language for _row, number, language in lines_of(row, ListedKind.NEW)}
