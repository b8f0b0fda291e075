"""From the headings and cells of a sheet to an understanding of it: a proposal, which the person sees and changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from civitac.core.sheets.cells import Book, Cell, Sheet, shown
from civitac.core.text import fold
from territories.enums import Level

from .figures import DASHES, MISSING_SIGNS, MISSING_WORDS, NotAFigureError, decimal_sign_of, read_figure
from .headings import Headings, find_headings, headings_at
from .moments import NotAPeriodError, TwoYearsError, read_period
from .naming import Places, place_meant, places_named
from .understanding import INDICATOR, MULTIPLIER, PERIOD, Column, Role, Understanding
from .wording import Known, indicator_called, is_total_heading, multiplier_in, period_inside, said_by

# Rows looked at to tell what a column holds.
SAMPLE = 400

PLACES = {
    "commune": Level.COMMUNE, "communes": Level.COMMUNE, "municipalite": Level.COMMUNE, "mairie": Level.COMMUNE,
    "province": Level.PROVINCE, "provinces": Level.PROVINCE,
    "region": Level.REGION, "regions": Level.REGION, "pays": Level.COUNTRY,
    "territoire": "", "territoires": "", "localite": "", "localites": "", "lieu": "", "collectivite": "",
    "collectivites": "", "collectivite territoriale": "", "circonscription": "", "zone": "", "entite": "", "unite": "",
    "place": "", "area": "", "territory": "",
}  # fmt: skip
PLACE_BEFORE = re.compile(r"(?:nom|noms|libelle|name)(?: de)?(?: la| l| du| des)? (.+)|(.+) nom")
CODES = re.compile(r"(?:p ?code|code)(?: .*)?|.* (?:p ?code|code)|adm\d(?: .*)?|ref area")
PERIODS = re.compile(
    r"(?:annee|annees|an|exercice|periode|date|mois|trimestre|semestre|year|period|time period)(?: .*)?"
)
INDICATORS = re.compile(r"(?:indicateur|indicateurs|indicator|variable)(?: .*)?|libelle (?:de l )?indicateur")
STATUSES = re.compile(r"(?:statut|status|qualite|obs status)(?: .*)?")
NOTES = re.compile(r"(?:note|notes|remarque|remarques|commentaire|commentaires|observation|observations)(?: .*)?")
# Numbers that name things and measure nothing.
NAMING = re.compile(
    r"(?:n|no|num|numero|id|identifiant|code|chapitre|article|nature|fonction|paragraphe|compte|rang|ordre|telephone|tel"
    r"|latitude|longitude|lat|lon|ligne)(?: .*)?"
)
VALUES = re.compile(
    r"(?:valeur|valeurs|value|obs value|nombre|effectif|effectifs|montant|total|chiffre|chiffres)(?: .*)?"
)
P_CODE = re.compile(r"BF\d{2,8}|CV-[A-Z-]+")


def recognise(
    book: Book,
    indicators: Sequence[Known],
    places: Places,
    sheet: str = "",
    rows: tuple[int, int] | None = None,
) -> Understanding:
    """The understanding of the sheet asked for, else of the one that looks most like a table.

    `rows` are the first and last row of headings, when someone said them.
    """
    chosen = book.sheet(sheet) or likeliest(book)
    headings = headings_at(chosen, *rows) if rows else find_headings(chosen)
    understood = Understanding(sheet=chosen.name, encoding=book.encoding, separator=book.separator)
    if headings is None:
        return understood
    understood.first_heading, understood.last_heading = headings.first, headings.last
    understood.titles = list(headings.titles)
    cells = sample_of(chosen, headings)
    understood.columns = [
        column_of(index, label, cells[index], indicators) for index, label in enumerate(headings.labels)
    ]
    settle_places(understood.columns)
    rests = settle_headings(understood, cells, indicators, places)
    settle_figures(understood, rests, indicators)
    return understood


def likeliest(book: Book) -> Sheet:
    """The visible sheet with the most figures under headings."""

    def weight(sheet: Sheet) -> tuple[bool, bool, int]:
        return sheet.is_visible, find_headings(sheet) is not None, len(sheet.rows) * sheet.width

    return max(book.sheets, key=weight)


def sample_of(sheet: Sheet, headings: Headings) -> list[list[Cell]]:
    """The first filled cells of each column."""
    columns: list[list[Cell]] = [[] for _label in headings.labels]
    for row in sheet.rows[headings.last : headings.last + SAMPLE]:
        for index, cell in enumerate(row[: len(columns)]):
            if cell is not None:
                columns[index].append(cell)
    return columns


def column_of(index: int, label: str, cells: list[Cell], indicators: Sequence[Known]) -> Column:
    column = Column(index, label)
    folded = fold(label)
    bare = next(filter(None, found.groups())) if (found := PLACE_BEFORE.fullmatch(folded)) else folded
    if bare in PLACES and share(cells, is_words) > 0.5:
        column.role, column.level = Role.PLACE.value, str(PLACES[bare] and PLACES[bare].value)
    elif CODES.fullmatch(folded) and share(cells, is_p_code) > 0.5:
        column.role = Role.CODE.value
    elif STATUSES.fullmatch(folded):
        column.role = Role.STATUS.value
    elif NOTES.fullmatch(folded) and share(cells, is_words) >= 0.5:
        column.role = Role.NOTE.value
    elif INDICATORS.fullmatch(folded) and share(cells, is_words) > 0.5:
        column.role = Role.INDICATOR.value
    elif PERIODS.fullmatch(folded) and share(cells, is_period) > 0.5:
        column.role = Role.PERIOD.value
    elif NAMING.fullmatch(folded) is None and is_figures(folded, label, cells, indicators):
        column.role = Role.VALUE.value
        column.decimal_sign = decimal_sign_of(cells)
    return column


def is_figures(folded: str, label: str, cells: list[Cell], indicators: Sequence[Known]) -> bool:
    if not folded or not cells:
        return False
    figures = share(cells, is_figure)
    period, rest = period_inside(label)
    if period and not rest:
        return True  # a year alone heads figures, even where none of them can be read
    named = VALUES.fullmatch(folded) or period or indicator_called(folded, indicators)
    return figures > (0.3 if named else 0.6)


def settle_places(columns: list[Column]) -> None:
    """Of several columns of places, the finest is the place; the others tell look-alikes apart."""
    order = {Level.COMMUNE.value: 0, "": 1, Level.PROVINCE.value: 2, Level.REGION.value: 3, Level.COUNTRY.value: 4}
    places = sorted((column for column in columns if column.role == Role.PLACE), key=lambda column: order[column.level])
    for column in places[1:]:
        contexts = {Level.REGION.value: Role.REGION.value, Level.PROVINCE.value: Role.PROVINCE.value}
        column.role = contexts.get(column.level, Role.IGNORED.value)
    periods = [column for column in columns if column.role == Role.PERIOD]
    for column in periods[1:]:
        column.role = Role.IGNORED.value


def settle_headings(
    understood: Understanding,
    cells: list[list[Cell]],
    indicators: Sequence[Known],
    places: Places,
) -> dict[int, str]:
    """The place that each heading of figures names, where two of them do and rows name none.

    Returns what is left of these headings once the place is taken out, by column.
    """

    def is_indicator(text: str) -> bool:
        return bool(indicator_called(fold(text), indicators))

    def headings_of(role: Role) -> dict[int, str]:
        return {column.index: period_inside(column.label)[1] for column in understood.having(role)}

    named = places_named(headings_of(Role.VALUE), places, is_indicator)
    if not named or any(places.knows(shown(cell)) for column in understood.naming_rows for cell in cells[column.index]):
        return {}
    settle_rows(understood, cells, indicators, min(named))
    if understood.naming_rows:
        return {}
    # A column where nothing is filled in yet has its heading all the same.
    silent = {index: rest for index, rest in headings_of(Role.IGNORED).items() if places.knows(rest)}
    named = places_named(headings_of(Role.VALUE) | silent, places, is_indicator)
    for index, heading in headings_of(Role.VALUE).items():
        if index in named or is_indicator(heading):
            continue
        if is_total_heading(heading):
            understood.columns[index].role = Role.TOTAL.value
        else:
            named[index] = place_meant(heading, named)
    for index, (name, _rest) in named.items():
        column = understood.columns[index]
        column.role, column.place = Role.VALUE.value, name
        column.decimal_sign = decimal_sign_of(cells[index])
    return {index: rest for index, (_name, rest) in named.items()}


def settle_rows(
    understood: Understanding, cells: list[list[Cell]], indicators: Sequence[Known], first_figures: int
) -> None:
    """What the rows are about where headings are places: their own heading is often empty, or says "Commune".

    A column called "Unité" where nothing is a place is one of units.
    """
    names = {fold(word) for known in indicators for word in (known.code, known.name)}
    for column in understood.columns[:first_figures]:
        if column.role not in (Role.IGNORED, Role.PLACE, Role.VALUE):
            continue
        if understood.first(Role.PERIOD) is None and share(cells[column.index], is_period) > 0.5:
            column.role, column.level = Role.PERIOD.value, ""
        elif understood.first(Role.INDICATOR) is None and any(
            fold(shown(cell)) in names for cell in cells[column.index]
        ):
            column.role, column.level = Role.INDICATOR.value, ""
        elif column.role == Role.PLACE:
            column.role, column.level = Role.IGNORED.value, ""


def settle_figures(understood: Understanding, rests: dict[int, str], indicators: Sequence[Known]) -> None:
    """The period, the indicator and the multiplier that headings, else titles, say of each column of figures.

    `rests` are those headings that name a place too, without it and without their period.
    """
    has_periods = understood.first(Role.PERIOD) is not None
    names = understood.first(Role.INDICATOR) is not None
    said = understood.said = said_by(understood.titles, indicators)
    for column in understood.having(Role.VALUE):
        column.period, rest = ("", column.label) if has_periods else period_inside(column.label)
        column.multiplier = multiplier_in(fold(column.label)) or int(said.get(MULTIPLIER, 1))
        if not names:
            column.indicator = indicator_called(fold(rests.get(column.index, rest)), indicators)
    values = understood.having(Role.VALUE)
    if not has_periods and values and not any(column.period for column in values):
        understood.period = said.get(PERIOD, "")
    if not names and values and not any(column.indicator for column in values):
        understood.indicator = said.get(INDICATOR, "")


def share(cells: Iterable[Cell], test: object) -> float:
    results = [bool(test(cell)) for cell in cells]
    return sum(results) / len(results) if results else 0.0


def is_words(cell: Cell) -> bool:
    return isinstance(cell, str) and any(char.isalpha() for char in cell)


def is_p_code(cell: Cell) -> bool:
    return isinstance(cell, str) and P_CODE.fullmatch(cell.strip().upper()) is not None


def is_period(cell: Cell) -> bool:
    try:
        return read_period(cell) is not None
    except TwoYearsError:
        return True
    except NotAPeriodError:
        return False


def is_figure(cell: Cell) -> bool:
    if isinstance(cell, str) and (cell.strip() in MISSING_SIGNS | DASHES or fold(cell) in MISSING_WORDS):
        return True
    try:
        return read_figure(cell, ",", "%" if "%" in shown(cell) else "F CFA") is not None
    except NotAFigureError:
        return False
