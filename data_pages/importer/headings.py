"""Where the table begins in a sheet: titles stand above it, and its headings take one row or two."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from civitac.core.sheets.cells import Cell, Sheet, shown

# How far down headings are looked for.
DEEPEST = 40
NUMBER_LIKE = re.compile(r"[-+~]?[\d\s.,\u00a0\u202f%]+")
YEAR_LIKE = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Headings:
    """Rows are counted from 1. `labels` has one text a column, both rows of a double heading joined."""

    first: int
    last: int
    labels: tuple[str, ...]
    titles: tuple[str, ...]


def find_headings(sheet: Sheet) -> Headings | None:
    """The headings of the table a sheet holds, None when it holds no table."""
    first = first_row(sheet)
    if first is None:
        return None
    row, rows = sheet.rows[first], sheet.rows
    if first and is_completed(rows[first - 1], row):
        return headings_at(sheet, first, first + 1)
    second = first + 1 if first + 1 < len(rows) and is_continued(row, rows[first + 1]) else first
    return headings_at(sheet, first + 1, second + 1)


def headings_at(sheet: Sheet, first: int, last: int) -> Headings:
    """Headings at rows that someone chose (from 1)."""
    width = sheet.width
    lines = [padded(sheet.rows[number - 1], width) for number in range(first, last + 1) if number <= len(sheet.rows)]
    if not lines:
        lines = [[None] * width]
    titles = [shown(cell).strip() for row in sheet.rows[: first - 1] for cell in row if cell is not None]
    return Headings(first, last, tuple(joined(lines, width)), tuple(titles[:10]))


def first_row(sheet: Sheet) -> int | None:
    """The first row that looks like headings: words in at least half as many cells as the rows of the table have.

    A letterhead looks like them too; a fuller row of words below it, before any figure, is preferred.
    """
    filled = Counter(sum(cell is not None for cell in row) for row in sheet.rows)
    usual = max((count for count in filled if count > 1), key=lambda count: (filled[count], count), default=0)
    found, fullest = None, 0
    for number, row in enumerate(sheet.rows[:DEEPEST]):
        cells = [cell for cell in row if cell is not None]
        if found is not None and (fullest >= usual or not all(is_word(cell) for cell in cells)):
            break
        if len(cells) < 2 or len(cells) < usual / 2 or len(cells) <= fullest:
            continue
        if sum(is_word(cell) for cell in cells) * 2 < len(cells):
            continue
        if all(is_year(cell) for cell in cells) and not (number and is_completed(sheet.rows[number - 1], row)):
            continue
        if found is not None and number == found + 1 and is_continued(sheet.rows[found], row):
            break
        found, fullest = number, len(cells)
    return found


def is_continued(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether the second row goes on with the first: below its blanks, as under merged headings, or below what it repeats."""
    upper, lower = level(upper, lower)
    if not all(cell is None or is_word(cell) for cell in lower):
        return False
    if not any(above is None and below is not None for above, below in zip(upper, lower, strict=True)):
        pairs = [pair for pair in zip(map(one_line, upper), map(one_line, lower), strict=True) if pair[1]]
        return lower[0] is None and repeats(upper) and len(set(pairs)) == len(pairs) > 1
    alone_above = any(above is not None and below is None for above, below in zip(upper, lower, strict=True))
    return alone_above or (all(cell is not None for cell in lower) and upper[0] is None)


def is_completed(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether the first of two rows of headings groups the second: years, or names over labels that come again.

    It begins after the first column, which the second row heads where its labels do not come again.
    """
    upper, lower = level(upper, lower)
    groups = [cell for cell in upper if cell is not None]
    if len(groups) < 2 or upper[0] is not None or not all(map(is_word, groups)):
        return False
    if any(above is not None and below is None for above, below in zip(upper, lower, strict=True)):
        return False
    return (lower[0] is not None and all(map(is_year, groups))) or repeats(lower)


def repeats(row: list[Cell]) -> bool:
    labels = [one_line(cell) for cell in row if cell is not None]
    return len(set(labels)) < len(labels)


def level(upper: list[Cell], lower: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Two rows of the same length."""
    width = max(len(upper), len(lower), 1)
    return padded(upper, width), padded(lower, width)


def joined(lines: list[list[Cell]], width: int) -> list[str]:
    """One label a column; in the upper of two rows a heading covers the blanks at its right."""
    if len(lines) == 1:
        return [one_line(cell) for cell in lines[0]]
    labels = [""] * width
    for depth, line in enumerate(lines):
        covering = ""
        for column, cell in enumerate(line):
            below = any(later[column] is not None for later in lines[depth + 1 :])
            if cell is not None:
                covering = one_line(cell)
                text = covering
            else:
                text = covering if below else ""
            labels[column] = f"{labels[column]} {text}".strip()
    return labels


def one_line(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def padded(row: list[Cell], width: int) -> list[Cell]:
    return [*row, *[None] * (width - len(row))]


def is_word(cell: Cell) -> bool:
    """A text that is not a number, or a year: both head columns."""
    return (isinstance(cell, str) and NUMBER_LIKE.fullmatch(cell.strip()) is None) or is_year(cell)


def is_year(cell: Cell) -> bool:
    text = shown(cell).strip()
    return YEAR_LIKE.fullmatch(text) is not None
