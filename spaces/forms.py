from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


class ArticleForm(WagtailAdminPageForm):
    """The article editor. What it refers to is checked against the space: see `spaces.references`."""

    def clean(self) -> dict[str, object]:
        from .references import check_references

        cleaned = super().clean()
        check_references(self)
        return cleaned
