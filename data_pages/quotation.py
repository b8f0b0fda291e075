"""How quoted figures are set: as large figures, a table, lines or bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .drawing.charts import Chart, Point, Series, bars, line
from .drawing.numbers import MISSING, figure, notes_on, with_unit
from .drawing.tables import Row, Table
from .periods import Period, timeline
from .quoting import Quoted

MOST_LARGE = 8
MOST_CHARTS = 4
MOST_SERIES = 10
MOST_COLUMNS = 8


class Form(models.TextChoices):
    FIGURE = "figure", _("the latest figure, in large")
    TABLE = "table", _("a table")
    LINE = "line", _("lines over the years")
    BARS = "bars", _("bars")


@dataclass(frozen=True)
class Large:
    """One figure in large letters."""

    label: str
    words: str
    note: str


@dataclass(frozen=True)
class Quotation:
    """What a block shows of the figures it asked for."""

    rows: Sequence[Quoted]
    form: str
    title: str = ""
    order: Sequence[int] = ()  # of places, as they were chosen

    @property
    def open_rows(self) -> list[Quoted]:
        return [row for row in self.rows if row.is_open]

    @property
    def is_reserved(self) -> bool:
        """Some of the figures, or all, are read by those who have identified themselves."""
        return any(not row.is_open for row in self.rows)

    @property
    def large(self) -> list[Large]:
        """The latest known figure of each place and indicator."""
        if self.form != Form.FIGURE:
            return []
        latest = {(row.indicator, *place_of(row)): row for row in self.open_rows if row.value is not None}
        rows = sorted(latest.values(), key=self.rank)[:MOST_LARGE]
        return [
            Large(
                label=f"{row.indicator_name}, {row.place}",
                words=with_unit(words_of(row), row.unit),
                note=str(Period.parse(row.period)),
            )
            for row in rows
        ]

    def rank(self, row: Quoted) -> tuple:
        """Indicators in their order, then places as they were chosen, else by name."""
        chosen = self.order.index(row.territory) if row.territory in self.order else len(self.order)
        return (row.indicator_order, row.indicator_name, chosen, row.place)

    @property
    def tables(self) -> list[tuple[str, SafeString, list[str]]]:
        """Title, table, and what its marks mean. Several indicators of one place are the rows of one table."""
        if self.form != Form.TABLE:
            return []
        rows = sorted(self.open_rows, key=self.rank)
        if len({place_of(row) for row in rows}) != 1 or len({row.indicator for row in rows}) == 1:
            return [(chart.title, chart.table(), chart.notes) for chart in self.drawn()]
        periods = sorted({row.period for row in rows})[-MOST_COLUMNS:]
        found = {(row.indicator, row.period): row for row in rows}
        indicators = {row.indicator: row for row in rows}
        lines = [
            Row(
                f"{row.indicator_name} ({row.unit})" if row.unit else row.indicator_name,
                tuple(words_of(found.get((key, period))) for period in periods),
            )
            for key, row in indicators.items()
        ]
        title = self.title or rows[0].place
        table = Table(title, gettext("Indicator"), tuple(str(Period.parse(period)) for period in periods), tuple(lines))
        cells = [found.get((key, period)) for key in indicators for period in periods]
        return [(title, table.render(), notes_on((cell.value, cell.status) if cell else (None, "") for cell in cells))]

    @property
    def charts(self) -> list[Chart]:
        return self.drawn() if self.form in (Form.LINE, Form.BARS) else []

    def drawn(self) -> list[Chart]:
        """One chart for each indicator; indicators of one unit stand together where there is one place."""
        rows = sorted(self.open_rows, key=self.rank)
        if len({place_of(row) for row in rows}) == 1:
            rows.sort(key=lambda row: (row.unit, row.decimals))
            groups = groupby(rows, lambda row: (row.unit, row.decimals))
        else:
            groups = groupby(rows, lambda row: row.indicator)
        return [self.chart(list(group)) for _key, group in groups][:MOST_CHARTS]

    def chart(self, rows: list[Quoted]) -> Chart:
        """Series by place, or by indicator of one place; figures of one period stand beside each other."""
        first, periods = rows[0], timeline(row.period for row in rows)
        is_one_indicator = len({row.indicator for row in rows}) == 1
        name = attrgetter("place" if is_one_indicator else "indicator_name")
        names = list(dict.fromkeys(map(name, rows)))[:MOST_SERIES]
        found = {(name(row), row.period): row for row in rows}
        said = [first.indicator_name] if is_one_indicator else []
        said += [first.place] if len({place_of(row) for row in rows}) == 1 else []
        if len(periods) == 1:
            heading = gettext("Place") if is_one_indicator else gettext("Indicator")
            said.append(str(Period.parse(periods[0])))
            series = [Series(said[0], [point(each, found[each, periods[0]]) for each in names])]
        else:
            heading = gettext("Period")
            labels = {code: str(Period.parse(code)) for code in periods}
            series = [
                Series(each, [point(label, found.get((each, code))) for code, label in labels.items()])
                for each in names
            ]
        draw = line if self.form == Form.LINE and len(periods) > 1 else bars
        title = self.title or ", ".join(said)
        return draw(series, title=title, unit=first.unit, decimals=first.decimals, heading=heading)

    @property
    def subject(self) -> str:
        """What reserved figures are about, where none of them is drawn under its title."""
        names = dict.fromkeys(row.indicator_name for row in sorted(self.rows, key=self.rank))
        return self.title or ", ".join(names)

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(row.source for row in self.open_rows if row.source))

    @property
    def indicator_url(self) -> str:
        """Where these figures and all others of the first indicator are."""
        return reverse("data_pages:indicator", args=[min(self.rows, key=self.rank).indicator_code]) if self.rows else ""

    @property
    def sign_in_url(self) -> str:
        """The way in, which leads to where the figures are shown: the article stays as it is."""
        return f"{reverse('account_login')}?{urlencode({'next': self.indicator_url})}"


def place_of(row: Quoted) -> tuple[int | None, int | None]:
    return (row.territory, row.space)


def point(label: str, row: Quoted | None) -> Point:
    return Point(label, None) if row is None else Point(label, row.value, row.status)


def words_of(row: Quoted | None) -> str:
    return figure(row.value, row.decimals, row.status) if row else MISSING
