"""What stands around every page of the database: the way back, the one address, what search engines are told."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from civitac.core.addresses import address_of
from civitac.core.structured_data import absolute, breadcrumbs, script_json


def framed(
    title: str, address: str, *, under: Sequence[tuple[str, str]] = (), nodes: Sequence[dict[str, object]] = ()
) -> dict[str, object]:
    """`address`: the page's own, without what its query chooses; `under`: (name, address) of what lies between.

    `nodes`: what the page is, after schema.org.
    """
    front = address_of("data_pages:home")
    steps = [(_("Home"), "/"), *([(_("Data"), front)] if address != front else []), *under]
    graph = [breadcrumbs([*steps, (title, address)]), *nodes]
    return {
        "title": title,
        "steps": steps,
        "canonical_url": absolute(address),
        "structured_data": script_json({"@context": "https://schema.org", "@graph": graph}),
    }
