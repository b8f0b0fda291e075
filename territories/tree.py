"""The country as a tree on one day, and its regions as tiles."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from civitac.core.text import fold

from .tables import DATA

# A day on the last map of 13 regions, before the decrees of 2 July 2025.
DAY_BEFORE_2025 = datetime.date(2024, 1, 1)


@dataclass
class Branch:
    """A unit as it was on the day of the tree, with the units that lay in it, in the order of the alphabet.

    `former` and `later` are the official names it had before that day and was to have after it.
    """

    pk: int
    code: str
    level: str
    slug: str
    name: str
    former: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    children: list[Branch] = field(default_factory=list)

    def walk(self) -> Iterator[Branch]:
        yield self
        for child in self.children:
            yield from child.walk()


def plant(branches: Iterable[Branch], parents: dict[int, int | None]) -> list[Branch]:
    """Hang each branch on its parent (`parents`: key → key of the parent); those that have none come back."""
    by_parent = defaultdict(list)
    for branch in sorted(branches, key=lambda branch: fold(branch.name)):
        by_parent[parents.get(branch.pk)].append(branch)
    for siblings in list(by_parent.values()):
        for branch in siblings:
            branch.children = by_parent.get(branch.pk, [])
    return by_parent.get(None, [])


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Code of a region → column and row of its tile, from the north-west: its place on the map, roughly."""
    with (DATA / "tiles.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(lines)}
