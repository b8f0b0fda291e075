"""An indicator on the map, for one level and one period."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from territories.enums import Level

from ...drawing.grid import LEVELS
from ...drawing.maps import Map, choropleth, map_address
from ...models import Indicator
from ...periods import Period
from .places import Place
from .reading import Cell


def map_of(indicator: Indicator, level: str, period: str, found: Sequence[tuple[Cell, Place]]) -> Map | None:
    """The open figures on the present map; None where there is nothing to colour. One query."""
    shown = [(cell, place) for cell, place in found if cell.is_open and place.level == level]
    if level not in LEVELS or all(cell.value is None for cell, _place in shown):
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
