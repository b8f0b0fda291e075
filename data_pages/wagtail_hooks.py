from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .documents.admin import DocumentKindViewSet, describe_what_was_moved, keep_kinds_in_use
from .importer import hooks as importing
from .statistics import guards, verbs
from .statistics.viewsets import IndicatorViewSet, StatisticTableViewSet


class Database(SnippetViewSetGroup):
    menu_label = _("Data")
    menu_icon = "table"
    menu_order = 460
    items = (StatisticTableViewSet, IndicatorViewSet)


register_snippet(Database)
register_snippet(DocumentKindViewSet)

hooks.register("describe_collection_contents", guards.count_the_tables_of_a_collection)
hooks.register("before_delete_snippet", guards.keep_indicators_in_use)
hooks.register("before_delete_snippet", keep_kinds_in_use)
hooks.register("after_bulk_action", describe_what_was_moved)
hooks.register("register_admin_urls", importing.addresses)
hooks.register("register_snippet_listing_buttons", importing.offer_to_import)
hooks.register("register_log_actions", verbs.name_the_verbs)
