"""JSON-LD for search engines, after schema.org."""

from __future__ import annotations

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def script_json(data: object) -> SafeString:
    """JSON that may stand inside a <script> element whatever the texts in it hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)


def absolute(address: str) -> str:
    return address if address.startswith("http") else settings.SITE_URL + address


def breadcrumbs(steps: list[tuple[str, str]]) -> dict[str, object]:
    """`steps`: (name, address) from the home page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(address)}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }
