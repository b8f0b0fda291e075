"""What the words of headings and titles say of figures: a period, an indicator, a multiplier, that they add up others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from civitac.core.text import fold

from .moments import NotAPeriodError, read_period
from .understanding import INDICATOR, MULTIPLIER, PERIOD

TOTALS = ("total", "totaux", "ensemble", "sous total", "sous totaux", "total general", "somme", "moyenne")
# Headings of figures of a whole that they do not name.
WHOLES = ("province", "region", "pays")
YEAR_INSIDE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SAYING_NOTHING = {"de", "du", "des", "la", "le", "les", "en", "d", "l", "et", "par", "au", "aux"}
SAYING_NOTHING |= {"milliers", "millions", "milliards"}
MULTIPLIERS = (
    (re.compile(r"\b(?:en )?milliards?\b"), 1_000_000_000),
    (re.compile(r"\b(?:en )?millions?\b"), 1_000_000),
    (re.compile(r"\b(?:en )?milliers?\b"), 1_000),
)


@dataclass(frozen=True)
class Known:
    """An indicator, as far as recognising it goes."""

    code: str
    name: str


def said_by(titles: Sequence[str], indicators: Sequence[Known]) -> dict[str, str]:
    """What the titles above a table say of all its figures, where they do not say two things."""
    multiplier = multiplier_in(fold(" ".join(titles)))
    found = {
        PERIOD: {year for text in titles for year in YEAR_INSIDE.findall(text)},
        INDICATOR: {code for text in titles if (code := indicator_called(fold(text), indicators))},
        MULTIPLIER: {str(multiplier)} if multiplier else set(),
    }
    return {name: each.pop() for name, each in found.items() if len(each) == 1}


def period_inside(label: str) -> tuple[str, str]:
    """The period a heading names and what is left of it: "Population 2019" → "2019", "Population"."""
    try:
        if code := read_period(label):
            return code, ""
    except NotAPeriodError:
        pass
    words = label.split()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size]).strip("()[],;:")
            if not YEAR_INSIDE.search(part):
                continue
            try:
                code = read_period(part)
            except NotAPeriodError:
                continue
            if code:
                return code, " ".join(words[:start] + words[start + size :])
    return "", label


def indicator_called(folded: str, indicators: Sequence[Known]) -> str:
    """The indicator of this code or name; else the only one whose name holds all these words, or the reverse."""
    words = set(folded.split()) - SAYING_NOTHING
    words = {word for word in words if not word.isdecimal()}
    if not words:
        return ""
    for known in indicators:
        if folded in (fold(known.code), fold(known.name)):
            return known.code
    near = [known.code for known in indicators if words <= set(fold(known.name).split())]
    return near[0] if len(near) == 1 else ""


def multiplier_in(folded: str) -> int:
    return next((number for pattern, number in MULTIPLIERS if pattern.search(folded)), 0)


@lru_cache(maxsize=4096)
def is_total_word(text: str) -> bool:
    folded = fold(text)
    return folded in TOTALS or folded.startswith(("total ", "sous total", "ensemble "))


def is_total_heading(text: str) -> bool:
    """Whether a heading among those of places says that its column adds up the others."""
    return is_total_word(text) or fold(text) in WHOLES
