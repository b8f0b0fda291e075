"""An indicator on the map, for one level and one period."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.safestring import SafeString

from civitac.core.cache import remembered
from territories.enums import Level

from ...drawing.grid import LEVELS
from ...drawing.maps import Map, choropleth, map_address
from ...models import Boundary, Indicator
from ...periods import Period
from .places import Place
from .reading import Cell


@remembered
def outlined() -> frozenset[str]:
    """The levels whose outlines somebody has imported."""
    return frozenset(Boundary.objects.values_list("territory__level", flat=True).distinct())


def map_of(
    request: HttpRequest, indicator: Indicator, level: str, period: str, found: Sequence[tuple[Cell, Place]]
) -> Map | None:
    """The open figures on the present map; None where there is nothing to colour, or to draw. One query or none."""
    shown = [(cell, place) for cell, place in found if cell.is_open and place.level == level]
    if level not in LEVELS or all(cell.value is None for cell, _place in shown):
        return None
    # Regions without outlines are drawn as tiles.
    if level != Level.REGION and level not in outlined(request):
        return None
    return choropleth(
        level,
        {place.pk: cell.value for cell, place in shown},
        statuses={place.pk: cell.status for cell, place in shown},
        links={place.pk: place.url for _cell, place in shown} if level == Level.REGION else None,
        title=f"{indicator.name}, {Period.parse(period)}",
        unit=indicator.unit,
        decimals=indicator.decimals,
    )


def drawn(found: Map | None, indicator: Indicator, period: str) -> SafeString:
    """Regions in the page itself; more outlines than that are fetched when the reader comes near them."""
    if found is None or not found.is_drawn:
        return SafeString("")
    if found.level == Level.REGION:
        return found.figure()
    return found.image_figure(map_address(indicator.code, found.level, period))
