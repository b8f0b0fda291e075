"""What stands around every page: the parts of the site that exist, the links of the footer, the team's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from civitac.core.cache import remembered
from civitac.core.routing import site_of

from .models import SiteSettings, StandardPage


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True)
class Section(Link):
    area: str  # hue and pictogram
    summary: str


@dataclass(frozen=True)
class Furniture:
    sections: tuple[Section, ...]
    footer: tuple[Link, ...]
    settings: SiteSettings


def furniture_for(request: HttpRequest) -> Furniture:
    site = site_of(request)
    return furniture(request, site.pk if site else None)


@remembered
def furniture(site_id: int | None) -> Furniture:
    settings = SiteSettings.objects.filter(site=site_id).select_related("shared_image").first()
    return Furniture(sections(), footer(), settings or SiteSettings())


def sections() -> tuple[Section, ...]:
    """The published parts of the site in the order of the page tree, then the database."""
    pages = Page.objects.live().filter(depth=3, show_in_menus=True).order_by("path").specific()
    found = [
        Section(page.title, page.get_url(), page.area, page.summary) for page in pages if getattr(page, "area", "")
    ]
    return (*found, Section(_("Data"), reverse("data_pages:home"), "donnees", _("Documents and figures")))


def footer() -> tuple[Link, ...]:
    pages = StandardPage.objects.live().filter(shown_in_footer=True).order_by("path")
    return tuple(Link(page.title, page.get_url()) for page in pages.only("title", "url_path"))
