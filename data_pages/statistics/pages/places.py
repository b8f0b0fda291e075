"""What a figure is about, territory or organisation, as addresses name it and as pages call it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from civitac.core.addresses import address_of
from civitac.core.cache import remembered
from spaces.enums import SpaceKind
from spaces.models import Space
from territories.enums import Level
from territories.models import Territory

ORGANISATION = "organisation"
LONGEST_NAME = 100
MOST_CANDIDATES = 12
# What is read of a territory; of an organisation, together with each figure about it.
TERRITORY_COLUMNS = ("pk", "code", "name", "level", "path", "valid_to", "parent__name")
SPACE_COLUMNS = ("pk", "page__slug", "page__title", "territory__name")


@dataclass(frozen=True)
class Place:
    """`code` is the territory's, or the address name of the organisation's space: one has capitals, the other none."""

    pk: int
    code: str
    name: str
    level: str  # of territories.enums.Level, or ORGANISATION
    path: str = ""
    ended: datetime.date | None = None
    above: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, int]:
        return ("space" if self.level == ORGANISATION else "territory", self.pk)

    @property
    def filter(self) -> Q:
        """The figures about this place."""
        kind, pk = self.key
        return Q(**{f"{kind}_id": pk})

    @property
    def url(self) -> str:
        return address_of(
            "data_pages:organisation" if self.level == ORGANISATION else "data_pages:territory", self.code
        )

    @property
    def level_name(self) -> str:
        return _("Organisation") if self.level == ORGANISATION else str(Level(self.level).label)

    @cached_property
    def label(self) -> str:
        """The name with what tells look-alikes apart: "Boussouma (commune, Sandbondtenga)"."""
        if self.level in (Level.COUNTRY, ORGANISATION):
            return self.name
        above = f", {self.above}" if self.above else ""
        ended = _(", until %(year)s") % {"year": self.ended.year} if self.ended else ""
        return f"{self.name} ({self.level_name.lower()}{above}{ended})"


def place_of_row(pk: int, code: str, name: str, level: str, path: str, ended: object, above: str | None) -> Place:
    # Every region lies in the country: it goes without saying.
    return Place(pk, code, name, level, path, ended, "" if level == Level.REGION else above or "")


def place_of_space(pk: int, slug: str, title: str, where: str | None) -> Place:
    return Place(pk, slug, title, ORGANISATION, above=where or "")


def place_of_unit(unit: Territory) -> Place:
    """Without what it lies in, which would ask for the parent: the pages of one place say it otherwise."""
    return Place(unit.pk, unit.code, unit.name, unit.level, unit.path, unit.valid_to)


def about(found: Iterable[Place]) -> Q:
    """The figures about any of these places."""
    return reduce(or_, (place.filter for place in found), Q(pk__in=[]))


@remembered
def territories() -> dict[int, Place]:
    """Key → place, present or past, from the country down, then by name: all pages of figures name some of them."""
    return {row[0]: place_of_row(*row) for row in Territory.objects.by_level().values_list(*TERRITORY_COLUMNS)}


def organisations(condition: Q) -> list[Place]:
    """Organisations whose space is open and published."""
    rows = Space.objects.listed().filter(condition, kind=SpaceKind.ORGANISATION).values_list(*SPACE_COLUMNS)
    return [place_of_space(*row) for row in rows.order_by("page__title")]


def places(request: HttpRequest, codes: Iterable[str]) -> list[Place]:
    """The places that these codes name, in their order; unknown codes name nothing. One query at most."""
    wanted = list(dict.fromkeys(codes))
    found = {place.code: place for place in territories(request).values() if place.code in wanted}
    if slugs := [code for code in wanted if code not in found and code == code.lower()]:
        found |= {place.code: place for place in organisations(Q(page__slug__in=slugs))}
    return [found[code] for code in wanted if code in found]


def country(request: HttpRequest) -> Place | None:
    present = (place for place in territories(request).values() if place.ended is None)
    return next((place for place in present if place.level == Level.COUNTRY), None)


def above(place: Place) -> list[str]:
    """Codes of what a territory lies in, the nearest first."""
    return place.path.rstrip("/").split("/")[-2::-1] if place.path else []


def called(name: str) -> list[Place]:
    """The territories that someone may mean by a name, old or new; else those with a word that begins so."""
    name = name.strip()[:LONGEST_NAME]
    if not name:
        return []
    for found in (Territory.objects.find(name), Territory.objects.resembling(name)):
        rows = [place_of_row(*row) for row in found.values_list(*TERRITORY_COLUMNS)[:MOST_CANDIDATES]]
        if rows:
            return rows
    return []
