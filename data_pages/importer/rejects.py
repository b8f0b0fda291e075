"""The rows of a file that could not be taken, with the reasons, to be corrected in a French spreadsheet and sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civitac.core.sheets.cells import Cell, Percentage, shown
from civitac.core.sheets.writing import lines
from civitac.core.text import FORMULA_SIGNS, harmless

from ..models import TableImport
from .comparing import wrong_rows
from .figures import SPACES, NotAFigureError, decimal_of
from .opening import open_book
from .understanding import LINE, WHY, Understanding

# Three decimals after three digits or fewer: they may be thousands (`figures.is_ambiguous`), four are not.
AMBIGUOUS = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")


def rejects(row: TableImport) -> Iterator[str]:
    """The text of the file, line by line. Raises UnreadableError when the first one is asked for."""
    understood = Understanding.from_json(row.understanding)
    sheet = open_book(row).sheet(understood.sheet)
    reasons = wrong_rows(row)

    def rows() -> Iterator[list[str]]:
        yield [*(harmless(column.label) for column in understood.columns), LINE, WHY]
        for number in sorted(reasons):
            cells = sheet.rows[number - 1] if sheet is not None and number <= len(sheet.rows) else []
            cells = [*cells, *[None] * (len(understood.columns) - len(cells))]
            yield [*map(written, cells), str(number), harmless(" ; ".join(reasons[number]))]

    yield from lines(rows())


def written(cell: Cell) -> str:
    """A cell as it was seen; a number is what it was once it comes back, and “12,345” would be two."""
    if not isinstance(cell, (int, float, Percentage)):
        return harmless_but_for_numbers(shown(cell))
    return AMBIGUOUS.sub(r"\g<0>0", shown(cell))


def harmless_but_for_numbers(text: str) -> str:
    """A negative number begins like a formula and is none."""
    if not text.startswith(FORMULA_SIGNS):
        return text
    try:
        decimal_of(text, text.translate(SPACES).removeprefix("-").removeprefix("+"), ",")
    except NotAFigureError:
        return harmless(text)
    return text
