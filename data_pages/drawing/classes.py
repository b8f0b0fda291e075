"""Classes of a map: a few steps that hold about as many places each, between round numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from django.utils.translation import gettext as _

from .numbers import number

MOST = 5
# From light to full: how much of the hue each class takes.
LIGHTEST = 0.14
# Above this, letters on the hue are light.
DARK = 0.6


@dataclass(frozen=True)
class Step:
    index: int
    words: str
    opacity: str
    is_dark: bool

    @property
    def number(self) -> int:
        return self.index + 1


@dataclass(frozen=True)
class Classes:
    """Class n holds what reaches break n − 1 and stays below break n; the first and the last are open."""

    breaks: tuple[Decimal, ...]
    decimals: int

    @classmethod
    def of(cls, values: Iterable[Decimal], decimals: int = 0, most: int = MOST) -> Classes:
        """Quantiles of the values, rounded to two digits where that still tells them apart; never an empty class."""
        known = sorted(values)
        distinct = sorted(set(known))
        if len(distinct) <= most:
            return cls(tuple(distinct[1:]), decimals)
        cuts = [known[len(known) * step // most] for step in range(1, most)]
        rounded = sorted({two_digits(cut) for cut in cuts})
        breaks = rounded if len(rounded) == len(cuts) else sorted(set(cuts))
        return cls(tuple(filled(breaks, known)), decimals)

    def index(self, value: Decimal) -> int:
        return bisect_right(self.breaks, value)

    @property
    def steps(self) -> list[Step]:
        """What the legend says, from the lowest class up."""
        return [
            Step(index, words, f"{share:.2f}", share > DARK)
            for index, words in enumerate(self.words())
            for share in [self.share(index)]
        ]

    def share(self, index: int) -> float:
        return LIGHTEST + (1 - LIGHTEST) * (index / len(self.breaks) if self.breaks else 0.5)

    def words(self) -> list[str]:
        if not self.breaks:
            return [_("all the same")]
        ends = [number(each, self.decimals) for each in self.breaks]
        between = [_("%(low)s to less than %(high)s") % {"low": low, "high": high} for low, high in pairwise(ends)]
        return [
            _("less than %(high)s") % {"high": ends[0]},
            *between,
            _("%(low)s and more") % {"low": ends[-1]},
        ]


def two_digits(value: Decimal) -> Decimal:
    if not value:
        return value
    with localcontext(prec=40):
        return value.quantize(Decimal(1).scaleb(value.adjusted() - 1), ROUND_HALF_UP)


def filled(breaks: list[Decimal], known: list[Decimal]) -> list[Decimal]:
    """The breaks between which there is something, in this order of values."""
    kept: list[Decimal] = []
    low = 0
    for cut in breaks:
        below = sum(value < cut for value in known)
        if low < below < len(known):
            kept.append(cut)
            low = below
    return kept
