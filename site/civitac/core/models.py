from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPMethod
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester, PageQuerySet, PageViewRestriction, Revision, WorkflowState
from wagtail.search import index

from .addresses import address_of
from .fetching import fetched_together
from .sms.models import SmsEntry  # noqa: F401
from .structured_data import absolute, breadcrumbs, script_json

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.template.response import TemplateResponse


class OpenPagePermissionTester(PagePermissionTester):
    """Pages are drafts or public: who may read is never set page by page."""

    def can_set_view_restrictions(self) -> bool:
        return False


class FixedPagePermissionTester(OpenPagePermissionTester):
    """For pages that addresses rest on: they are edited, and neither leave the site nor change their place."""

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


def steps(pages: PageQuerySet) -> PageQuerySet:
    """Pages with what a way down the tree tells of each, among it whether its readers are restricted (`is_restricted`)."""
    restricted = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    return pages.annotate(is_restricted=Exists(restricted)).only(
        "title", "url_path", "depth", "path", "live", "alias_of", "content_type"
    )


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
    # Whether addresses of the site rest on the page.
    is_fixed = False
    # A page is read; whatever is sent goes to a view of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # What is joined to the page's own row when a reader asks for it: relation → the fields that are shown of it.
    read_with: Mapping[str, tuple[str, ...]] = {}

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
    def lineage(self) -> Sequence[Page]:
        """The pages from the root of the tree down to this one; one query where the address did not lead here."""
        return steps(self.get_ancestors(inclusive=True))

    @property
    def trail(self) -> list[Page]:
        """The pages that a reader finds above this one, home page first."""
        return [step for step in self.lineage if step.depth > 1 and step.live and step.pk != self.pk]

    @property
    def status_string(self) -> str:
        """Wagtail's name of the state, and one for what came back with a reason, which it calls a draft."""
        state = None if self.approved_schedule else self.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return super().status_string
        return gettext("live + returned for correction") if self.live else gettext("returned for correction")

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail's answer, without its two queries where the steps show that there is nothing to find."""
        if any(step.is_restricted or step.alias_of_id for step in self.lineage):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        tester = FixedPagePermissionTester if self.is_fixed else OpenPagePermissionTester
        return tester(user, self)

    def save_revision(self, *args: object, **kwargs: object) -> Revision:
        """Choosers show `draft_title` to everyone who may link to a public page: there it stays the title on line."""
        revision = super().save_revision(*args, **kwargs)
        if self.live:
            self.draft_title = Page.objects.values_list("title", flat=True).get(pk=self.pk)
            Page.objects.filter(pk=self.pk).update(draft_title=self.draft_title)
        return revision

    def get_admin_display_title(self) -> str:
        """The title of what is in hand: of the draft for those who write it, on line for all others."""
        return self.title

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's answer, which where there is one site works out nothing that is not known already."""
        sites = self._get_relevant_site_root_paths(request)
        if len(sites) != 1:
            return super().get_url_parts(request)
        ((pk, top, address, _language),) = sites
        return pk, address, address_of("wagtail_serve", self.url_path.removeprefix(top))

    @property
    def description(self) -> str:
        return self.search_description or self.summary

    @property
    def shared_image(self) -> models.Model | None:
        """The picture shown when the page is shared; None lets the site's own stand in."""
        return None

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> TemplateResponse:
        with fetched_together(self, request):
            return super().serve(request, *args, **kwargs).render()

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        nodes = self.structured_data(request)
        context["canonical_url"] = absolute(self.get_url(request))
        context["structured_data"] = script_json({"@context": "https://schema.org", "@graph": nodes})
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, object]]:
        """What search engines are told of the page, as schema.org nodes: where it stands, then what the type adds."""
        steps = [(page.title, page.get_url(request)) for page in (*self.trail, self)]
        return [breadcrumbs(steps)] if self.depth > 2 else []
