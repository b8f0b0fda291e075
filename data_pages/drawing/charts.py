"""Charts: what is drawn, in words and figures; how, in `rows`, `lines` and the templates of this package.

A page calls `line`, `bars`, `stacked` or `dots` and writes `{{ chart.figure }}`: caption, drawing, what its marks mean
and the same figures as a table; or `{{ chart.render }}` for the drawing alone, where all that stands next to it.

Drawings are inline SVG without script, style or id. Lengths across are percentages and lengths down are pixels, so one
drawing fits every screen and its letters keep their size. Series are told apart by shape, dash and filling; colour only
adds to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypedDict, Unpack

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..enums import Status
from .lines import draw_lines
from .numbers import MARKS, figure, notes_on
from .rows import draw_bars, draw_dots, draw_stacked
from .tables import Row, Table


@dataclass(frozen=True)
class Point:
    """One figure and what it is of: a year, a place. No value is a missing figure, never zero."""

    label: str
    value: Decimal | None
    status: str = Status.ACTUAL

    @property
    def is_final(self) -> bool:
        return self.status not in MARKS


@dataclass(frozen=True)
class Series:
    """Points in their order. They are set at even distances: give a point without value for a year that has none."""

    name: str
    points: Sequence[Point]

    @cached_property
    def by_label(self) -> dict[str, Point]:
        return {point.label: point for point in self.points}

    def at(self, label: str) -> Point:
        return self.by_label.get(label) or Point(label, None)


class Words(TypedDict, total=False):
    """What is said about a chart. `heading` names what the labels are, for the table: "Commune", "Année"."""

    title: str
    unit: str
    decimals: int
    description: str
    heading: str


@dataclass(frozen=True)
class Chart:
    series: tuple[Series, ...]
    template: str
    draw: Callable[[Chart], object]
    title: str
    unit: str = ""
    decimals: int = 0
    description: str = ""
    heading: str = ""

    @cached_property
    def labels(self) -> list[str]:
        """What the points are of, in the order in which the series name them."""
        return list(dict.fromkeys(point.label for each in self.series for point in each.points))

    @property
    def values(self) -> list[Decimal]:
        return [point.value for each in self.series for point in each.points if point.value is not None]

    def text_of(self, point: Point) -> str:
        return figure(point.value, self.decimals, point.status)

    @property
    def spoken(self) -> str:
        """What a drawing says to whoever does not see it; the table says the rest."""
        return " ".join(filter(None, [self.description, *self.extremes(), *self.gaps()]))

    def extremes(self) -> Iterator[str]:
        known = [(point.value, point, each) for each in self.series for point in each.points if point.value is not None]
        if len(known) < 2:
            return
        for text, (_value, point, each) in (
            (_("Highest: %(figure)s (%(label)s)."), max(known, key=lambda item: item[0])),
            (_("Lowest: %(figure)s (%(label)s)."), min(known, key=lambda item: item[0])),
        ):
            label = f"{each.name}, {point.label}" if len(self.series) > 1 else point.label
            yield text % {"figure": self.text_of(point), "label": label}

    def gaps(self) -> Iterator[str]:
        missing = [label for label in self.labels if any(each.at(label).value is None for each in self.series)]
        if missing:
            yield _("Missing: %(labels)s.") % {"labels": ", ".join(missing)}

    @property
    def notes(self) -> list[str]:
        """What the marks of the drawing and of its table mean, where there are any."""
        points = [each.at(label) for each in self.series for label in self.labels]
        return notes_on((point.value, point.status) for point in points)

    def render(self) -> SafeString:
        """The drawing alone: one `<svg>`, or a sentence where there is nothing to draw."""
        if not self.values:
            return render_to_string("data_pages/drawing/nothing.html")
        return render_to_string(self.template, {"chart": self, "drawn": self.draw(self)})

    def table(self) -> SafeString:
        """The same figures as a table."""
        columns = [self.unit or self.series[0].name] if len(self.series) == 1 else [each.name for each in self.series]
        rows = [Row(label, tuple(self.text_of(each.at(label)) for each in self.series)) for label in self.labels]
        return Table(self.title, self.heading, tuple(columns), tuple(rows)).render()

    def figure(self) -> SafeString:
        """Caption, drawing, notes and table, as a page shows them."""
        return render_to_string("data_pages/drawing/figure.html", {"chart": self})


def line(series: Series | Iterable[Series], **words: Unpack[Words]) -> Chart:
    """Change over time, one line a series (up to about ten); a missing figure breaks the line."""
    return Chart(several(series), "data_pages/drawing/line.svg", draw_lines, **words)


def bars(series: Series | Iterable[Series], **words: Unpack[Words]) -> Chart:
    """Sizes beside each other, from zero; several series stand as a group under each label."""
    return Chart(several(series), "data_pages/drawing/rows.svg", draw_bars, **words)


def stacked(series: Iterable[Series], **words: Unpack[Words]) -> Chart:
    """Parts of a whole, end to end. The total is not stated where a part is missing."""
    return Chart(several(series), "data_pages/drawing/rows.svg", draw_stacked, **words)


def dots(series: Series | Iterable[Series], **words: Unpack[Words]) -> Chart:
    """Places on one scale that need not start at zero: rates, then and now, one place among many."""
    return Chart(several(series), "data_pages/drawing/rows.svg", draw_dots, **words)


def several(series: Series | Iterable[Series]) -> tuple[Series, ...]:
    return (series,) if isinstance(series, Series) else tuple(series)
