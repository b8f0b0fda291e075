"""From the names of places in a file to territories. What cannot be told for certain is asked about, never guessed."""

from __future__ import annotations

import datetime
import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from civitac.core.text import fold
from territories.enums import Level
from territories.models import Territory, TerritoryName, TerritoryParent
from territories.querysets import WITH_LEVEL

# Names shown as what may have been meant by an unknown one.
SUGGESTED = 5
LIKE = 0.72


@dataclass(frozen=True)
class Named:
    """What one row says of its place, as it says it."""

    name: str = ""
    code: str = ""
    region: str = ""
    province: str = ""
    level: str = ""  # that of the column, when its heading says it

    @property
    def key(self) -> str:
        """What an answer is remembered under: the folded words, with those that tell look-alikes apart."""
        return "|".join(fold(part) for part in (self.name or self.code, self.province, self.region, self.level))


@dataclass(frozen=True)
class Call:
    """A name that a territory bears or bore, and when."""

    territory: int
    valid_from: datetime.date | None
    valid_to: datetime.date | None

    def holds_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Found:
    """`territory` is a key when the place is certain; otherwise `choices` are the territories it may be, best first."""

    territory: int | None = None
    choices: tuple[int, ...] = ()
    contradiction: bool = False  # the code names a place that does not bear this name


@dataclass
class Gazetteer:
    """Every territory with its names and belongings of all times: three queries, whatever the file."""

    territories: dict[int, Territory]
    calls: dict[str, list[Call]]
    above: dict[int, set[int]]  # the units in which each one lies or lay, at any height
    seen: dict[tuple[Named, datetime.date | None], Found] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Gazetteer:
        territories = {each.pk: each for each in Territory.objects.select_related("parent")}
        calls: dict[str, list[Call]] = defaultdict(list)
        for folded, *call in TerritoryName.objects.values_list("folded", "territory_id", "valid_from", "valid_to"):
            calls[folded].append(Call(*call))
        parents: dict[int, set[int]] = defaultdict(set)
        for child, parent in TerritoryParent.objects.values_list("territory_id", "parent_id"):
            parents[child].add(parent)
        for each in territories.values():
            if each.parent_id:
                parents[each.pk].add(each.parent_id)
        return cls(territories, calls, {pk: closure(pk, parents) for pk in territories})

    @cached_property
    def codes(self) -> dict[str, int]:
        return {each.code.upper(): pk for pk, each in self.territories.items()}

    @cached_property
    def by_placed_name(self) -> dict[str, str]:
        """Folded name, with what tells it from its look-alikes → code."""
        return {fold(each.placed_name): each.code for each in self.territories.values()}

    @property
    def placed_names(self) -> list[str]:
        """What someone may type for a place, in the order of the alphabet."""
        return sorted(each.placed_name for each in self.territories.values())

    def find(self, named: Named, day: datetime.date | None = None) -> Found:
        """The one territory that a row can mean, or those it may mean; `day` is one of the map the file was made on."""
        found = self.seen.get((named, day))
        if found is None:
            found = self.seen[named, day] = self.look_up(named, day)
        return found

    def look_up(self, named: Named, day: datetime.date | None) -> Found:
        by_code = self.codes.get((named.code or named.name).strip().upper())
        if by_code is not None:
            bears = not named.code or not named.name or by_code in self.called(named.name)
            return Found(by_code) if bears else Found(choices=(by_code,), contradiction=True)
        if not named.name:
            return Found()
        candidates = self.called(named.name)
        if named.level:
            candidates = [pk for pk in candidates if self.territories[pk].level == named.level]
        for context, level in ((named.province, Level.PROVINCE), (named.region, Level.REGION)):
            if context and candidates:
                around = {pk for pk in self.called(context) if self.territories[pk].level == level}
                within = [pk for pk in candidates if pk in around or self.above[pk] & around]
                if not within:
                    # The file places it elsewhere: it may be another place, or a slip of the hand.
                    return Found(choices=tuple(candidates))
                candidates = within
        if len(candidates) > 1 and day is not None:
            candidates = self.on(day, named.name, candidates) or candidates
        if len(candidates) == 1:
            return Found(candidates[0])
        return Found(choices=tuple(candidates or self.resembling(named)))

    def knows(self, text: str) -> bool:
        """Whether a place has this code, or bears or bore this name."""
        return text.strip().upper() in self.codes or bool(self.called(text))

    def inside(self, name: str, around: str) -> str:
        """The code of the one place called `name` that lies or lay in one called `around`; empty when no or several do."""
        outer = set(self.called(around))
        found = [pk for pk in self.called(name) if self.above[pk] & outer]
        return self.territories[found[0]].code if len(found) == 1 else ""

    def called(self, name: str) -> list[int]:
        """Keys of the territories that bear or bore this name, from the country down."""
        folded = fold(name)
        found = dict.fromkeys(call.territory for call in self.calls.get(folded, ()))
        if said := WITH_LEVEL.fullmatch(folded):
            for part in (said[2], said[3]):
                for call in self.calls.get(part, ()):
                    if self.territories[call.territory].level == said[1]:
                        found[call.territory] = None
        return sorted(found, key=self.rank)

    def on(self, day: datetime.date, name: str, candidates: list[int]) -> list[int]:
        """Those among `candidates` that existed on that day and were called so."""
        bearing = {call.territory for call in self.calls.get(fold(name), ()) if call.holds_on(day)}
        return [pk for pk in candidates if pk in bearing and self.territories[pk].holds_on(day)]

    def resembling(self, named: Named) -> list[int]:
        """What an unknown name may be a slip for."""
        names = difflib.get_close_matches(fold(named.name), self.calls, SUGGESTED, LIKE)
        found = [call.territory for name in names for call in self.calls[name]]
        if named.level:
            found = [pk for pk in found if self.territories[pk].level == named.level]
        return list(dict.fromkeys(found))[:SUGGESTED]

    def rank(self, pk: int) -> tuple[int, str]:
        each = self.territories[pk]
        return Level.values.index(each.level), each.slug

    def map_days(self) -> list[datetime.date]:
        """The days on which the map changed, as the names of its units tell."""
        return sorted({call.valid_from for calls in self.calls.values() for call in calls if call.valid_from})

    def map_of(self, names: Iterable[str]) -> datetime.date | None:
        """A day of the map that all these names belong to, None when they belong to several or to none in particular.

        "Est" was a region until July 2025 and "Goulmou" is one since: a file that says one of them has told its date.
        """
        changes = self.map_days()
        if not changes:
            return None
        days = [changes[0] - datetime.timedelta(days=1), *changes]
        possible = set(days)
        told = False
        for folded in {fold(name) for name in names}:
            calls = self.calls.get(folded, ())
            holding = {day for day in days if any(call.holds_on(day) for call in calls)}
            if holding and holding != set(days):
                told = True
                possible &= holding
        return possible.pop() if told and len(possible) == 1 else None


def closure(pk: int, parents: dict[int, set[int]]) -> set[int]:
    """Everything above a unit."""
    found: set[int] = set()
    waiting = list(parents.get(pk, ()))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += parents.get(each, ())
    return found
