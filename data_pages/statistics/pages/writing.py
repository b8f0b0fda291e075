"""How figures become drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ...drawing.charts import Chart, Point, Series, bars, line, stacked
from ...models import Indicator
from ...periods import timeline
from .reading import Cell


def point(label: str, cell: Cell | None) -> Point:
    return Point(label, cell.value, cell.status) if cell is not None and cell.is_open else Point(label, None)


def over_time(indicator: Indicator, lines: Mapping[str, Sequence[Cell]], title: str) -> Chart | None:
    """One line for each name, over all their periods; None where there are not two open figures to join."""
    shown = [cell for found in lines.values() for cell in found]
    codes = timeline(cell.period for cell in shown if cell.value is not None) if shown else []
    if len(codes) < 2:
        return None
    series = []
    for name, found in lines.items():
        by_period = {cell.period: cell for cell in found}
        series.append(Series(name, [point(code, by_period.get(code)) for code in codes]))
    return line(series, title=title, unit=indicator.unit, decimals=indicator.decimals, heading=_("Period"))


def side_by_side(indicator: Indicator, found: Sequence[tuple[str, Cell | None]], title: str) -> Chart | None:
    """One bar for each name; None where no figure is open."""
    points = [point(name, cell) for name, cell in found]
    if all(each.value is None for each in points):
        return None
    series = Series(indicator.name, points)
    return bars(series, title=title, unit=indicator.unit, decimals=indicator.decimals, heading=_("Place"))


def parts_of_whole(
    indicator: Indicator, parts: Sequence[tuple[Indicator, Mapping[str, Cell]]], series: Sequence[Cell], title: str
) -> Chart | None:
    """The parts of an indicator end to end, a bar for each period for which they add up to it."""
    whole = []
    for cell in series:
        values = [found[cell.period].value for _part, found in parts if cell.period in found]
        if (
            cell.value is not None
            and len(values) == len(parts) > 1
            and None not in values
            and sum(values) == cell.value
        ):
            whole.append(cell.period)
    if not whole:
        return None
    series = [Series(part.name, [point(code, found[code]) for code in whole]) for part, found in parts]
    return stacked(series, title=title, unit=indicator.unit, decimals=indicator.decimals, heading=_("Period"))
