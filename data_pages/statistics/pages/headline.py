"""What stands first on an indicator's page where nobody has published a figure of the whole country."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from territories.enums import Level
from territories.models import Territory

from ...drawing.numbers import figure, number, with_unit
from ...enums import Aggregation, Status
from ...models import Indicator
from ...periods import Period
from .asking import level_name
from .places import ORGANISATION, Place
from .reading import Cell

LEAST_CERTAIN_FIRST = (Status.ESTIMATED, Status.PROVISIONAL, Status.ACTUAL)


def least_certain(statuses: Collection[str]) -> Status:
    """How certain is what is made of figures of these statuses, none of them missing."""
    return next(each for each in LEAST_CERTAIN_FIRST if each in statuses)


@dataclass(frozen=True)
class Headline:
    label: str
    text: str


def headline(
    indicator: Indicator, level: str, period: str, found: Sequence[tuple[Cell, Place]], *, may_add_up: bool
) -> Headline | None:
    """The sum of the figures of one level and period, where every place of that level has one that this reader may see;
    else how many of the places have a figure. One query.
    """
    present = [(cell, place) for cell, place in found if place.ended is None and not cell.is_missing]
    if not present or level == Level.COUNTRY:
        return None
    places, when = level_name(level), Period.parse(period)
    counted = _("%(places)s that have a figure, %(period)s") % {"places": places, "period": when}
    count = number(Decimal(len(present)))
    if level == ORGANISATION:
        return Headline(counted, count)
    there_are = Territory.objects.current().filter(level=level).count()
    is_whole = len(present) == there_are and all(cell.value is not None for cell, _place in present)
    if may_add_up and is_whole and indicator.aggregation == Aggregation.SUM:
        total = sum(cell.value for cell, _place in present)
        status = least_certain({cell.status for cell, _place in present})
        words = {"number": count, "places": places.lower(), "period": when}
        label = _("Sum of the %(number)s %(places)s, %(period)s") % words
        return Headline(label, with_unit(figure(total, indicator.decimals, status), indicator.unit))
    return Headline(counted, _("%(number)s of %(total)s") % {"number": count, "total": number(Decimal(there_are))})
