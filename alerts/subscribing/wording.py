"""What people are told before they subscribe. Each consent keeps the text with its version: change both together."""

from __future__ import annotations

from django.utils.translation import gettext as _

VERSION = "2026-11"


def sentences() -> list[str]:
    return [
        _(
            "With your agreement, the Laboratoire Citoyennetés keeps this number to send it the messages you have chosen."
        ),
        _(
            "It is shown on no page and serves for nothing else. Only the services that carry text messages see it besides."
        ),
        _("Receiving is free. You can leave at any moment, here or at the town hall, and it takes effect at once."),
    ]


def wording() -> str:
    """As the journal of consent keeps it."""
    return f"[{VERSION}] " + " ".join(sentences())
