"""Maps: regions, provinces or communes, each as light or as full as its figure.

A page calls `choropleth` and writes `{{ map.figure }}` (drawing, legend, notes, table), or, for what is too heavy to
stand in a page, `map.image_figure(map_address(code, level, period))`. Where no outline has been imported
(`import_boundaries`) regions are drawn as tiles, and `is_drawn` is False for the others.

Lightness carries the meaning, a number in each region or province repeats it, and what has no figure is hatched.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Unpack
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from civitac.core.text import fold
from territories.enums import Level
from territories.models import Territory
from territories.tree import tiles

from ..enums import Status
from ..models import Boundary
from .charts import Words
from .classes import Classes, Step
from .files import svg_file
from .grid import HEIGHT, WIDTH
from .numbers import figure, notes_on
from .tables import Row, Table
from .tiles import HEIGHT as TILES_HEIGHT
from .tiles import WIDTH as TILES_WIDTH
from .tiles import Tile, tile_of


@dataclass(frozen=True)
class Place:
    """A territory on the map: where it lies, by outline or tile, and its figure."""

    pk: int
    name: str
    value: Decimal | None
    words: str
    status: str = Status.ACTUAL
    url: str = ""
    path: str = ""
    centre: tuple[int, int] = (0, 0)
    tile: Tile | None = None


@dataclass(frozen=True)
class Group:
    """The places of one class; `step` is None for those without a figure."""

    step: Step | None
    places: list[Place]


@dataclass(frozen=True)
class Map:
    level: Level
    places: list[Place]
    title: str
    unit: str = ""
    decimals: int = 0
    description: str = ""
    heading: str = ""

    @property
    def is_drawn(self) -> bool:
        return bool(self.places)

    @property
    def is_tiled(self) -> bool:
        return bool(self.places) and self.places[0].tile is not None

    @property
    def has_links(self) -> bool:
        return any(place.url for place in self.places)

    @property
    def is_numbered(self) -> bool:
        """Communes are too many for a number each."""
        return self.level != Level.COMMUNE

    @property
    def size(self) -> tuple[int, int]:
        return (TILES_WIDTH, TILES_HEIGHT) if self.is_tiled else (WIDTH, HEIGHT)

    @cached_property
    def classes(self) -> Classes:
        return Classes.of([place.value for place in self.places if place.value is not None], self.decimals)

    @cached_property
    def groups(self) -> list[Group]:
        """From the lowest class up, then what has no figure."""
        steps = self.classes.steps
        groups = [Group(step, []) for step in steps]
        without = Group(None, [])
        for place in self.places:
            (groups[self.classes.index(place.value)] if place.value is not None else without).places.append(place)
        return [group for group in [*groups, without] if group.places]

    @property
    def hatching(self) -> str:
        """The name of the hatching inside the document: two maps on a page must not share one."""
        said = f"{self.title}{self.level}{self.spoken}"
        return f"h{zlib.crc32(said.encode()):08x}"

    @property
    def spoken(self) -> str:
        return " ".join(filter(None, [self.description, *self.extremes()]))

    def extremes(self) -> Iterator[str]:
        known = [place for place in self.places if place.value is not None]
        if len(known) < 2:
            return
        for text, place in (
            (_("Highest: %(figure)s (%(label)s)."), max(known, key=lambda place: place.value)),
            (_("Lowest: %(figure)s (%(label)s)."), min(known, key=lambda place: place.value)),
        ):
            yield text % {"figure": place.words, "label": place.name}

    @property
    def notes(self) -> list[str]:
        """What the marks after figures mean; the legend already says what has none."""
        return notes_on((place.value, place.status) for place in self.places if place.value is not None)

    def render(self) -> SafeString:
        """The drawing alone, to stand in a page."""
        return render_to_string("data_pages/drawing/map.svg", {"map": self})

    def response(self) -> HttpResponse:
        """The drawing as a file of its own."""
        return svg_file("data_pages/drawing/map_file.svg", {"map": self})

    def table(self) -> SafeString:
        rows = [Row(place.name, (place.words,)) for place in sorted(self.places, key=lambda place: fold(place.name))]
        return Table(self.title, self.heading or self.level.label, (self.unit or _("Figure"),), tuple(rows)).render()

    def legend(self) -> SafeString:
        return render_to_string("data_pages/drawing/legend.html", {"map": self})

    def figure(self) -> SafeString:
        """Caption, drawing, legend, notes and table, as a page shows them."""
        return render_to_string("data_pages/drawing/map.html", {"map": self})

    def image_figure(self, address: str) -> SafeString:
        """The same around a drawing that is fetched from its own address, when the reader comes near it; no table."""
        return render_to_string("data_pages/drawing/map.html", {"map": self, "address": address})


def map_address(indicator: str, level: Level | str, period: str) -> str:
    """Where the map of an indicator, by its code, is drawn as a file (`views.indicator_map`)."""
    query = urlencode({"niveau": level, "periode": period})
    return f"{reverse('data_pages:indicator_map', args=[indicator])}?{query}"


def choropleth(
    level: Level | str,
    values: Mapping[int, Decimal | None],
    *,
    statuses: Mapping[int, str] | None = None,
    links: Mapping[int, str] | None = None,
    **words: Unpack[Words],
) -> Map:
    """The present map at a level, each place drawn by its figure; one query.

    `values`, `statuses` and `links` (addresses) go by the territory's key. A place that has none is drawn without figure.
    """
    level = Level(level)
    decimals = words.get("decimals", 0)

    def place(pk: int, name: str, **where: object) -> Place:
        value, status = values.get(pk), (statuses or {}).get(pk, Status.ACTUAL)
        return Place(pk, name, value, figure(value, decimals, status), status, (links or {}).get(pk, ""), **where)

    outlines = Boundary.objects.filter(territory__level=level, territory__valid_to=None).order_by("territory__code")
    places = [
        place(pk, name, path=path, centre=tuple(centre))
        for pk, name, path, centre in outlines.values_list("territory_id", "territory__name", "path", "centre")
    ]
    if not places and level == Level.REGION:
        regions = Territory.objects.current().filter(level=Level.REGION, code__in=tiles())
        places = [
            place(pk, name, tile=tile_of(code, name))
            for pk, name, code in regions.order_by("code").values_list("pk", "name", "code")
        ]
    return Map(level, places, **words)
