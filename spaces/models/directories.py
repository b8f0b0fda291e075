from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from civitac.core.models import BasePage

from ..enums import SpaceKind


class DirectoryPage(BasePage):
    """A directory of spaces; spaces are created below it by the animation team's own action."""

    kind: SpaceKind
    is_fixed = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["spaces.SpacePage"]
    max_count = 1
    content_panels = [FieldPanel("title"), FieldPanel("summary")]

    class Meta:
        abstract = True


class CollectivityIndexPage(DirectoryPage):
    kind = SpaceKind.COLLECTIVITY
    area = "collectivites"
    template = "spaces/collectivity_index_page.html"

    class Meta:
        verbose_name = _("directory of local authorities")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        from ..directory import collectivity_directory

        return super().get_context(request, *args, **kwargs) | collectivity_directory(request)


class OrganisationIndexPage(DirectoryPage):
    kind = SpaceKind.ORGANISATION
    area = "osc"
    template = "spaces/organisation_index_page.html"

    class Meta:
        verbose_name = _("directory of organisations")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        from ..directory import organisation_directory

        return super().get_context(request, *args, **kwargs) | organisation_directory(request)
