"""What the editor asks of a page of information beyond its fields."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from .addresses import is_reserved

RESERVED = _("This address belongs to a part of the site. Choose another one.")


class StandardPageForm(WagtailAdminPageForm):
    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if is_reserved(slug, self.parent_page):
            raise ValidationError(RESERVED)
        return slug


class StandardPageCopyForm(CopyForm):
    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_reserved(cleaned.get("new_slug", ""), parent):
            self.add_error("new_slug", RESERVED)
        return cleaned
