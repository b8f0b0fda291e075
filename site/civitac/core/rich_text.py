"""The editor of formatted text."""

from __future__ import annotations

from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's own, to which something else than its script may have written."""

    def value_from_datadict(self, data: dict[str, str], files: dict[str, object], name: str) -> str | None:
        """The text as it is stored. Raises ValueError for what is not the script's."""
        try:
            return super().value_from_datadict(data, files, name)
        except (AttributeError, LookupError, TypeError, RecursionError) as error:
            raise ValueError("This is not a formatted text") from error
