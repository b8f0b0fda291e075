"""Charts: what is drawn is what the figures say, in shapes that need neither colour nor script."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from data_pages.drawing.charts import Point, Series, bars, dots, line, stacked
from data_pages.enums import Status

KINDS = [line, bars, stacked, dots]
NAME = "{http://www.w3.org/2000/svg}"


def series(name, figures, statuses=None):
    return Series(
        name,
        [
            Point(label, None if value is None else Decimal(str(value)), (statuses or {}).get(label, Status.ACTUAL))
            for label, value in figures.items()
        ],
    )


def drawing(chart):
    """The drawing as a tree; raises where it is not well-formed XML."""
    return ET.fromstring(chart.render())


def texts(chart):
    return [element.text for element in drawing(chart).iter("text")]


TEN = {f"Commune no {index}": 1000 * index for index in range(1, 11)}


def test_ten_bars_weigh_less_than_a_kilobyte():
    assert len(gzip.compress(bars(series("Habitants", TEN), title="Dix communes").render().encode())) <= 1000


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_says_its_title_and_its_extremes(kind):
    root = drawing(kind([series("Habitants", {"Kaya": 207740, "Dori": 46512})], title="Population <2019>"))
    assert root.get("role") == "img"
    assert root.find("title").text == "Population <2019>"
    assert root.find("desc").text == "Le plus haut\u00a0: 207\u202f740 (Kaya). Le plus bas\u00a0: 46\u202f512 (Dori)."


def test_a_bar_is_as_long_as_its_figure():
    root = drawing(bars(series("Habitants", {"Kaya": 200, "Dori": 100, "Banfora": 0}), title="x"))
    assert [bar.get("width") for bar in root.iter("rect")] == ["100%", "50%", "0%"]


def test_a_missing_figure_has_no_bar_and_is_said():
    chart = bars(series("Habitants", {"Kaya": 200, "Dori": None}), title="x")
    assert len(list(drawing(chart).iter("rect"))) == 1
    assert "…" in texts(chart)
    assert "Manquent\u00a0: Dori." in chart.spoken
    assert chart.notes == ["… chiffre manquant."]
