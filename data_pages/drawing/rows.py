"""Charts made of rows: a label, and under it bars, parts or dots along one scale."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from .marks import COLOURS, LETTERS_ACROSS, STRIPES, gutter, in_lines, shape
from .numbers import MISSING, Scale, number, percent

if TYPE_CHECKING:
    from .charts import Chart, Point

LINE = 18  # px from one line of text to the next
BAR = 12
GAP = 10  # between rows
THINNEST = 0.004  # a bar that is not zero stays visible


@dataclass(frozen=True)
class Text:
    x: str
    y: int
    words: str


@dataclass(frozen=True)
class Bar:
    series: int
    x: str
    y: int
    width: str
    end: str
    is_final: bool
    height: int = BAR

    @property
    def colour(self) -> int:
        return self.series % COLOURS

    @property
    def stripes(self) -> str | None:
        return STRIPES[self.series % len(STRIPES)] if self.is_final else ""

    @property
    def is_hollow(self) -> bool:
        return self.stripes is not None

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Dot:
    series: int
    x: str
    y: int
    is_final: bool

    @property
    def colour(self) -> int:
        return self.series % COLOURS

    @property
    def path(self) -> str:
        return shape(self.series)


@dataclass(frozen=True)
class Tick:
    x: str
    words: str
    anchor: str


@dataclass
class Rows:
    """Everything that stands in the drawing, with its place."""

    height: int = 0
    gutter: str = ""
    labels: list[Text] = field(default_factory=list)
    ends: list[Text] = field(default_factory=list)  # figures set against the right edge
    figures: list[Text] = field(default_factory=list)  # figures just after their bar
    bars: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    tracks: list[int] = field(default_factory=list)  # thin lines on which dots stand
    key_bars: list[Bar] = field(default_factory=list)
    key_dots: list[Dot] = field(default_factory=list)
    keys: list[Text] = field(default_factory=list)
    zero: str = ""
    top: int = 0
    ticks: list[Tick] = field(default_factory=list)
    scale_name: str = ""
    floor: int = 0  # where vertical lines end
    tick_y: int = 0
    scale_y: int = 0

    def add_label(self, words: str, figure: str = "") -> None:
        """The words of a row, in two lines at most, with its figure against the right edge."""
        for index, line in enumerate(in_lines(words, LETTERS_ACROSS - len(figure) - 2 if figure else LETTERS_ACROSS)):
            self.labels.append(Text("0", self.height + 14, line))
            if figure and index == 0:
                self.ends.append(Text("100%", self.height + 14, figure))
            self.height += LINE
        self.height += 2


def draw_bars(chart: Chart) -> Rows:
    rows = Rows()
    scale = Scale.of_bars(chart.values)
    several = len(chart.series) > 1
    if several:
        rows.gutter = gutter([chart.text_of(each.at(label)) for each in chart.series for label in chart.labels])
        add_keys(rows, chart)
    rows.top = rows.height
    for label in chart.labels:
        points = [each.at(label) for each in chart.series]
        rows.add_label(label, "" if several else chart.text_of(points[0]))
        for index, point in enumerate(points):
            add_bar(rows, scale, index, point, chart.text_of(point) if several else "")
        rows.height += GAP
    add_zero(rows, scale)
    return rows


def add_bar(rows: Rows, scale: Scale, index: int, point: Point, figure: str) -> None:
    zero = scale.share(Decimal(0))
    end = scale.share(point.value) if point.value is not None else zero
    if point.value is not None:
        rows.bars.append(span(index, zero, end, rows.height, point.is_final))
    if figure:
        rows.figures.append(Text(percent(max(end, zero)), rows.height + 11, figure))
    rows.height += BAR + (4 if figure else 0)


def span(index: int, start: float, end: float, y: int, is_final: bool) -> Bar:
    width = max(abs(end - start), THINNEST) if start != end else 0
    left = min(start, end)
    return Bar(index, percent(left), y, percent(width), percent(left + width), is_final)


def draw_stacked(chart: Chart) -> Rows:
    rows = Rows()
    piles = {label: [each.at(label) for each in chart.series] for label in chart.labels}
    ends = [total for points in piles.values() for total in (pile(points, above=True), pile(points, above=False))]
    scale = Scale.of_bars(ends)
    add_keys(rows, chart)
    rows.top = rows.height
    for label, points in piles.items():
        rows.add_label(label, total_of(points, chart.decimals))
        above = below = Decimal(0)
        for index, point in enumerate(points):
            if not point.value:
                continue
            start = above if point.value > 0 else below
            end = start + point.value
            rows.bars.append(span(index, scale.share(start), scale.share(end), rows.height, point.is_final))
            above, below = (end, below) if point.value > 0 else (above, end)
        rows.height += BAR + GAP
    add_zero(rows, scale)
    return rows


def pile(points: list[Point], *, above: bool) -> Decimal:
    """How far the parts on one side of zero reach together."""
    return sum((point.value for point in points if point.value and (point.value > 0) == above), Decimal(0))


def total_of(points: list[Point], decimals: int) -> str:
    if any(point.value is None for point in points):
        return MISSING
    return number(sum((point.value for point in points), Decimal(0)), decimals)


def draw_dots(chart: Chart) -> Rows:
    rows = Rows()
    scale = Scale.around(chart.values, zero=False, decimals=chart.decimals)
    several = len(chart.series) > 1
    if several:
        add_keys(rows, chart, as_dots=True)
    rows.top = rows.height
    for label in chart.labels:
        points = [each.at(label) for each in chart.series]
        rows.add_label(label, chart.text_of(points[0]) if not several else missing_of(points))
        rows.tracks.append(rows.height + 6)
        for index, point in enumerate(points):
            if point.value is not None:
                rows.dots.append(Dot(index, percent(scale.share(point.value)), rows.height + 6, point.is_final))
        rows.height += BAR + GAP
    add_ticks(rows, scale)
    return rows


def missing_of(points: list[Point]) -> str:
    return MISSING if any(point.value is None for point in points) else ""


def add_keys(rows: Rows, chart: Chart, *, as_dots: bool = False) -> None:
    """One line for each series, with the mark or the filling that stands for it."""
    for index, each in enumerate(chart.series):
        if as_dots:
            rows.key_dots.append(Dot(index, "7", rows.height + 9, is_final=True))
        else:
            rows.key_bars.append(Bar(index, "0", rows.height + 3, "14", "14", is_final=True))
        rows.keys.append(Text("22", rows.height + 14, in_lines(each.name, LETTERS_ACROSS - 3, most=1)[0]))
        rows.height += LINE + 2
    rows.height += 6


def add_zero(rows: Rows, scale: Scale) -> None:
    rows.floor = rows.height
    if scale.low < 0:
        rows.zero = percent(scale.share(Decimal(0)))


def add_ticks(rows: Rows, scale: Scale) -> None:
    shares = [scale.share(tick) for tick in scale.ticks]
    for share, words in zip(shares, scale.labels(), strict=True):
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        rows.ticks.append(Tick(percent(share), words, anchor))
    rows.scale_name = scale.unit[1]
    rows.floor, rows.tick_y, rows.scale_y = rows.height, rows.height + 14, rows.height + 14 + LINE
    rows.height += LINE + (LINE if rows.scale_name else 0)
