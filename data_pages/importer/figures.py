"""Numbers as people type them in French spreadsheets; what cannot be told for certain is refused with its reason."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from civitac.core.sheets.cells import Broken, Cell, Percentage, shown
from civitac.core.text import fold

from ..statistics.judging import SMALLEST, TOO_LARGE

# Ordinary, no-break (U+00A0), narrow no-break (U+202F), thin and figure spaces.
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "))
MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2010\u2011", "-"))
MISSING_WORDS = {"nd", "n d", "na", "n a", "nc", "n c", "ns", "n s", "non disponible", "manquant", "inconnu"}
MISSING_SIGNS = {"…", "..", "...", "?", ":", "/", "*"}
# A lone dash is missing in a statistical table, and how a spreadsheet shows zero in accounts: the person says which.
DASHES = {"-", "--", "—", "–", "−"}
UNITS = {"f", "f cfa", "fcfa", "cfa", "xof", "francs", "francs cfa", "franc cfa"}

GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
ONE_SIGN = re.compile(r"(\d+)([.,])(\d+)")
THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
BOTH_SIGNS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)([.,])\d+")
WITH_UNIT = re.compile(r"(-?[\d .,]*\d)\s*(%|[^\d\s.,%~<>()\-][^\d]*)")
DATE_LIKE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


class NotAFigureError(ValueError):
    """Why a cell is not a figure, for the person who filled it."""


class TwoReadingsError(NotAFigureError):
    """The cell is a figure, of which its own sign of decimals leaves two readings."""


@dataclass(frozen=True)
class Missing:
    """Said to be missing ("n.d."), which is neither zero nor an empty cell."""


MISSING = Missing()
OF_DASH: dict[str, Decimal | Missing | None] = {"missing": MISSING, "zero": Decimal(0), "nothing": None}


def read_figure(cell: Cell, decimal_sign: str = "", unit: str = "", dash: str = "missing") -> Decimal | Missing | None:
    """The figure, MISSING when the cell says that there is none, None when it says nothing.

    `decimal_sign` ("," or ".") is what the rest of the column settled: only "1,234" and "1.234" need it. `unit` is that
    of the indicator: "%" or "F CFA" may follow a figure of that unit, and no other. `dash` is what a dash alone means:
    "missing", "zero" or "nothing". Raises NotAFigureError.
    """
    kind = cell.__class__
    if kind is float or kind is int:
        return of_number(cell)
    if cell is None:
        return None
    if kind is str:
        text = cell.strip()
        if text.isdecimal() and text.isascii() and len(text) <= 16:
            return Decimal(text)
        return of_text(text, decimal_sign, unit, dash)
    if isinstance(cell, Percentage):
        require_unit(shown(cell), "%", unit)
        return bounded(cell.hundredths)
    if isinstance(cell, bool):
        raise NotAFigureError(_("“%(cell)s” is a yes or a no, not a figure.") % {"cell": shown(cell)})
    if isinstance(cell, datetime.date):
        raise NotAFigureError(
            _("%(cell)s is a date, not a figure: the spreadsheet may have changed what was typed.")
            % {"cell": shown(cell)}
        )
    if isinstance(cell, Broken) and cell.text.startswith("="):
        raise NotAFigureError(
            _("The formula %(cell)s has no result: open the file in your spreadsheet, save it and send it again.")
            % {"cell": cell.text}
        )
    raise NotAFigureError(_("The spreadsheet shows an error or an hour here (%(cell)s).") % {"cell": shown(cell)})


def of_number(number: float) -> Decimal:
    if number.__class__ is int:
        return bounded(Decimal(number))
    if number != number or abs(number) >= 1e16:
        raise NotAFigureError(_("This number is too large."))
    if number.is_integer():
        return Decimal(int(number))
    # 0.1 + 0.2 is kept by a spreadsheet as 0.30000000000000004.
    return Decimal(repr(number)).quantize(SMALLEST).normalize()


def of_text(text: str, decimal_sign: str, unit: str, dash: str) -> Decimal | Missing | None:
    plain = text.translate(SPACES).strip()
    if not plain:
        return None
    if (joined := plain.replace(" ", "")).isdecimal() and joined.isascii() and is_grouped(plain.split(" ")):
        return bounded(Decimal(joined))
    if plain in DASHES:
        return OF_DASH[dash]
    if plain in MISSING_SIGNS or fold(plain) in MISSING_WORDS:
        return MISSING
    plain = plain.translate(MINUSES)
    if (found := WITH_UNIT.fullmatch(plain)) is not None:
        require_unit(text, found[2], unit)
        plain = found[1]
    sign, digits = ("-", plain[1:].lstrip()) if plain.startswith("-") else ("", plain.removeprefix("+"))
    return bounded(Decimal(sign + decimal_of(text, digits, decimal_sign)))


def is_grouped(parts: list[str]) -> bool:
    """Whether these digits are a number whose thousands are set apart."""
    return len(parts) == 1 or (len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))


def require_unit(text: str, written: str, unit: str) -> None:
    said, wanted = written.strip(), fold(unit)
    if said == "%":
        if "%" not in unit:
            raise NotAFigureError(
                _("“%(cell)s” is a percentage; this indicator is in “%(unit)s”.") % {"cell": text, "unit": unit}
            )
        return
    folded = fold(said)
    if wanted and (folded == wanted or (folded in UNITS and "cfa" in wanted)):
        return
    raise NotAFigureError(_("“%(cell)s” is not a figure.") % {"cell": text})


def decimal_of(text: str, digits: str, decimal_sign: str) -> str:
    """`digits` as Python writes a number; `text` is what the person sees."""
    if " " in digits:
        if GROUPED.fullmatch(digits) is None:
            raise NotAFigureError(reason_of(text))
        return checked(text, digits.replace(" ", "").replace(",", "."))
    if digits.isdecimal() and digits.isascii():
        return digits
    if not digits.isascii():
        raise NotAFigureError(reason_of(text))
    if found := ONE_SIGN.fullmatch(digits):
        whole, sign, rest = found.groups()
        if not is_ambiguous(whole, rest):
            return checked(text, f"{whole}.{rest}")
        if not decimal_sign:
            raise TwoReadingsError(
                _(
                    "“%(cell)s” can be read in two ways, %(thousands)s or %(decimals)s: write it without its "
                    "“%(sign)s”, or say above what the sign means."
                )
                % {"cell": text, "thousands": whole + rest, "decimals": f"{whole},{rest}", "sign": sign}
            )
        return f"{whole}.{rest}" if decimal_sign == sign else whole + rest
    if found := THOUSANDS.fullmatch(digits):
        return digits.replace(found[1], "")
    if found := BOTH_SIGNS.fullmatch(digits):
        return checked(text, digits.replace(found[1], "").replace(found[2], "."))
    raise NotAFigureError(reason_of(text))


def is_ambiguous(whole: str, rest: str) -> bool:
    return len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0")


def checked(text: str, number: str) -> str:
    if len(number.partition(".")[2].rstrip("0")) > 6:
        raise NotAFigureError(_("“%(cell)s” has more than six decimals.") % {"cell": text})
    return number


def bounded(number: Decimal) -> Decimal:
    if abs(number) >= TOO_LARGE:
        raise NotAFigureError(_("This number is too large."))
    return number


def reason_of(text: str) -> str:
    if text[:1] in "~≈<>±" or fold(text).startswith(("env ", "environ ", "plus de ", "moins de ")):
        return _("“%(cell)s” is not an exact figure: write the number alone, with the status “estimated”.") % {
            "cell": text
        }
    if DATE_LIKE.fullmatch(text):
        return _("%(cell)s is a date, not a figure: the spreadsheet may have changed what was typed.") % {"cell": text}
    if " " in text.translate(SPACES) and re.fullmatch(r"[\d .,]+", text.translate(SPACES)):
        return _(
            "“%(cell)s”: its spaces do not stand between thousands; perhaps there are two numbers in this cell."
        ) % {"cell": text}
    return _("“%(cell)s” is not a figure.") % {"cell": text}


def decimal_sign_of(cells: Iterable[Cell]) -> str:
    """What the cells of a column that can be read in one way only say of the sign of decimals; empty when they do not."""
    signs = set()
    for cell in cells:
        if cell.__class__ is not str or ("," not in cell and "." not in cell):
            continue
        digits = cell.translate(SPACES).translate(MINUSES).strip(" -+%")
        if found := BOTH_SIGNS.fullmatch(digits):
            signs.add(found[2])
        elif found := THOUSANDS.fullmatch(digits):
            signs.add("." if found[1] == "," else ",")
        elif GROUPED.fullmatch(digits) and (sign := digits.lstrip("0123456789 ")[:1]):
            signs.add(sign)
        elif (found := ONE_SIGN.fullmatch(digits)) and not is_ambiguous(found[1], found[3]):
            signs.add(found[2])
        if len(signs) == 2:
            return ""
    return signs.pop() if signs else ""
