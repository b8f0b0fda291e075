"""Periods of observation and the codes under which they are stored, sorted and exported.

Codes follow SDMX's standard time periods (ISO 8601 for months): "2024", "2024-S1", "2024-Q3", "2024-07". Within one
frequency the order of codes is the order of time.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import Frequency

CODE = re.compile(r"(\d{4})(?:-(?:(S)([12])|(Q)([1-4])|(0[1-9]|1[0-2])))?")
MONTHS_OF = {Frequency.YEAR: 12, Frequency.HALF: 6, Frequency.QUARTER: 3, Frequency.MONTH: 1}
EARLIEST, LATEST = 1900, 2100
ORDINALS = {1: gettext_lazy("1st"), 2: gettext_lazy("2nd"), 3: gettext_lazy("3rd"), 4: gettext_lazy("4th")}


@dataclass(frozen=True, order=True)
class Period:
    """One period: a year, or the part of a year that `number` (from 1) counts at this frequency."""

    year: int
    number: int
    frequency: Frequency

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period a code names. Raises ValueError for anything else."""
        found = CODE.fullmatch(code)
        if found is None or not EARLIEST <= int(found[1]) <= LATEST:
            raise ValueError(code)
        year = int(found[1])
        if found[2]:
            return cls(year, int(found[3]), Frequency.HALF)
        if found[4]:
            return cls(year, int(found[5]), Frequency.QUARTER)
        if found[6]:
            return cls(year, int(found[6]), Frequency.MONTH)
        return cls(year, 1, Frequency.YEAR)

    @property
    def code(self) -> str:
        if self.frequency == Frequency.YEAR:
            return f"{self.year}"
        if self.frequency == Frequency.MONTH:
            return f"{self.year}-{self.number:02}"
        return f"{self.year}-{self.frequency.value}{self.number}"

    @property
    def start(self) -> datetime.date:
        return datetime.date(self.year, (self.number - 1) * MONTHS_OF[self.frequency] + 1, 1)

    @property
    def end(self) -> datetime.date:
        """The last day of the period."""
        months = self.number * MONTHS_OF[self.frequency]
        after = datetime.date(self.year + months // 12, months % 12 + 1, 1)
        return after - datetime.timedelta(days=1)

    @property
    def next(self) -> Period:
        if self.number * MONTHS_OF[self.frequency] < 12:
            return Period(self.year, self.number + 1, self.frequency)
        return Period(self.year + 1, 1, self.frequency)

    def __str__(self) -> str:
        if self.frequency == Frequency.YEAR:
            return f"{self.year}"
        if self.frequency == Frequency.HALF:
            return _("%(ordinal)s half of %(year)s") % {"ordinal": ORDINALS[self.number], "year": self.year}
        if self.frequency == Frequency.QUARTER:
            return _("%(ordinal)s quarter of %(year)s") % {"ordinal": ORDINALS[self.number], "year": self.year}
        return f"{self.number:02}/{self.year}"


def known_period(code: str) -> None:
    """Lets the code of a period through a field of a form. Raises ValidationError for anything else."""
    try:
        Period.parse(code)
    except ValueError as error:
        raise ValidationError(code) from error


def timeline(codes: Iterable[str], most: int = 60) -> list[str]:
    """The codes in the order of time with those that lie between them, so that a drawing shows what is missing.

    Codes of several frequencies, or too far apart for `most` periods, come back as they are.
    """
    periods = sorted(set(map(Period.parse, codes)))
    if len({period.frequency for period in periods}) != 1:
        return sorted(set(codes))
    filled = periods[:1]
    while filled[-1] < periods[-1]:
        filled.append(filled[-1].next)
        if len(filled) > most:
            return [period.code for period in periods]
    return [period.code for period in filled]
