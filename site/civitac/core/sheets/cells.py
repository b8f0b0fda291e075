"""What a file holds once read: sheets of cells, at the rows and columns people see in their spreadsheet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TypeAlias

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Broken:
    """A cell that shows nothing usable: a formula that was never calculated, or an error such as #DIV/0!."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Percentage:
    """A number that the spreadsheet shows as a percentage; `share` is what it keeps: 0.85 for 85 %."""

    share: float

    @property
    def hundredths(self) -> Decimal:
        """85 for 85 %, without what a binary number adds far behind the comma."""
        with localcontext(prec=400):
            return (Decimal(repr(self.share)) * 100).quantize(Decimal("0.000001")).normalize() + 0

    def __str__(self) -> str:
        return f"{self.hundredths:f}\u00a0%".replace(".", ",")


Cell: TypeAlias = str | int | float | bool | datetime.date | datetime.time | Broken | Percentage | None


@dataclass
class Sheet:
    """Rows of cells; `rows[0]` is row 1. Empty cells are None, a merged cell holds its content at its upper left."""

    name: str
    rows: list[list[Cell]]
    is_visible: bool = True
    hidden_rows: int = 0

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass
class Book:
    sheets: list[Sheet]
    # Of a text file only.
    encoding: str = ""
    separator: str = ""
    remarks: list[str] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


class UnreadableError(Exception):
    """The file cannot be read; the message tells the person who sent it why, and what to do."""


def column_name(index: int) -> str:
    """The letters over the column in a spreadsheet; 0 is A.

    >>> column_name(27)
    'AB'
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(cell: Cell) -> str:
    """A cell as one would read it on the screen, in French."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("true") if cell else _("false")
    if isinstance(cell, float):
        text = repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        return text.replace(".", ",")
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)
