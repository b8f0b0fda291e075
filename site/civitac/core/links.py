"""Links of rich texts, which find their pages and documents among those fetched for the whole page."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .fetching import answered_request, rows_of


class PageLinks(PageLinkHandler):
    """Links of a text to pages of the site; one whose page is not published, or no more, stays as plain words."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        return at_hand(cls.get_model(), attrs_list)

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        request = answered_request()
        return [
            f'<a href="{escape(page.get_url(request))}">' if page and page.live else "<a>"
            for page in cls.get_many(attrs_list)
        ]

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterator[tuple[type[Model], str, str, str]]:
        if "id" in attrs:
            yield from super().extract_references(attrs)


class DocumentLinks(DocumentLinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Model | None]:
        return at_hand(cls.get_model(), attrs_list)

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterator[tuple[type[Model], str, str, str]]:
        if "id" in attrs:
            yield from super().extract_references(attrs)


def at_hand(model: type[Model], attrs_list: list[dict]) -> list[Model | None]:
    rows = {str(key): row for key, row in rows_of(model, [attrs.get("id") for attrs in attrs_list]).items()}
    return [rows.get(attrs.get("id", "")) for attrs in attrs_list]
