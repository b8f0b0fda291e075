"""What pages of figures are written with. Loaded where it is used."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..drawing.numbers import MISSING, with_unit
from ..drawing.numbers import figure as figure_text
from ..models import Indicator
from ..periods import Period
from ..statistics.pages.reading import Cell, Source

register = template.Library()


@register.simple_tag
def figure(cell: Cell | None, indicator: Indicator) -> SafeString:
    """A figure with its sign; « … » where there is none, a word where it is not for this reader. The legend explains."""
    if cell is None:
        return SafeString(MISSING)
    if not cell.is_open:
        return format_html('<span class="quiet small">{}</span>', _("reserved"))
    return SafeString(figure_text(cell.value, indicator.decimals, cell.status))


@register.simple_tag
def figure_with_unit(cell: Cell, indicator: Indicator) -> str:
    """An open figure and what it counts."""
    return with_unit(figure_text(cell.value, indicator.decimals, cell.status), indicator.unit)


@register.filter
def by_source(tables: Iterable[Source]) -> list[tuple[str, list[Source]]]:
    """Tables under the sources they name."""
    found: dict[str, list[Source]] = {}
    for table in tables:
        found.setdefault(table.source, []).append(table)
    return list(found.items())


@register.filter
def period(code: str) -> str:
    """A period in words; a code that names none stays as it is."""
    try:
        return str(Period.parse(code))
    except ValueError:
        return code
