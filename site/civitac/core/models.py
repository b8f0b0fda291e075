from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from .structured_data import breadcrumbs, script_json

if TYPE_CHECKING:
    from django.http import HttpRequest


class BasePage(Page):
    """What all of Civitac's pages share: a summary for lists and search engines, and a trail back to the home page."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One to three sentences. Shown in lists, in search results and when the page is shared."),
    )

    # The hue and pictogram of the part of the site a page belongs to; one of the modifiers known to the style sheet.
    area = ""
    # What Open Graph calls the page.
    open_graph_type = "website"

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]
    summary_panels = [FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Address and search engines"),
        )
    ]
    settings_panels = [*Page.settings_panels]

    class Meta:
        abstract = True

    @cached_property
    def trail(self) -> list[Page]:
        """The pages above this one, home page first; one query."""
        return list(self.get_ancestors().filter(depth__gt=1).live().only("title", "url_path", "depth", "path"))

    @property
    def description(self) -> str:
        return self.search_description or self.summary

    @property
    def shared_image(self) -> models.Model | None:
        """The picture shown when the page is shared; None lets the site's own stand in."""
        return None

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        context["canonical_url"] = settings.SITE_URL + self.get_url(request)
        context["structured_data"] = script_json({"@context": "https://schema.org", "@graph": self.structured_data()})
        return context

    def structured_data(self) -> list[dict[str, object]]:
        """What search engines are told of the page, as schema.org nodes: where it stands, then what the type adds."""
        steps = [(step.title, step.get_url()) for step in self.trail] + [(self.title, self.get_url())]
        return [breadcrumbs(steps)] if self.depth > 2 else []
