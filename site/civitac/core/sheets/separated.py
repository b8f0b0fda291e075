"""Text files of values between separators, as spreadsheets and people write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cells import Book, Sheet, UnreadableError
from .unpacking import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

# What one may choose by hand when the accents come out wrong.
ENCODINGS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "cp1252": gettext_lazy("Windows, western Europe (1252)"),
    "utf-16": gettext_lazy("Unicode text of Excel (UTF-16)"),
    "utf-16-le": gettext_lazy("Unicode text without a mark (UTF-16, little-endian)"),
    "utf-16-be": gettext_lazy("Unicode text without a mark (UTF-16, big-endian)"),
    "cp850": gettext_lazy("DOS (850)"),
    "mac_roman": gettext_lazy("old Macintosh"),
}
SEPARATORS = {
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tabulation"),
    ",": gettext_lazy("comma"),
    "|": gettext_lazy("vertical bar"),
}
MARK = "\ufeff"
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Enough rows to tell a separator by; a field longer than this swallowed rows behind a quotation mark left open.
SAMPLE = 300
SIGHT = 4096  # bytes looked at to tell a text in UTF-16
LONGEST = 10_000
# Rows that reading adds at the end: one to see that no quotation is open, and an empty one before it.
ENDING = 2


def read_separated(content: bytes, encoding: str = "", separator: str = "") -> Book:
    """One sheet of texts, in the encoding and with the separator given, or as recognised. Raises UnreadableError."""
    text, encoding = decode(content, encoding)
    text, announced = without_announcement(text)
    separator = separator or announced or separator_of(text)
    rows: list[list[str | None]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(f"{text}\n{separator}", newline=""), delimiter=separator):
            rows.append(trimmed(row))
            cells += len(rows[-1])
            if len(row) > LONGEST or len(rows[-1]) > MOST_COLUMNS:
                raise UnreadableError(
                    _("Row %(row)d has %(number)d columns, more than %(most)d: keep those you need and send it again.")
                    % {"row": len(rows), "number": len(rows[-1]), "most": MOST_COLUMNS}
                )
            if len(rows) > MOST_ROWS + ENDING or cells > MOST_CELLS:
                raise UnreadableError(
                    _("This file has more than %(most)d rows: cut it into several files.") % {"most": MOST_ROWS}
                )
    except csv.Error as error:
        raise UnreadableError(open_quotation(len(rows) + 1)) from error
    if row != ["", ""]:
        # The row of two empty cells put at the end is part of a field: the quotation marks around it were never closed.
        raise UnreadableError(open_quotation(len(rows)))
    for number, row in enumerate(rows, 1):
        if any(cell is not None and len(cell) > LONGEST for cell in row):
            raise UnreadableError(open_quotation(number))
    while rows and not rows[-1]:
        rows.pop()
    return Book([Sheet("", rows)], encoding, separator)


def open_quotation(row: int) -> str:
    return _("A quotation mark opened near row %(row)d is never closed: the rows after it cannot be told apart.") % {
        "row": row
    }


def trimmed(row: list[str]) -> list[str | None]:
    cells: list[str | None] = [cell if cell.strip() else None for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and its encoding: the one given, else by its mark, else UTF-16 if it can be nothing else, else UTF-8 if it
    holds, else Windows-1252.

    A guess by frequencies takes French for Central European; these steps do not (facts of 2026).
    """
    if not encoding:
        encoding = next((name for mark, name in MARKS if content.startswith(mark)), "") or unmarked_utf_16(content)
    for name in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = content.decode(name).removeprefix(MARK)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        return text, name
    raise UnreadableError(
        _(
            "This file is neither a spreadsheet nor a text: open it in your spreadsheet, save it as CSV or XLSX, send it again."
        )
    )


def unmarked_utf_16(content: bytes) -> str:
    """The encoding of a text in UTF-16 that has lost its mark; empty for anything else.

    French takes one zero byte in two there, always at the same place in its pair; no other text holds any, and no picture
    keeps them so well apart and decodes to letters, digits and signs alone.
    """
    head = content[:SIGHT]
    zeros = [head[place::2].count(0) for place in (0, 1)]
    if len(content) % 2 or min(zeros) or max(zeros) * 4 < len(head):
        return ""
    name = "utf-16-be" if zeros[0] else "utf-16-le"
    try:
        text = content.decode(name)
    except UnicodeError:
        return ""
    return name if all(sign.isprintable() or sign.isspace() for sign in text[:SIGHT]) else ""


def without_announcement(text: str) -> tuple[str, str]:
    """Excel lets a first line "sep=;" announce the separator, and does not show it."""
    first, _end, rest = text.partition("\n")
    first = first.strip().strip('"').lower()
    return (rest, first[4]) if len(first) == 5 and first.startswith("sep=") and first[4] in SEPARATORS else (text, "")


def separator_of(text: str) -> str:
    """The separator that cuts the most rows into the same number of cells; the first of SEPARATORS when several do."""
    best, best_share = ";", 0.0
    for separator in SEPARATORS:
        widths = Counter(width for width in widths_of(text, separator) if width > 1)
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        share = rows + min(width, 20) / 100
        if share > best_share * 1.1:
            best, best_share = separator, share
    return best


def widths_of(text: str, separator: str) -> Iterable[int]:
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number == SAMPLE:
                return
            yield len(row)
    except csv.Error:
        return
