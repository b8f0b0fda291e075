from __future__ import annotations

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator


class PlainAtomFeed(Atom1Feed):
    """Django's Atom declares every summary to be HTML; ours are plain text, signs and all (RFC 4287, section 3.1.1)."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, object]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
