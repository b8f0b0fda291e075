"""Choosers that offer what the person who is looking may do."""

from __future__ import annotations

from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import get_active_log_context


class WithinRights:
    """Where a form opens, Wagtail's choosers offer to edit what was chosen without asking who is looking."""

    def get_value_data_from_instance(self, instance: Model) -> dict[str, object]:
        finder = AdminURLFinder(get_active_log_context().user)
        return super().get_value_data_from_instance(instance) | {"edit_url": finder.get_edit_url(instance)}


class ImageChooser(WithinRights, AdminImageChooser):
    pass


class PageChooser(WithinRights, AdminPageChooser):
    pass
