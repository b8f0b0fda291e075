"""Headings that are places: the name of each, and what is left of the heading ("Boussé garçons", "Population Nord")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Protocol

from civitac.core.text import fold

# Words in the longest name of a place, "Commune urbaine de Bobo-Dioulasso" written with spaces among them.
LONGEST_NAME = 7
AROUND = " ()[],;:/-–—"

Named = tuple[str, str]  # the name or the code of the place, and the rest of the heading


class Places(Protocol):
    """What is asked of `places.Gazetteer`."""

    def knows(self, text: str) -> bool: ...
    def inside(self, name: str, around: str) -> str: ...


def places_named(headings: dict[int, str], places: Places, is_indicator: Callable[[str], bool]) -> dict[int, Named]:
    """The headings that name a place which is known, by column; nothing unless two of them do.

    What stands beside a name may belong to it ("Ouagadougou Nord"): it is taken for something else when it is an
    indicator, or stands beside two places.
    """
    cuts = {column: list(cuts_of(heading, places)) for column, heading in headings.items()}
    beside: dict[str, set[str]] = defaultdict(set)
    for each in cuts.values():
        for name, rest in each:
            beside[fold(rest)].add(fold(name))
    found = {}
    for column, each in cuts.items():
        for name, rest in each:
            if not rest or is_indicator(rest) or len(beside[fold(rest)]) > 1:
                found[column] = name, rest
                break
    return found if len(found) > 1 else {}


def cuts_of(heading: str, places: Places) -> Iterator[Named]:
    """The ways to cut a heading into a known place and something else, the longest names first.

    What stands beside it may be the province or the region it lies in, as above the communes of a table.
    """
    words = heading.split()
    if places.knows(heading):
        yield heading.strip(AROUND), ""
    for size in range(min(len(words) - 1, LONGEST_NAME), 0, -1):
        for parts in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            name, rest = (" ".join(part).strip(AROUND) for part in parts)
            if not places.knows(name):
                continue
            if not places.knows(rest):
                yield name, rest
            elif code := places.inside(name, rest):
                yield code, ""


def place_meant(heading: str, named: dict[int, Named]) -> Named:
    """A heading beside those that name places, whose own is not known: all of it but what stands beside them too."""
    rests = {fold(rest) for _name, rest in named.values()} - {""}
    longest = max((len(rest.split()) for rest in rests), default=0)
    words = heading.split()
    for size in range(min(len(words) - 1, longest), 0, -1):
        for name, rest in ((words[:-size], words[-size:]), (words[size:], words[:size])):
            if fold(" ".join(rest)) in rests:
                return " ".join(name).strip(AROUND), " ".join(rest).strip(AROUND)
    return heading.strip(AROUND), ""
