"""Charts of lines: values over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from .marks import COLOURS, GUTTERS, LETTERS_ACROSS, dash, gutter, in_lines, shape
from .numbers import Scale, percent
from .rows import LINE, Tick

if TYPE_CHECKING:
    from .charts import Chart, Series

TOP = 34  # px above the highest line of the grid: the unit, and the words of that line
HEIGHT = 200  # of the grid, also said in the style sheet (.chart svg)
ACROSS = 1000  # units in which lines are drawn across the grid, whatever its width
ALL_MARKED = 15  # points; on longer lines only some carry a mark
MOST_MARKS = 30  # about, in one drawing, beside those at the ends: among many lines, all marks would hide them
# Below this share of the highest value, the lowest is far enough from it for the scale to start at zero.
NEAR = Decimal("0.6")


@dataclass(frozen=True)
class Level:
    """One line of the grid."""

    y: int
    words: str
    is_zero: bool

    @property
    def text_y(self) -> int:
        return self.y - 4


@dataclass(frozen=True)
class Mark:
    x: str
    y: int
    is_final: bool


@dataclass
class Drawn:
    """One series: its unbroken parts, marks, and name at its end."""

    series: int
    parts: str = ""
    marks: list[Mark] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    name_y: int = 0

    @property
    def colour(self) -> int:
        return self.series % COLOURS

    @property
    def dash(self) -> str:
        return dash(self.series)

    @property
    def shape(self) -> str:
        return shape(self.series)

    @property
    def name_lines(self) -> list[tuple[int, str]]:
        return [(self.name_y + LINE * index, line) for index, line in enumerate(self.name)]


@dataclass(frozen=True)
class Lines:
    gutter: str
    scale_name: str
    levels: list[Level]
    ticks: list[Tick]
    series: list[Drawn]
    # The latest figure of a single line, written at its end.
    last: Mark | None
    last_words: str
    top: int = TOP
    height: int = TOP + HEIGHT + LINE + 6
    tick_y: int = TOP + HEIGHT + LINE

    @property
    def last_y(self) -> int:
        """Above the mark; below it where there is no room above."""
        return self.last.y - 10 if self.last.y > TOP + 10 else self.last.y + 20

    @property
    def last_anchor(self) -> str:
        return "end" if self.last.x == "100%" else "middle"


def draw_lines(chart: Chart) -> Lines:
    scale = scale_of(chart.values, chart.decimals)
    levels = [
        Level(y_of(scale, tick), words, is_zero=tick == 0)
        for tick, words in zip(scale.ticks, scale.labels(), strict=True)
    ]
    several = len(chart.series) > 1
    names = [in_lines(each.name, GUTTERS["g3"]) for each in chart.series] if several else []
    room = gutter([line for name in names for line in name])
    letters = LETTERS_ACROSS - GUTTERS[room]
    across = Across.beside([level.words for level in levels], len(chart.labels), letters)
    every = marked_every(len(chart.labels), len(chart.series))
    series = [draw_series(index, each, chart.labels, scale, across, every) for index, each in enumerate(chart.series)]
    for drawn, name in zip(series, names, strict=False):
        drawn.name = name
    spread([drawn for drawn in series if drawn.name and drawn.marks])
    last, last_words = None, ""
    if not several:
        last = series[0].marks[-1]
        known = [point for point in chart.series[0].points if point.value is not None]
        last_words = chart.text_of(known[-1])
    return Lines(
        gutter=room,
        scale_name=" ".join(filter(None, [chart.unit, f"({scale.unit[1]})" if scale.unit[1] else ""])),
        levels=levels,
        ticks=ticks_of(chart.labels, letters, across),
        series=series,
        last=last,
        last_words=last_words,
    )


def scale_of(values: list[Decimal], decimals: int) -> Scale:
    """From zero, unless the lines would then be a flat ribbon far from it."""
    low, high = min(values), max(values)
    is_ribbon = low > 0 and low != high and low > high * NEAR
    return Scale.around(values, zero=not is_ribbon, decimals=decimals)


def y_of(scale: Scale, value: Decimal) -> int:
    return TOP + round(HEIGHT * (1 - scale.share(value)))


@dataclass(frozen=True)
class Across:
    """How far across each of `count` points stands; the first leaves room for the words of the grid."""

    count: int
    inset: float

    @classmethod
    def beside(cls, words: list[str], count: int, letters: int) -> Across:
        """`letters` are what a narrow screen has room for across the grid."""
        return cls(count, min(0.3, (max(map(len, words)) + 1) / letters))

    def share(self, index: int) -> float:
        return self.inset + (1 - self.inset) * (index / (self.count - 1) if self.count > 1 else 0.5)


def marked_every(labels: int, series: int) -> int:
    """Each how many-th point of a line carries its mark, beside its ends: all of a short line, some of a long one or of
    several, none of many.
    """
    most = min(ALL_MARKED if labels <= ALL_MARKED else 6, MOST_MARKS // series - 2)
    return -(-labels // most) if most > 1 else labels + series


def draw_series(index: int, series: Series, labels: list[str], scale: Scale, places: Across, every: int) -> Drawn:
    drawn = Drawn(index)
    points = [series.at(label) for label in labels]
    known = [place for place, point in enumerate(points) if point.value is not None]
    parts: list[str] = []
    for place in known:
        point = points[place]
        is_first = place == 0 or points[place - 1].value is None
        is_alone = is_first and (place + 1 == len(points) or points[place + 1].value is None)
        across, y = places.share(place), y_of(scale, point.value)
        parts.append(f"{'M' if is_first else ''}{round(across * ACROSS)} {y - TOP}")
        is_end = place in (known[0], known[-1])
        # Series carry their marks at different places, so that two lines that run together can be told apart.
        if is_end or is_alone or not point.is_final or (place + index) % every == 0:
            drawn.marks.append(Mark(percent(across), y, point.is_final))
    drawn.parts = " ".join(parts)
    return drawn


def spread(series: list[Drawn]) -> None:
    """Set the names at the ends of the lines, in the order of the ends and clear of each other."""
    floor = TOP - LINE
    ordered = sorted(series, key=lambda drawn: drawn.marks[-1].y)
    for drawn in ordered:
        drawn.name_y = max(drawn.marks[-1].y + 5, floor + LINE)
        floor = drawn.name_y + LINE * (len(drawn.name) - 1)
    ceiling = TOP + HEIGHT + LINE
    for drawn in reversed(ordered):
        drawn.name_y = min(drawn.name_y, ceiling - LINE * len(drawn.name) + 5)
        ceiling = drawn.name_y - 5


def ticks_of(labels: list[str], letters: int, across: Across) -> list[Tick]:
    """As many labels as a narrow screen has room for, evenly, the first and the last among them."""
    most = max(2, letters // (max(map(len, labels)) + 3))
    step = max(1, -(-(len(labels) - 1) // (most - 1)))
    places = list(range(0, len(labels), step))
    last = len(labels) - 1
    if places[-1] != last:
        places = [place for place in places if last - place >= step] + [last]
    return [Tick(percent(across.share(place)), labels[place], anchor(place, last)) for place in places]


def anchor(place: int, last: int) -> str:
    if last == 0:
        return "middle"
    return "end" if place == last else "middle"
