"""How the screens of an import write a figure."""

from __future__ import annotations

from decimal import Decimal

from django import template

from civitac.core.templatetags.civitac import french_number

from ..enums import Status

register = template.Library()


@register.filter
def imported_figure(content: list) -> str:
    """A figure as a preview keeps it (value, status, note), in words."""
    value, status, note = content
    return journal_figure(None if value is None else Decimal(value), status, note)


@register.simple_tag
def journal_figure(value: Decimal | None, status: str, note: str) -> str:
    """A figure with its status, unless that is the usual one, and its note; a dash where there is none."""
    if not status:
        return "–"
    number = [french_number(value)] if value is not None else []
    said = [] if status == Status.ACTUAL else [str(Status(status).label)]
    return " · ".join([*number, *said, *([note] if note else [])])
