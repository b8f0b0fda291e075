"""Periods as people write them; two years, a day or another frequency are refused with the reason, never rounded."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from django.utils.translation import gettext as _

from civitac.core.sheets.cells import Broken, Cell, shown
from civitac.core.text import fold

from ..enums import Frequency
from ..periods import EARLIEST, LATEST, MONTHS_OF, Period

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        1,
    )
    for name in names.split()
}
ORDINAL = r"([1-4])(?:er|re|e|eme|nd|nde)?"
YEAR = re.compile(r"(?:(?:annee|exercice|an|ex|budget|rgph|campagne|fin) )?(\d{4})")
YEARS = re.compile(r"(?:(?:annee|annee scolaire|exercice|campagne) )?(\d{4}) (\d{4}|\d\d)")
PARTS = (
    re.compile(r"(?P<kind>[tqs]) ?(?P<number>[1-4]) (?:de )?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4}) ?(?P<kind>[tqs]) ?(?P<number>[1-4])"),
    re.compile(rf"(?P<number>{ORDINAL}) (?P<kind>trimestre|semestre) (?:de |d )?(?P<year>\d{{4}})"),
    re.compile(r"(?P<kind>trimestre|semestre) (?P<number>[1-4]) (?:de )?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4}) (?P<kind>trimestre|semestre) (?P<number>[1-4])"),
)
MONTH = (
    re.compile(r"(?P<word>[a-z]+) (?:de |d )?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4}) (?P<word>[a-z]+)"),
    re.compile(r"(?P<number>\d\d?) (?P<year>\d{4})"),
)
DAY = (
    re.compile(r"(?P<day>\d\d?) (?P<month>\d\d?) (?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4}) (?P<month>\d\d) (?P<day>\d\d)(?: 00 00(?: 00)?)?"),
)
FREQUENCIES = {"t": Frequency.QUARTER, "q": Frequency.QUARTER, "s": Frequency.HALF}


class NotAPeriodError(ValueError):
    """Why a cell does not name a period, for the person who filled it."""


class TwoYearsError(NotAPeriodError):
    """ "2021-2022": which year is meant has to be said once for the file."""


def read_period(cell: Cell, frequency: str = "", span: str = "") -> str | None:
    """The code of the period a cell names (`data_pages.periods`), None when it is empty. Raises NotAPeriodError.

    `frequency` is that of the indicator, where it is known. `span` says how two years are counted: "first" or "last".
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, (bool, Broken, datetime.time)):
        raise NotAPeriodError(_("“%(cell)s” is not a period.") % {"cell": shown(cell)})
    if isinstance(cell, datetime.date):
        return of_day(cell, frequency)
    return of_text(shown(cell), frequency, span)


@lru_cache(maxsize=4096)
def of_text(text: str, frequency: str, span: str) -> str | None:
    folded = fold(text)
    if not folded:
        return None
    if found := YEAR.fullmatch(folded):
        return code(text, int(found[1]), 1, Frequency.YEAR, frequency)
    if found := YEARS.fullmatch(folded):
        return of_two(text, int(found[1]), found[2], frequency, span)
    for pattern in PARTS:
        if found := pattern.fullmatch(folded):
            kind = FREQUENCIES[found["kind"][0]]
            return code(text, int(found["year"]), int(found["number"][0]), kind, frequency)
    for pattern in MONTH:
        if found := pattern.fullmatch(folded):
            groups = found.groupdict()
            number = int(groups["number"]) if "number" in groups else MONTHS.get(groups["word"], 0)
            if number:
                return code(text, int(found["year"]), number, Frequency.MONTH, frequency)
    for pattern in DAY:
        if found := pattern.fullmatch(folded):
            try:
                day = datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
            return of_day(day, frequency)
    raise NotAPeriodError(_("“%(cell)s” is not a period: write 2024, T1 2024, S1 2024 or janv. 2024.") % {"cell": text})


def of_two(text: str, first: int, second: str, frequency: str, span: str) -> str:
    """ "2021-2022" and "2021/22", or the month "2021-07"; "2011-12" is either, unless the indicator's frequency tells."""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    may_be_month = len(second) == 2 and 1 <= int(second) <= 12
    may_be_years = last == first + 1
    if may_be_month and (not may_be_years or frequency == Frequency.MONTH):
        return code(text, first, int(second), Frequency.MONTH, frequency)
    if may_be_month and not frequency:
        raise NotAPeriodError(_("“%(cell)s” is two years or a month: write it in full.") % {"cell": text})
    if may_be_years and span in ("first", "last"):
        return code(text, first if span == "first" else last, 1, Frequency.YEAR, frequency)
    raise TwoYearsError(
        _("“%(cell)s” is two years: say above whether the first or the last one counts, or write one year.")
        % {"cell": text}
    )


def code(text: str, year: int, number: int, kind: Frequency, wanted: str) -> str:
    if kind == Frequency.HALF and number > 2:
        raise NotAPeriodError(_("“%(cell)s”: a year has two half-years.") % {"cell": text})
    if not EARLIEST <= year <= LATEST:
        raise NotAPeriodError(
            _("“%(cell)s” is not a year between %(first)d and %(last)d.")
            % {"cell": text, "first": EARLIEST, "last": LATEST}
        )
    if kind == Frequency.MONTH and not 1 <= number <= 12:
        raise NotAPeriodError(_("“%(cell)s”: a year has twelve months.") % {"cell": text})
    if wanted and kind != wanted:
        raise NotAPeriodError(
            _("“%(cell)s” is not of this indicator's frequency (%(frequency)s).")
            % {"cell": text, "frequency": Frequency(wanted).label}
        )
    return Period(year, number, kind).code


def of_day(day: datetime.date, frequency: str) -> str:
    """A day stands for a period only when it is its first or last one: a spreadsheet writes "janv. 2024" as 01/01/2024."""
    text = f"{day:%d/%m/%Y}"
    if frequency and EARLIEST <= day.year <= LATEST:
        kind = Frequency(frequency)
        period = Period(day.year, (day.month - 1) // MONTHS_OF[kind] + 1, kind)
        if day in (period.start, period.end):
            return period.code
    raise NotAPeriodError(
        _("%(cell)s is a day, not a period: write the year (or the month) it is about.") % {"cell": text}
    )
