"""What lists of places and of themes offer, kept by each process for one generation."""

from __future__ import annotations

from civitac.core.cache import remembered
from civitac.core.text import fold

from .enums import Level
from .models import Territory, Theme


@remembered
def regions() -> list[Territory]:
    """The regions of today by name, with what a list shows of them."""
    found = Territory.objects.current().filter(level=Level.REGION).only("name", "level", "slug", "path")
    return sorted(found, key=lambda region: fold(region.name))


@remembered
def units() -> dict[int, Territory]:
    """Key → every unit, present or past, each holding the one it lies in; from the country down, then by name.

    Some five hundred, of which all pages about places name a few.
    """
    found = {unit.pk: unit for unit in Territory.objects.by_level()}
    for unit in found.values():
        unit.parent = found.get(unit.parent_id)
    return found


@remembered
def themes() -> list[Theme]:
    return list(Theme.objects.all())
