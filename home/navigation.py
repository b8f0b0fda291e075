"""What stands around every page: the parts of the site that exist, the links of the footer, the team's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from civitac.core.cache import remembered
from civitac.core.routing import site_of

from .models import SiteSettings, StandardPage

# Parts of the site that are no sections of the page tree, as the menu names them.
OTHER_PARTS = ("/actualites/", "/alertes/", "/compte/")


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
    """`tops`: address of a part of the site → the menu in which it is marked as the one where the reader is."""

    sections: tuple[Section, ...]
    footer: tuple[Link, ...]
    settings: SiteSettings
    tops: dict[str, SafeString] = field(default_factory=dict)

    def top(self, path: str) -> SafeString:
        """What every page begins with, as it stands on the page at this path."""
        parts = (*(section.url for section in self.sections), *OTHER_PARTS)
        here = next((part for part in parts if path.startswith(part)), "")
        if here not in self.tops:
            context = {"menu_sections": self.sections, "here": here}
            self.tops[here] = render_to_string("components/top.html", context)
        return self.tops[here]

    @cached_property
    def foot(self) -> SafeString:
        """What every page ends with."""
        context = {"footer_links": self.footer, "site_settings": self.settings}
        return render_to_string("components/foot.html", context)


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
        Section(page.title, url, page.area, page.summary)
        for page in pages
        if getattr(page, "area", "") and (url := page.get_url())
    ]
    return (*found, Section(_("Data"), reverse("data_pages:home"), "donnees", _("Documents and figures")))


def footer() -> tuple[Link, ...]:
    pages = StandardPage.objects.live().filter(shown_in_footer=True).order_by("path")
    return tuple(Link(page.title, page.get_url()) for page in pages.only("title", "url_path"))
