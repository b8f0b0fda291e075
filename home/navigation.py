"""The parts of the site that exist, as the header and the doors of the home page show them."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page, PageQuerySet


@dataclass(frozen=True)
class Section:
    area: str  # hue and pictogram
    title: str
    url: str
    summary: str = ""


def in_menu() -> PageQuerySet:
    return Page.objects.live().filter(depth=3, show_in_menus=True).order_by("path")


def sections() -> list[Section]:
    """The published parts of the site in the order of the page tree; one query."""
    return [
        Section(page.specific_class.area, page.title, page.url)
        for page in in_menu().select_related("content_type")
        if getattr(page.specific_class, "area", "")
    ]


def doors() -> list[Section]:
    """The same with their summaries: one more query for each kind of section."""
    return [
        Section(page.area, page.title, page.url, page.summary)
        for page in in_menu().specific()
        if getattr(page, "area", "")
    ]
