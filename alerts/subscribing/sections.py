"""What subscriptions bring to a person's own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from accounts.models import User


@dataclass
class MessagesSection(Component):
    """The groups of one's own number, and the way to leave or to join."""

    user: User

    template_name = "alerts/subscribing/account_section.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        from ..models import DiffusionGroup, Subscriber

        if not self.user.phone:
            return {"has_number": False}
        number = self.user.phone.as_e164
        groups = DiffusionGroup.objects.filter(subscribers__number=number).select_related("collection__space__page")
        stopped = not groups and Subscriber.objects.filter(number=number, stopped_at__isnull=False).exists()
        return {"has_number": True, "groups": groups, "stopped": stopped}


def messages_section(request: HttpRequest) -> MessagesSection:
    return MessagesSection(request.user)
