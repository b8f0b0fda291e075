"""What the two directories show: the whole map with its spaces, and the organisations by place and field of action."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from civitac.core.cache import remembered
from civitac.core.text import fold
from territories.enums import AUTHORITIES, Level
from territories.models import Territory, Theme
from territories.offered import regions as regions_of_today
from territories.offered import themes
from territories.tree import DAY_BEFORE_2025, Branch, tiles

from .enums import SpaceKind
from .models import Space
from .models.space_pages import fields_of_action

LONGEST_NAME = 100
MOST_CANDIDATES = 20
ORGANISATIONS_PER_PAGE = 30
# What `?carte=` understands; without it the map is today's.
PAST_MAP = "2024"

# The tile map in its own units, one of which is a pixel on a phone of 360: the first column holds the longest names.
TILE_WIDTHS, TILE_HEIGHT, TILE_GAP = (76, 61, 61, 61, 61), 46, 2
LONGEST_ON_ONE_LINE = 10


@dataclass(frozen=True)
class Line:
    """A unit's name and the address of its space, empty where it has none."""

    name: str
    url: str = ""

    @property
    def link(self) -> SafeString:
        """The name, which leads to the space where there is one; drawn without a template, for a page holds hundreds."""
        name = escape(self.name)
        return SafeString(f'<a href="{escape(self.url)}">{name}</a>' if self.url else name)


@dataclass(frozen=True)
class Province(Line):
    communes: tuple[Line, ...] = ()

    @property
    def lines(self) -> SafeString:
        return SafeString("".join(f"<li>{commune.link}</li>" for commune in self.communes))


@dataclass(frozen=True)
class Region(Line):
    slug: str = ""
    former: str = ""
    later: str = ""
    provinces: tuple[Province, ...] = ()
    commune_count: int = 0
    space_count: int = 0
    is_open: bool = False


@dataclass(frozen=True)
class Candidate(Line):
    """A place that someone may have meant; `above` is empty where the place is not on the map shown."""

    level: str = ""
    above: str = ""
    former: str = ""
    region_slug: str = ""
    space_count: int = 0  # of those of what lies in it
    awaits_space: bool = False


@dataclass(frozen=True)
class Tile:
    slug: str
    x: int
    y: int
    width: int
    lines: tuple[tuple[int, str], ...]
    has_spaces: bool
    height: int = TILE_HEIGHT

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@remembered
def tree_on(day: datetime.date) -> list[Branch]:
    return Territory.objects.tree_on(day)


def collectivity_directory(request: HttpRequest) -> dict[str, object]:
    """The regions, provinces and communes of today or, with `?carte=2024`, of before July 2025, with their spaces.

    `?lieu=` adds the places that bear this name, or whose name contains it. Raises Http404 for a map that does not exist.
    """
    wanted_map = request.GET.get("carte", "")
    if wanted_map not in ("", PAST_MAP):
        raise Http404
    tree = tree_on(request, DAY_BEFORE_2025 if wanted_map else timezone.localdate())
    slugs = Space.objects.listed().filter(kind=SpaceKind.COLLECTIVITY).values_list("territory_id", "page__slug")
    addresses = {territory: f"{request.path}{slug}/" for territory, slug in slugs}
    asked = request.GET.get("lieu", "").strip()[:LONGEST_NAME]
    candidates = candidates_for(asked, tree, addresses) if asked else []
    opened = {candidate.region_slug for candidate in candidates}
    levels = Counter(unit.level for region in tree for unit in region.walk())
    regions = [region_of(branch, addresses, is_open=branch.slug in opened) for branch in tree]
    filled = {region.slug for region in regions if region.space_count}
    return {
        "is_past_map": bool(wanted_map),
        "counts": {level.value: levels[level] for level in (Level.REGION, Level.PROVINCE, Level.COMMUNE)},
        "asked": asked,
        "candidates": candidates,
        "regions": regions,
        "tiles": [tile_of(branch, branch.slug in filled) for branch in tree if branch.code in tiles()],
        "spaces_count": len(addresses),
    }


def region_of(branch: Branch, addresses: dict[int, str], *, is_open: bool) -> Region:
    units = list(branch.walk())
    return Region(
        branch.name,
        addresses.get(branch.pk, ""),
        slug=branch.slug,
        former=", ".join(branch.former),
        later=", ".join(branch.later),
        provinces=tuple(
            Province(
                province.name,
                addresses.get(province.pk, ""),
                tuple(Line(commune.name, addresses.get(commune.pk, "")) for commune in province.children),
            )
            for province in branch.children
        ),
        commune_count=sum(unit.level == Level.COMMUNE for unit in units),
        space_count=sum(unit.pk in addresses for unit in units),
        is_open=is_open,
    )


def candidates_for(asked: str, tree: list[Branch], addresses: dict[int, str]) -> list[Candidate]:
    """The places that bear this name, else those whose name contains it, with where they lie on the map shown."""
    places = Territory.objects.exclude(level=Level.COUNTRY).with_names()
    found = list(places.find(asked)[:MOST_CANDIDATES]) or list(places.resembling(asked)[:MOST_CANDIDATES])
    above = {
        unit.pk: ancestors
        for region in tree
        for unit, ancestors in [
            (region, (region,)),
            *((province, (region,)) for province in region.children),
            *((commune, (province, region)) for province in region.children for commune in province.children),
        ]
    }
    units = {unit.pk: unit for region in tree for unit in region.walk()}
    return [candidate_of(place, units.get(place.pk), above.get(place.pk, ()), addresses) for place in found]


def candidate_of(
    place: Territory, unit: Branch | None, ancestors: tuple[Branch, ...], addresses: dict[int, str]
) -> Candidate:
    inside = sum(each.pk in addresses for each in unit.walk() if each.pk != place.pk) if unit else 0
    return Candidate(
        place.name,
        addresses.get(place.pk, ""),
        level=place.get_level_display(),
        above=", ".join(branch.name for branch in ancestors if branch.pk != place.pk),
        former=", ".join(place.former_names),
        region_slug=ancestors[-1].slug if ancestors else "",
        space_count=inside,
        awaits_space=place.level in AUTHORITIES and unit is not None and place.pk not in addresses and not inside,
    )


def tile_of(branch: Branch, has_spaces: bool) -> Tile:
    column, row = tiles()[branch.code]
    words = in_lines(branch.name)
    y = row * (TILE_HEIGHT + TILE_GAP)
    first_line = y + TILE_HEIGHT // 2 + (4 if len(words) == 1 else -3)
    return Tile(
        slug=branch.slug,
        x=sum(TILE_WIDTHS[:column]) + column * TILE_GAP,
        y=y,
        width=TILE_WIDTHS[column],
        lines=tuple((first_line + 14 * index, word) for index, word in enumerate(words)),
        has_spaces=has_spaces,
    )


def in_lines(name: str) -> list[str]:
    """A long name in two lines, cut at the last space or after the last hyphen."""
    if len(name) <= LONGEST_ON_ONE_LINE:
        return [name]
    for sign, kept in ((" ", ""), ("-", "-")):
        start, found, end = name.rpartition(sign)
        if found:
            return [start + kept, end]
    return [name]


def organisation_directory(request: HttpRequest) -> dict[str, object]:
    """Organisations under their regions, narrowed by `?territoire=` (and what lies in it) and `?domaine=`, in pages.

    Raises Http404 for a territory, a field of action or a page that does not exist.
    """
    place = chosen(Territory.objects.current(), request.GET.get("territoire"))
    theme = chosen(Theme.objects.all(), request.GET.get("domaine"))
    fields = fields_of_action(request)
    found = organisations(request)
    if place is not None:
        found = [each for each in found if each.path.startswith(place.path)]
    if theme is not None:
        found = [each for each in found if theme in fields.get(each.page, ())]
    regions = {region.path: region for region in regions_of_today(request)}
    ranks = {path: rank for rank, path in enumerate(regions, start=1)}
    keys = sorted(found, key=lambda each: (ranks.get(each.region, 0), each.folded, each.pk))
    try:
        results = Paginator(keys, ORGANISATIONS_PER_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    spaces = Space.objects.for_directory().in_bulk([each.pk for each in results])
    # One that has just closed is in no row any more.
    shown = [each for each in results if each.pk in spaces]
    for space in spaces.values():
        space.address = f"{request.path}{space.page.slug}/"
        space.fields = fields.get(space.page_id, ())
    return {
        "place": place,
        "theme": theme,
        "regions": regions.values(),
        "themes": themes(request),
        "results": results,
        "groups": [
            (regions[path].name if path in regions else "", [spaces[each.pk] for each in rows])
            for path, rows in groupby(shown, key=lambda each: each.region if each.region in regions else "")
        ],
        "query": urlencode({name: row.slug for name, row in (("territoire", place), ("domaine", theme)) if row}),
    }


class Organisation(NamedTuple):
    """What the directory sorts and narrows by; `path` is empty for one without a stated place."""

    pk: int
    page: int
    path: str
    folded: str

    @property
    def region(self) -> str:
        """The path of the region that its own goes through."""
        return "".join(f"{code}/" for code in self.path.split("/")[:2])


@remembered
def organisations() -> list[Organisation]:
    rows = Space.objects.listed().filter(kind=SpaceKind.ORGANISATION)
    found = rows.values_list("pk", "page", "territory__path", "page__title")
    return [Organisation(pk, page, path or "", fold(title)) for pk, page, path, title in found]


Row = TypeVar("Row", Territory, Theme)


def chosen(rows: QuerySet[Row], slug: str | None) -> Row | None:
    """The row of that slug, None when none is asked for. Raises Http404 for an unknown one."""
    if not slug:
        return None
    row = rows.filter(slug=slug).first()
    if row is None:
        raise Http404
    return row
