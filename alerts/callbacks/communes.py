"""Which commune someone means in a text message, and the groups that anyone may join there."""

from __future__ import annotations

import difflib

from django.db.models import Q

from civitac.core.text import fold
from territories.enums import Level
from territories.models import Territory, TerritoryName

from ..models import DiffusionGroup

# How like a name what is written must be for us to ask whether it is meant (difflib's ratio), and how many we offer.
LIKE, OFFERED = 0.72, 3
MOST_WORDS = 12
# A beginning of fewer letters is that of too many names.
SHORTEST_BEGINNING = 3


def meant(text: str) -> tuple[list[Territory], bool]:
    """The communes that a folded text may mean, and whether one of them is so called.

    Look-alikes are told apart by what follows the name: "boussouma boulgou". A name among other words ("kaya svp"), the
    beginning of names ("ouaga"), or names like one that nothing bears, are answered for the person to confirm.
    """
    names: dict[str, set[int]] = {}
    known = TerritoryName.objects.filter(territory__level=Level.COMMUNE, territory__valid_to=None)
    for folded, key in known.values_list("folded", "territory"):
        names.setdefault(folded, set()).add(key)
    words = text.split()[:MOST_WORDS]
    for length in range(len(words), 0, -1):
        name, place = " ".join(words[:length]), " ".join(words[length:])
        if found := [each for each in communes(names.get(name, ())) if not place or lies_in(each, place)]:
            return found, True
    for length in range(len(words), 0, -1):
        runs = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
        if found := communes({key for name in runs for key in names.get(name, ())}):
            return found[:OFFERED], False
    if found := communes(begun_by(text, names)):
        return found[:OFFERED], False
    near = difflib.get_close_matches(text, names, OFFERED, LIKE)
    return communes({key for name in near for key in names[name]})[:OFFERED], False


def begun_by(text: str, names: dict[str, set[int]]) -> set[int]:
    """Those of whose names this is the first word ("fada"), else the beginning ("ouaga")."""
    if len(text) < SHORTEST_BEGINNING:
        return set()
    first = {key for name, keys in names.items() if name.startswith(f"{text} ") for key in keys}
    return first or {key for name, keys in names.items() if name.startswith(text) for key in keys}


def communes(keys: set[int]) -> list[Territory]:
    found = Territory.objects.filter(pk__in=keys).select_related("parent__parent")
    return sorted(found, key=lambda each: (each.slug, each.pk))


def lies_in(commune: Territory, place: str) -> bool:
    above, names = commune.parent, set()
    while above:
        names.add(fold(above.name))
        above = above.parent
    return place in names


def open_groups(commune: Territory) -> list[DiffusionGroup]:
    """The groups of a commune that anyone may join: those about it, and those of its space that are about no place."""
    of_its_space = Q(territory=None, collection__space__territory=commune)
    return list(DiffusionGroup.objects.offered().filter(Q(territory=commune) | of_its_space))
