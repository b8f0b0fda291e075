from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Prefetch, Q, Value, When

from civitac.core.text import fold

from .enums import Level, NameKind
from .tree import Branch, plant

if TYPE_CHECKING:
    from .models import Territory

# "Commune urbaine de Ouahigouya", "Région du Guiriko": the level may be said with the name.
WITH_LEVEL = re.compile(r"(commune|province|region)(?: urbaine| rurale)? (?:de |du |des |d )?((?:la |l )?(.+))")


def in_force(day: datetime.date, prefix: str = "") -> Q:
    """The condition "true on that day" for rows that carry `valid_from` and `valid_to`."""
    started = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return started & not_ended


class TerritoryQuerySet(models.QuerySet):
    def current(self) -> TerritoryQuerySet:
        return self.filter(valid_to__isnull=True)

    def on(self, day: datetime.date) -> TerritoryQuerySet:
        """The units that existed on that day, whatever they are called or belong to now."""
        return self.filter(in_force(day))

    def below(self, territory: Territory) -> TerritoryQuerySet:
        """The unit itself and all that lies in it on the present map."""
        return self.filter(path__startswith=territory.path)

    def by_level(self) -> TerritoryQuerySet:
        """From the country down, then by name without regard to accents (slugs have none), on every database alike."""
        ranks = [When(level=level, then=Value(rank)) for rank, level in enumerate(Level.values)]
        return self.order_by(Case(*ranks, default=Value(len(ranks))), "slug")

    def called(self, name: str, *, on: datetime.date | None = None) -> TerritoryQuerySet:
        """Every unit that bears or bore this name in any case, accent or spelling; on one day when `on` is given.

        Look-alikes stay apart: two Boussouma are two rows, and it is for the caller to ask which one is meant.
        """
        return self.with_folded_name([fold(name)], on)

    def find(self, name: str, level: Level | str | None = None, on: datetime.date | None = None) -> TerritoryQuerySet:
        """The units that a person may mean by `name`, from the country down.

        One row is an answer, several are a question for the caller to ask, none is an unknown name. "Province du Sourou"
        is understood as a name with its level; `level` and `on` narrow further.
        """
        folded = fold(name)
        found = self.with_folded_name([folded], on)
        if said := WITH_LEVEL.fullmatch(folded):
            found |= self.filter(level=said[1]).with_folded_name([said[2], said[3]], on)
        if level is not None:
            found = found.filter(level=level)
        return found.by_level()

    def resembling(self, name: str) -> TerritoryQuerySet:
        """Units one of whose names, old or new, has a word that begins with these letters, for someone who is typing it."""
        folded = fold(name)
        if not folded:
            return self.none()
        return self.bearing(Q(folded__startswith=folded) | Q(folded__contains=f" {folded}")).by_level()

    def with_folded_name(self, folded: list[str], on: datetime.date | None = None) -> TerritoryQuerySet:
        if on is None:
            return self.bearing(folded__in=folded)
        return self.on(on).bearing(in_force(on), folded__in=folded)

    def bearing(self, *conditions: Q, **lookups: object) -> TerritoryQuerySet:
        """Units that have a name of which all this is true."""
        from .models import TerritoryName

        return self.filter(pk__in=TerritoryName.objects.filter(*conditions, **lookups).values("territory"))

    def with_names(self) -> TerritoryQuerySet:
        from .models import TerritoryName

        return self.prefetch_related(Prefetch("names", queryset=TerritoryName.objects.order_by("valid_from")))

    def tree_on(self, day: datetime.date) -> list[Branch]:
        """The regions of that day under their names of that day, with their provinces and communes; three queries.

        Where no dated name or belonging is recorded, the present one stands in.
        """
        from .models import TerritoryName, TerritoryParent

        units = self.on(day).exclude(level=Level.COUNTRY)
        official = TerritoryName.objects.filter(kind=NameKind.OFFICIAL).order_by("valid_from")
        belongings = TerritoryParent.objects.filter(in_force(day)).exclude(parent__level=Level.COUNTRY)
        branches: dict[int, Branch] = {}
        parents: dict[int, int | None] = {}
        for pk, code, level, slug, name, parent, parent_level in units.values_list(
            "pk", "code", "level", "slug", "name", "parent_id", "parent__level"
        ):
            branches[pk] = Branch(pk, code, level, slug, name)
            parents[pk] = None if parent_level == Level.COUNTRY else parent
        for pk, name, start, end in official.values_list("territory_id", "name", "valid_from", "valid_to"):
            if pk not in branches:
                continue
            if end is not None and end <= day:
                branches[pk].former.append(name)
            elif start is not None and start > day:
                branches[pk].later.append(name)
            else:
                branches[pk].name = name
        parents |= dict(belongings.values_list("territory_id", "parent_id"))
        return plant(branches.values(), parents)
