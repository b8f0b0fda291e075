"""Screens of the Wagtail admin that several rooms have."""

from __future__ import annotations

from wagtail.admin.viewsets.model import ModelViewSet


class ReceivedViewSet(ModelViewSet):
    """Rows that people sent: they are read, and something is done about them; nobody writes, changes or deletes one here.

    `sheet` is the name of the address where one row is read.
    """

    sheet: str
    icon = "mail"
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = []

    @property
    def url_finder_class(self) -> type:
        return type("SheetURLFinder", (super().url_finder_class,), {"edit_url_name": self.get_url_name(self.sheet)})

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        nowhere = dict.fromkeys(
            ["add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"]
        )
        return super().get_common_view_kwargs(**nowhere, **kwargs)
