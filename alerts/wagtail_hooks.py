from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .people import hooks as people
from .people import viewsets as groups

register_snippet(groups.DiffusionGroupViewSet)

hooks.register("before_delete_snippet", groups.keep_groups_of_alerts)
hooks.register("describe_collection_contents", groups.count_the_groups_of_a_collection)
hooks.register("register_admin_urls", people.addresses)
hooks.register("register_reports_menu_item", people.menu_item)
hooks.register("register_log_actions", groups.name_the_verbs)
