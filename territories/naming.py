"""Places that someone names in a few words, found in what each process remembers: no query of its own for a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.http import HttpRequest

from civitac.core.cache import remembered
from civitac.core.text import fold

from .enums import Level
from .models import Territory, TerritoryName
from .offered import units
from .querysets import WITH_LEVEL

# "Di", "Tô" and "Pô" are communes, and short words of any sentence.
FEWEST_LETTERS = 4
MOST_WORDS_IN_A_NAME = 3


class Written(NamedTuple):
    territory: int
    name: str
    is_past: bool


class Called(NamedTuple):
    """A unit, and the name under which it was recognised where that is not the one it bears."""

    unit: Territory
    formerly: str = ""
    otherwise: str = ""


@remembered
def names() -> dict[str, list[Written]]:
    """Folded name → who bears or bore it, below the country; today's names first. One query."""
    found = defaultdict(list)
    rows = TerritoryName.objects.exclude(territory__level=Level.COUNTRY).order_by("-kind", "name")
    for folded, end, *told in rows.values_list("folded", "valid_to", "territory_id", "name"):
        found[folded].append(Written(*told, is_past=end is not None))
    return dict(found)


def places_called(request: HttpRequest, words: str) -> list[Called]:
    """The places that are named: by all the words ("djibo", "Province du Sourou", a former name), else by the beginning of
    a name ("Ouaga"), else within a sentence ("budget de Djibo"); homonyms are all there, from the region down."""
    folded = fold(words)
    known = names(request)
    found = known.get(folded, []) or list(of_level(request, folded))
    if not found and len(folded) >= FEWEST_LETTERS:
        found = [each for name, bearers in known.items() if f" {folded}" in f" {name}" for each in bearers]
    if not found:
        found = within(known, folded.split())
    by_unit = {each.territory: each for each in reversed(found)}
    return [called(unit, by_unit[key]) for key, unit in units(request).items() if key in by_unit]


def called(unit: Territory, as_written: Written) -> Called:
    if fold(as_written.name) == fold(unit.name):
        return Called(unit)
    return Called(unit, formerly=as_written.name) if as_written.is_past else Called(unit, otherwise=as_written.name)


def of_level(request: HttpRequest, folded: str) -> Iterator[Written]:
    """Those of a name that is said with its level."""
    if said := WITH_LEVEL.fullmatch(folded):
        bearers = (each for name in {said[2], said[3]} for each in names(request).get(name, []))
        yield from (each for each in bearers if units(request)[each.territory].level == said[1])


def within(known: dict[str, list[Written]], words: list[str]) -> list[Written]:
    """Those whose name, not a former one, stands among other words; of names in names the longest."""
    for length in range(min(len(words), MOST_WORDS_IN_A_NAME), 0, -1):
        parts = {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}
        named = sorted(part for part in parts if len(part) >= FEWEST_LETTERS)
        if found := [each for part in named for each in known.get(part, []) if not each.is_past]:
            return found
    return []


def names_beginning(request: HttpRequest, words: str, most: int) -> list[str]:
    """Names and other spellings of today that begin so; none for no letter."""
    folded = fold(words)
    if not folded:
        return []
    known = names(request)
    begun = (known[name][0] for name in sorted(known) if name.startswith(folded))
    return list(islice((each.name for each in begun if not each.is_past), most))
