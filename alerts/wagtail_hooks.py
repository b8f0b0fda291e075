from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Collection
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .callbacks import refused
from .callbacks.viewsets import ALERTS_MENU, IncomingTextViewSet
from .composing import verbs
from .composing.viewsets import (
    AlertKindViewSet,
    AlertTemplateViewSet,
    AlertViewSet,
    AuthorityLabelViewSet,
    BudgetViewSet,
    TariffViewSet,
)
from .models import Alert, AlertTemplate
from .people import hooks as people
from .people import viewsets as groups


class Alerts(SnippetViewSetGroup):
    menu_label = _("Alerts")
    menu_icon = "mobile-alt"
    menu_order = 470
    submenu_hook = ALERTS_MENU
    items = (
        AlertViewSet,
        groups.DiffusionGroupViewSet,
        AlertTemplateViewSet,
        AlertKindViewSet,
        AuthorityLabelViewSet,
        TariffViewSet,
        BudgetViewSet,
    )


register_snippet(Alerts)
hooks.register("register_log_actions", verbs.name_the_verbs)

hooks.register("before_delete_snippet", groups.keep_groups_of_alerts)
hooks.register("before_bulk_action", groups.dissolve_before_bulk_deletion)
hooks.register("describe_collection_contents", groups.count_the_groups_of_a_collection)
hooks.register("register_admin_urls", people.addresses)
hooks.register("register_reports_menu_item", people.menu_item)
hooks.register("register_log_actions", groups.name_the_verbs)
hooks.register("register_admin_urls", refused.addresses)
hooks.register("register_reports_menu_item", refused.menu_item)


@hooks.register("register_log_actions")
def name_what_operators_do(actions: LogActionRegistry) -> None:
    actions.register_action("alerts.export", _("Take the list of numbers away"), _("List of numbers taken away"))
    actions.register_action("alerts.answer_text", _("Answer"), _("Answered"))


@hooks.register("register_admin_viewset")
def register_texts_received() -> IncomingTextViewSet:
    return IncomingTextViewSet()


class CheckMenuItem(ActionMenuItem):
    name = "action-check"
    label = _("Save and check")
    icon_name = "check"


@hooks.register("construct_snippet_action_menu")
def check_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, object]) -> None:
    """What comes after writing is reading it as it would leave."""
    if context["model"] is Alert:
        items.insert(0, CheckMenuItem())


@hooks.register("describe_collection_contents")
def count_the_alerts_of_a_collection(collection: Collection) -> dict[str, object] | None:
    """A collection that holds messages is not deleted: they would go with it, without a word."""
    number = sum(model.objects.filter(collection=collection).count() for model in (Alert, AlertTemplate))
    return {
        "count": number,
        "count_text": ngettext("%(number)d message", "%(number)d messages", number) % {"number": number},
        "url": reverse(Alert.snippet_viewset.get_url_name("list")),
    }
