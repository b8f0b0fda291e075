"""First parts of addresses that belong to views of the site: no page may take them."""

from __future__ import annotations

from wagtail.models import Page

RESERVED_SLUGS = frozenset(
    [
        "_util",
        "actualites",
        "admin",
        "alertes",
        "api",
        "catalogue",
        "citoyens",
        "collectivites",
        "compte",
        "contact",
        "documents",
        "donnees",
        "enrolement",
        "forum",
        "hors-ligne",
        "livez",
        "media",
        "mediatheque",
        "osc",
        "readyz",
        "recherche",
        "sms",
        "static",
        "themes",
    ]
)


def is_reserved(slug: str, parent: Page) -> bool:
    """Whether a page of that slug under `parent` would stand where a part of the site does."""
    return slug in RESERVED_SLUGS and parent.depth == 2
