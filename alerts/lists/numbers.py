"""The mobile numbers that a cell holds, in E.164, or why it holds none.

Lists hold tens of thousands: what `accounts.phones.mobile` would say at length of each spelling is said here by the same
tables of the library, and tests hold the two together.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from phonenumbers import PhoneMetadata

from accounts.phones import COUNTRY_CODE, REGION
from civitac.core.sheets.cells import Broken, Cell, shown
from civitac.core.text import without_marks

from ..enums import WrongNumber

DIGITS = 8  # of a number of Burkina Faso
RULES = PhoneMetadata.metadata_for_region(REGION)
MOBILE = re.compile(RULES.mobile.national_number_pattern)
LANDLINE = re.compile(RULES.fixed_line.national_number_pattern)
OURS = re.compile(rf"(?:\+|00)?{COUNTRY_CODE}(\d*)")

DATE_LIKE = re.compile(r"(?:[0-3]?\d[/.-][01]?\d[/.-](?:19|20)\d\d|(?:19|20)\d\d[/.-][01]?\d[/.-][0-3]?\d)(?:\s.*)?")
# Digits with nothing between them, one too few: a spreadsheet that takes them for a number leaves out the first zero.
ZERO_LOST = re.compile(rf"[1-9]\d{{{DIGITS - 2}}}", re.ASCII)
SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
# What people write between two numbers, and also between the pairs of digits of one.
BETWEEN = re.compile(r"[/;,|&\n]|\bou\b|\bet\b|\s[-–]\s", re.IGNORECASE)
DECORATION = re.compile(r"[\s.\-–‐‑()/;,|'’]")


def numbers_of(cell: Cell) -> Iterator[tuple[str, str | WrongNumber]]:
    """What is written and what it is, for each number of the cell."""
    if isinstance(cell, float) and not cell.is_integer():
        yield shown(cell), WrongNumber.LETTERS
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        text = f"{cell:.0f}"
        yield text, read(text)
    elif isinstance(cell, datetime.date):
        yield shown(cell), WrongNumber.DATE
    elif isinstance(cell, Broken):
        yield cell.text, WrongNumber.BROKEN
    else:
        text = without_marks(shown(cell)).strip()
        for piece in pieces(text):
            yield piece, read(piece)


def pieces(text: str) -> list[str]:
    """The numbers written in one cell: a slash may stand between two of them, or between the digits of one."""
    digits = "".join(re.findall(r"\d", text))
    ours = OURS.fullmatch(digits)
    if len(digits) <= DIGITS or (ours and len(ours[1]) <= DIGITS):
        return [text]
    return [piece.strip() for piece in BETWEEN.split(text) if piece.strip()]


def read(text: str) -> str | WrongNumber:
    """The E.164 form of one number as it is written, or why it is none of ours."""
    if not text:
        return WrongNumber.EMPTY
    if DATE_LIKE.fullmatch(text):
        return WrongNumber.DATE
    if SHORTENED.fullmatch(text):
        return WrongNumber.CUT
    if ZERO_LOST.fullmatch(text):
        return WrongNumber.ZERO
    bare = DECORATION.sub("", text)
    if not re.fullmatch(r"\+?[0-9]+", bare):
        return WrongNumber.LETTERS
    ours = OURS.fullmatch(bare)
    if not ours and (bare.startswith("+") or (bare.startswith("00") and len(bare) > DIGITS)):
        return WrongNumber.FOREIGN
    # Eight digits that begin with the country's own code are a number without it.
    national = ours[1] if ours and len(bare) != DIGITS else bare
    if len(national) != DIGITS:
        return WrongNumber.SHORT if len(national) < DIGITS else WrongNumber.LONG
    if MOBILE.fullmatch(national):
        return f"+{COUNTRY_CODE}{national}"
    return WrongNumber.LANDLINE if LANDLINE.fullmatch(national) else WrongNumber.UNUSED
