"""Where a place lies: the country in pale, the place in full; the regions as tiles where there is no outline."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from territories.enums import Level
from territories.models import Territory
from territories.tree import tiles

from ..models import Boundary
from .files import svg_file
from .grid import HEIGHT, WIDTH
from .tiles import HEIGHT as TILES_HEIGHT
from .tiles import WIDTH as TILES_WIDTH
from .tiles import Tile, tile_of

# Below this size a place is ringed, so that the eye finds it.
SMALL = 45
SHOWN_WIDTH = 220


@dataclass(frozen=True)
class Outlined:
    path: str
    centre: tuple[int, int]
    is_small: bool


@dataclass(frozen=True)
class Locator:
    title: str
    around: list[str]  # outlines of the regions
    here: Outlined | None
    tiles: list[Tile]
    tile_here: Tile | None

    @property
    def size(self) -> tuple[int, int]:
        return (WIDTH, HEIGHT) if self.here else (TILES_WIDTH, TILES_HEIGHT)

    def response(self) -> HttpResponse:
        return svg_file("data_pages/drawing/locator.svg", {"locator": self})


def locator(territory: Territory) -> Locator | None:
    """One query; None for what is on no map of today: a unit of the past, or the country itself."""
    if territory.level == Level.COUNTRY or not territory.is_current:
        return None
    wanted = Q(territory=territory) | Q(territory__level=Level.REGION, territory__valid_to=None)
    outlines = {
        pk: (level, Outlined(path, tuple(centre), box[2] - box[0] < SMALL and box[3] - box[1] < SMALL))
        for pk, level, path, centre, box in Boundary.objects.filter(wanted).values_list(
            "territory_id", "territory__level", "path", "centre", "box"
        )
    }
    title = title_of(territory)
    if territory.pk in outlines:
        around = [outline.path for level, outline in outlines.values() if level == Level.REGION]
        return Locator(title, around, outlines[territory.pk][1], [], None)
    region = territory.path.split("/")[1]
    others = [tile_of(code, "") for code in tiles() if code != region]
    return Locator(title, [], None, others, tile_of(region, "")) if region in tiles() else None


def title_of(territory: Territory) -> str:
    return _("%(place)s on the map of Burkina Faso") % {"place": territory.name}


def locator_image(territory: Territory) -> SafeString:
    """The picture as a page shows it, fetched when the reader comes near it; nothing for what is on no map. No query."""
    if territory.level == Level.COUNTRY or not territory.is_current:
        return SafeString("")
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" fetchpriority="low">',
        reverse("data_pages:territory_map", args=[territory.code]),
        SHOWN_WIDTH,
        round(SHOWN_WIDTH * HEIGHT / WIDTH),
        title_of(territory),
    )
