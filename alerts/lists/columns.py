"""Which sheet and which columns of a file hold a list: recognised by what they hold and how they are headed, or chosen."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from civitac.core.sheets.cells import Book, Cell, Sheet, UnreadableError, column_name, shown
from civitac.core.text import fold
from spaces.enums import TextLanguage

from ..enums import WrongNumber
from .numbers import numbers_of

# Rows looked at to recognise a column, and how far down its heading is looked for.
LOOKED_AT, DEEPEST = 200, 40
SHOWN_ROWS, LONGEST_CELL = 3, 40

NUMBER_WORDS = {
    *("telephone", "telephones", "tel", "tels", "contact", "contacts", "portable", "portables", "mobile", "gsm"),
    *("cellulaire", "cel", "cell", "whatsapp", "phone", "appel"),
}
NUMBER_HEADINGS = {"numero", "numeros", "num", "nos"}
LANGUAGE_WORDS = {"langue", "langues", "language"}
LANGUAGES = {
    "francais": TextLanguage.FRENCH,
    "moore": TextLanguage.MOORE,
    "more": TextLanguage.MOORE,
    "mossi": TextLanguage.MOORE,
    "dioula": TextLanguage.DIOULA,
    "jula": TextLanguage.DIOULA,
    "fulfulde": TextLanguage.FULFULDE,
    "peul": TextLanguage.FULFULDE,
    "peulh": TextLanguage.FULFULDE,
    "gulmancema": TextLanguage.GULMANCEMA,
    "gourmantche": TextLanguage.GULMANCEMA,
    **{each.value: each for each in TextLanguage},
}


@dataclass(frozen=True)
class Columns:
    """Where the list stands; columns are counted from 0, and `heading` rows stand above it."""

    sheet: str
    number: int
    heading: int
    language: int | None = None


@dataclass(frozen=True)
class Recognised:
    """What a file seems to hold. Without `columns`, someone has to choose."""

    sheet: str
    sheets: list[str]
    columns: Columns | None
    # [index, heading or letter, first cells] of each column of the sheet.
    choices: list[list] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def language_of(cell: Cell) -> TextLanguage | None:
    return LANGUAGES.get(fold(shown(cell)))


def recognise(book: Book, wanted: dict[str, object]) -> Recognised:
    """The list in a file, as someone chose (`ListImport.wanted`) or as it looks. Raises UnreadableError when none does."""
    sheets = [sheet for sheet in book.sheets if sheet.rows]
    found = {sheet.name: mobiles_by_column(sheet) for sheet in sheets}
    best = max(sheets, key=lambda sheet: (max(found[sheet.name], default=0), sheet.is_visible))
    sheet = book.sheet(str(wanted.get("sheet", ""))) or best
    heading = heading_row(sheet, found[sheet.name])
    if heading is None and not any(map(any, found.values())):
        raise UnreadableError(
            _("No column of this file holds mobile numbers of Burkina Faso: is it the right file, and the right sheet?")
        )
    number, language = wanted.get("number"), wanted.get("language")
    if number is None:
        number = number_column(sheet, heading, found[sheet.name])
        language = language_column(sheet, heading, number)
    columns = None
    if isinstance(number, int) and number < sheet.width:
        above = heading + 1 if heading is not None else first_number(sheet, number)
        columns = Columns(sheet.name, number, above, language if isinstance(language, int) else None)
    return Recognised(sheet.name, [each.name for each in sheets], columns, choices_of(sheet, heading))


def mobiles_by_column(sheet: Sheet) -> list[int]:
    """How many cells of each column hold at least one mobile number, in the first rows."""
    counts = [0] * sheet.width
    for row in sheet.rows[:LOOKED_AT]:
        for column, cell in enumerate(row):
            counts[column] += holds_mobile(cell)
    return counts


def holds_mobile(cell: Cell) -> bool:
    return cell is not None and any(not isinstance(what, WrongNumber) for _text, what in numbers_of(cell))


def is_number_heading(cell: Cell) -> bool:
    if not isinstance(cell, str) or len(cell) > LONGEST_CELL:
        return False
    words = fold(cell)
    return words in NUMBER_HEADINGS or bool(NUMBER_WORDS & set(words.split()))


def is_language_heading(cell: Cell) -> bool:
    return bool(LANGUAGE_WORDS & set(fold(shown(cell)).split()))


def heading_row(sheet: Sheet, found: list[int]) -> int | None:
    """The row (from 0) that names the column of numbers, the nearest to the first of them; None where nothing does."""
    named: dict[bool, int] = {}
    for number, row in enumerate(sheet.rows[:DEEPEST]):
        if any(holds_mobile(cell) for cell in row):
            break
        for column, cell in enumerate(row):
            if is_number_heading(cell):
                named[bool(found[column])] = number
    return named.get(True, named.get(False))


def number_column(sheet: Sheet, heading: int | None, found: list[int]) -> int | None:
    """The only column that may be it; None when several may, or none."""
    holding = [column for column, count in enumerate(found) if count]
    if heading is not None:
        headed = [column for column, cell in enumerate(sheet.rows[heading]) if is_number_heading(cell)]
        holding = [column for column in headed if column in holding] or holding or headed
    return holding[0] if len(holding) == 1 else None


def language_column(sheet: Sheet, heading: int | None, number: int | None) -> int | None:
    """The first column headed so, else the one whose cells name languages."""
    if heading is not None:
        for column, cell in enumerate(sheet.rows[heading]):
            if is_language_heading(cell):
                return column
    start = heading + 1 if heading is not None else 0
    for column in range(sheet.width):
        cells = filled(sheet, column, start)
        if column != number and cells and sum(language_of(cell) is not None for cell in cells) * 5 >= len(cells) * 4:
            return column
    return None


def first_number(sheet: Sheet, column: int) -> int:
    """How many rows stand above the first cell of the column that has as many digits as a number, or nearly."""
    for number, row in enumerate(sheet.rows[:DEEPEST]):
        if column < len(row) and sum(sign.isdigit() for sign in shown(row[column])) >= 7:
            return number
    return 0


def choices_of(sheet: Sheet, heading: int | None) -> list[list]:
    """Each column with its heading, or its letter, and its first cells: what one needs to choose."""
    start = heading + 1 if heading is not None else 0
    titles = sheet.rows[heading] if heading is not None else []
    choices = []
    for column in range(sheet.width):
        title = " ".join(shown(titles[column]).split())[:LONGEST_CELL] if column < len(titles) else ""
        if cells := filled(sheet, column, start):
            first = [shown(cell)[:LONGEST_CELL] for cell in cells[:SHOWN_ROWS]]
            choices.append([column, title or column_name(column), first])
    return choices


def filled(sheet: Sheet, column: int, start: int) -> list[Cell]:
    """The cells of a column that are not empty, in the first rows of the list."""
    return [row[column] for row in sheet.rows[start:LOOKED_AT] if column < len(row) and row[column] is not None]
