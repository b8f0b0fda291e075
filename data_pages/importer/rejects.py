"""The rows of a file that could not be taken, with the reasons, to be corrected in a French spreadsheet and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from civitac.core.text import FORMULA_SIGNS, harmless

from ..models import TableImport
from .cells import Cell, shown
from .comparing import wrong_rows
from .figures import SPACES, NotAFigureError, decimal_of
from .opening import open_book
from .understanding import LINE, WHY, Understanding


def rejects(row: TableImport) -> Iterator[str]:
    """The text of the file, line by line. Raises UnreadableError when the first one is asked for."""
    understood = Understanding.from_json(row.understanding)
    sheet = open_book(row).sheet(understood.sheet)
    reasons = wrong_rows(row)
    yield "\ufeff"
    yield line([*(harmless(column.label) for column in understood.columns), LINE, WHY])
    for number in sorted(reasons):
        cells = sheet.rows[number - 1] if sheet is not None and number <= len(sheet.rows) else []
        cells = [*cells, *[None] * (len(understood.columns) - len(cells))]
        yield line([*map(written, cells), str(number), harmless(" ; ".join(reasons[number]))])


def line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def written(cell: Cell) -> str:
    return shown(cell) if isinstance(cell, (int, float)) else harmless_but_for_numbers(shown(cell))


def harmless_but_for_numbers(text: str) -> str:
    """A negative number begins like a formula and is none."""
    if not text.startswith(FORMULA_SIGNS):
        return text
    try:
        decimal_of(text, text.translate(SPACES).removeprefix("-").removeprefix("+"), ",")
    except NotAFigureError:
        return harmless(text)
    return text
