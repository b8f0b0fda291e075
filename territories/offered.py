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
def themes() -> list[Theme]:
    return list(Theme.objects.all())
