"""What a cell shows, and what is understood of what someone types in it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from civitac.core.templatetags.civitac import french_number

from ...drawing.numbers import MARKS, MISSING
from ...enums import Status
from ...importer.figures import Missing, NotAFigureError, TwoReadingsError, read_figure
from ...models import Indicator
from ..figures import ABSENT, Content

MARKED = re.compile(r"(.*\S)\s*(?:\(\s*([pe])\s*\)|\s([pe]))\.?", re.IGNORECASE | re.DOTALL)
STATUSES = {mark: status for status, mark in MARKS.items()}
LONGEST_CELL = 60


class UnreadCell(ValueError):
    """Why a cell is not understood, for the person who filled it."""


def shown(content: Content) -> str:
    """The figure with all its decimals, as it may be typed back: "1 234,5", "1 234 (p)", "…"; empty for no figure."""
    if not content.exists:
        return ""
    if content.value is None:
        return MISSING
    mark = f" ({MARKS[content.status]})" if content.status in MARKS else ""
    return french_number(content.value) + mark


def understood(text: str, note: str, indicator: Indicator) -> Content:
    """What a cell says. "12 p" and "12 (e)" are provisional and estimated figures, "…" or "nd" is a missing one.

    Raises UnreadCell, with the reason.
    """
    text = text.strip()
    if not text:
        return ABSENT
    if len(text) > LONGEST_CELL:
        raise UnreadCell(_("This is too long for a figure."))
    mark = MARKED.fullmatch(text)
    number, letter = (mark[1], (mark[2] or mark[3]).lower()) if mark else (text, "")
    # "1,234" is clear where figures have decimals, and may be a thousand where they have none.
    sign = "," if indicator.decimals else ""
    try:
        value = read_figure(number, sign, indicator.unit)
    except TwoReadingsError as error:
        # The reason of the importer speaks of a step that is not here.
        raise UnreadCell(
            _("“%(cell)s” may be thousands or decimals: thousands are set apart by a space, or not at all.")
            % {"cell": number}
        ) from error
    except NotAFigureError as error:
        raise UnreadCell(str(error)) from error
    if isinstance(value, Missing):
        return Content(None, Status.MISSING.value, note)
    if value is None:
        return ABSENT
    return Content(value, (STATUSES[letter] if letter else Status.ACTUAL).value, note)
