from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from .viewsets import ContactMessageViewSet


@hooks.register("register_admin_viewset")
def register_screens() -> list[ViewSet]:
    return [ContactMessageViewSet()]


@hooks.register("register_log_actions")
def name_the_verbs(actions: LogActionRegistry) -> None:
    actions.register_action("home.answer_message", _("Mark as answered"), _("Answered"))
    actions.register_action("home.reopen_message", _("Not answered after all"), _("Not answered after all"))
