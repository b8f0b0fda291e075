"""Figures as French readers write them, and scales that fall on round numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.utils.translation import gettext as _

from civitac.core.templatetags.civitac import NO_BREAK_SPACE, french_signs

from ..enums import Status

MISSING = "…"
# What follows a figure that is not final.
MARKS = {Status.PROVISIONAL: "p", Status.ESTIMATED: "e"}


def number(value: Decimal, decimals: int = 0) -> str:
    """ "−1 234,50": as many decimals as asked, so that the figures of a column line up."""
    with localcontext(prec=40):
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return french_signs(f"{rounded:z,.{decimals}f}")


def figure(value: Decimal | None, decimals: int = 0, status: str = Status.ACTUAL) -> str:
    """A figure with the mark of its status: "1 234 (p)"; a missing one is "…", never zero."""
    if value is None:
        return MISSING
    mark = MARKS.get(status)
    return number(value, decimals) + (f"{NO_BREAK_SPACE}({mark})" if mark else "")


def with_unit(words: str, unit: str) -> str:
    """A figure and what it counts, on one line: "1 234 (p) F CFA", "12,5 %"."""
    return f"{words} {unit}".rstrip().replace(" ", NO_BREAK_SPACE)


def notes_on(figures: Iterable[tuple[Decimal | None, str]]) -> list[str]:
    """What the marks of these figures (value and status) mean; empty where there are none."""
    known = list(figures)
    statuses = {status for value, status in known if value is not None}
    said = [
        (Status.PROVISIONAL in statuses, _("(p), hollow: provisional figure.")),
        (Status.ESTIMATED in statuses, _("(e), hollow: estimated figure.")),
        (any(value is None for value, _status in known), _("“%(sign)s”: missing figure.") % {"sign": MISSING}),
    ]
    return [text for is_needed, text in said if is_needed]


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`, both multiples of a step of 1, 2 or 5 times a power of ten, with every step as a tick."""

    ticks: tuple[Decimal, ...]

    @classmethod
    def around(cls, values: Iterable[Decimal], *, zero: bool, decimals: int, most: int = 4) -> Scale:
        """A scale of at most `most` steps (one more where both ends are rounded) that holds all values, and zero if told.

        No step is finer than what is told with so many decimals. A single value, or none, still gets a scale.
        """
        held = [*values, *([Decimal(0)] if zero else [])] or [Decimal(0)]
        low, high = min(held), max(held)
        if low == high:
            low, high = (Decimal(0), Decimal(1)) if not low else (min(low, Decimal(0)), max(low, Decimal(0)))
        with localcontext(prec=40):
            step = max(round_step((high - low) / most), Decimal(1).scaleb(-decimals))
            first, last = (
                (low / step).to_integral_value("ROUND_FLOOR"),
                (high / step).to_integral_value("ROUND_CEILING"),
            )
            return cls(tuple((first + index) * step for index in range(int(last - first) + 1)))

    @classmethod
    def of_bars(cls, values: Iterable[Decimal]) -> Scale:
        """From zero to the longest bar, which is as long as there is room; no ticks in between."""
        held = [*values, Decimal(0)]
        return cls((min(held), max(held))) if any(held) else cls((Decimal(0), Decimal(1)))

    @property
    def low(self) -> Decimal:
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        return self.ticks[-1]

    def share(self, value: Decimal) -> float:
        """Where a value lies: 0 at the low end, 1 at the high end."""
        return float((value - self.low) / (self.high - self.low))

    @property
    def unit(self) -> tuple[Decimal, str]:
        """What ticks are counted in, so that they stay short: ones, millions or milliards."""
        most = max(abs(self.low), abs(self.high))
        if most >= 10**9:
            return Decimal(10**9), _("milliards")
        if most >= 10**6:
            return Decimal(10**6), _("millions")
        return Decimal(1), ""

    def labels(self) -> list[str]:
        with localcontext(prec=40):
            counted = [(tick / self.unit[0]).normalize() for tick in self.ticks]
        decimals = max(0, *(-tick.as_tuple().exponent for tick in counted))
        return [number(tick, decimals) for tick in counted]


def round_step(raw: Decimal) -> Decimal:
    """The least of 1, 2, 5 × 10ⁿ that is not below `raw` (positive)."""
    power = Decimal(1).scaleb(raw.adjusted())
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)


def percent(share: float) -> str:
    """A share as an SVG length: "37.5%"."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"
