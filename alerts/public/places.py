"""What alerts bring to the places that other rooms offer: a space's page, and the home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.ui.components import Component

from civitac.core.cache import remembered, renews_pages
from civitac.core.registry import home_blocks, space_sections

if TYPE_CHECKING:
    from spaces.models import SpacePage

    from .reading import PublicAlert

LATEST = 4


def register() -> None:
    renews_pages("alerts.DiffusionGroup")
    space_sections.register("alerts", alerts_section, order=10)
    home_blocks.register("alerts", AlertsBlock)


@dataclass
class AlertsSection(Component):
    """The latest alerts and notices of a space, and the way to receive them."""

    alerts: list[PublicAlert]
    is_joined: bool  # whether anyone may subscribe to one of its groups
    space: str  # the slug of its page, by which the page of subscriptions knows it

    template_name = "alerts/section.html"

    def get_context_data(self, parent_context: object = None) -> dict[str, object]:
        return {"alerts": self.alerts, "is_joined": self.is_joined, "space": self.space}


def alerts_section(page: SpacePage, request: HttpRequest) -> AlertsSection | None:
    """None for a space that has told nothing and has no group that one may join. One query, of a space that has told."""
    from ..models import Alert
    from .reading import told

    collection, alerts = page.space.collection_id, []
    if collection in telling(request):
        alerts = told(request, Alert.objects.public().filter(collection=collection).for_lists()[:LATEST])
    is_joined = collection in joinable(request)
    return AlertsSection(alerts, is_joined, page.slug) if alerts or is_joined else None


@remembered
def joinable() -> frozenset[int]:
    """The collections that hold a group to which anyone may subscribe."""
    from ..models import DiffusionGroup

    return frozenset(DiffusionGroup.objects.offered().values_list("collection", flat=True))


@remembered
def telling() -> frozenset[int]:
    """The collections whose space has told something."""
    from ..models import Alert

    return frozenset(Alert.objects.public().order_by().values_list("collection", flat=True).distinct())


class AlertsBlock(blocks.StructBlock):
    """What is in force in the whole country, and the way to receive what comes next."""

    title = blocks.CharBlock(label=_("Title"), default="Alertes et avis")
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=6, default=3)

    class Meta:
        icon = "warning"
        label = _("Alerts in force")
        description = _("The alerts and notices in force, the gravest first, and the way to receive them by SMS.")
        template = "blocks/alerts.html"
        preview_value = {"title": "Alertes et avis", "count": 3}

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict[str, object]:
        from .reading import in_force, shown

        request = (parent_context or {}).get("request")
        found = in_force(request) if request else []
        listed = shown(request, found[: value["count"]]) if request else []
        return super().get_context(value, parent_context) | {"alerts": listed, "more": len(found) - len(listed)}
