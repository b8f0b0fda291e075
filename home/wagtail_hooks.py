from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry

from accounts.permissions import is_animator

from .api import ExplorerPages
from .viewsets import ContactMessageViewSet


@hooks.register("register_admin_viewset")
def register_screens() -> list[ViewSet]:
    return [ContactMessageViewSet()]


@hooks.register("construct_admin_api")
def only_read_through_the_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", ExplorerPages)


@hooks.register("register_log_actions")
def name_the_verbs(actions: LogActionRegistry) -> None:
    actions.register_action("home.answer_message", _("Mark as answered"), _("Answered"))
    actions.register_action("home.reopen_message", _("Not answered after all"), _("Not answered after all"))


@hooks.register("construct_main_menu")
def leave_out_what_serves_nobody(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's help is another site's, in English; its reports are about every space, for those who read them all."""
    left_out = {"help"} if is_animator(request.user) else {"help", "reports"}
    items[:] = [item for item in items if item.name not in left_out]


@hooks.register("construct_reports_menu")
def leave_out_what_tells_nothing(request: HttpRequest, items: list[MenuItem]) -> None:
    """A workflow of one task needs no second report by task, and page types are the developer's."""
    items[:] = [item for item in items if item.name not in {"workflow-tasks", "page-types-usage"}]
