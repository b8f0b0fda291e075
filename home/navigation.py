"""The parts of the site that exist, as the header and the doors of the home page show them."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True)
class Door:
    area: str  # hue and pictogram
    title: str
    url: str
    summary: str


def doors() -> list[Door]:
    """One door per published section of the site, in the order of the page tree; one query."""
    sections = Page.objects.live().filter(depth=3, show_in_menus=True).specific().order_by("path")
    return [Door(page.area, page.title, page.url, page.summary) for page in sections if getattr(page, "area", "")]
