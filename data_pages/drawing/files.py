"""Drawings that are files of their own: an `<img>` of a page, or a tab. Nothing but their one style may act in them."""

from __future__ import annotations

import base64
import hashlib

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# The same colours as in the style sheet of the site, which a file does not see.
STYLE = (
    "svg{color:#0b5468;color-scheme:light dark}.land{stroke:#fff}"
    "@media(prefers-color-scheme:dark){svg{color:#85cfdf}.land{stroke:#1e1c17}}"
)
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def svg_file(template: str, context: dict[str, object]) -> HttpResponse:
    content = render_to_string(template, context | {"style": SafeString(STYLE)})
    response = HttpResponse(content, content_type="image/svg+xml")
    response["Content-Security-Policy"] = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
