"""What the watching and the answering of messages add to the Wagtail admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from .callbacks.viewsets import IncomingTextViewSet


@hooks.register("register_log_actions")
def name_the_verbs(actions: LogActionRegistry) -> None:
    actions.register_action("alerts.export", _("Take the list of numbers away"), _("List of numbers taken away"))
    actions.register_action("alerts.answer_text", _("Answer"), _("Answered"))


@hooks.register("register_admin_viewset")
def register_screens() -> list[ViewSet]:
    return [IncomingTextViewSet()]
