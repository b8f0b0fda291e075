from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.admin.forms import WagtailAdminPageForm


def check_references(form: WagtailAdminPageForm) -> None:
    pass
