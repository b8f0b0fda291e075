"""Charts: what is drawn is what the figures say, in shapes that need neither colour nor script."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from data_pages.drawing.charts import Point, Series, bars, dots, line, stacked
from data_pages.drawing.marks import in_lines
from data_pages.drawing.numbers import Scale, figure
from data_pages.enums import Status

KINDS = [line, bars, stacked, dots]


def series(name, figures, statuses=None):
    statuses = statuses or {}
    return Series(
        name,
        [
            Point(str(label), None if value is None else Decimal(str(value)), statuses.get(label, Status.ACTUAL))
            for label, value in figures.items()
        ],
    )


def drawing(chart):
    """The drawing as a tree; raises where it is not well-formed XML."""
    return ET.fromstring(chart.render())


def texts(chart):
    return [element.text for element in drawing(chart).iter("text")]


def shapes(root):
    """The marks of a drawing: how each looks, colour aside, with where it stands."""
    return [(each.get("x"), each[0].get("d")) for each in root.iter("svg") if each.get("x")]


def lines(root):
    return [path for path in root.iter("path") if "line" in path.get("class").split()]


def weight(chart):
    return len(gzip.compress(chart.render().encode(), 9))


TEN = {f"Commune no {index}": 1000 * index for index in range(1, 11)}
YEARS = {year: (year - 1980) ** 2 for year in range(1985, 2025)}


def test_ten_bars_weigh_less_than_a_kilobyte():
    assert weight(bars(series("Habitants", TEN), title="Dix communes")) <= 1000


def test_forty_points_of_three_places_weigh_less_than_two_kilobytes():
    three = [series(str(part), {year: value * part for year, value in YEARS.items()}) for part in (1, 2, 3)]
    assert weight(line(three, title="Quarante ans")) <= 2000


# What every drawing says


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_says_its_title_and_its_extremes(kind):
    root = drawing(kind([series("Habitants", {"Kaya": 207740, "Dori": 46512})], title="Population <2019>"))
    assert root.get("role") == "img"
    assert root.find("title").text == "Population <2019>"
    highest, lowest = "207\u202f740 (Kaya)", "46\u202f512 (Dori)"
    assert root.find("desc").text == f"Le plus haut\u00a0: {highest}. Le plus bas\u00a0: {lowest}."


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_carries_no_style_script_or_name_of_its_own(kind):
    html = kind([series("<b>A</b>", TEN), series("B", TEN)], title="x", unit="<i>").render()
    assert not re.search(r"\b(style|id|on\w+)=|<style|<script|<b>|<i>", html)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "figures",
    [
        {"a": 7},
        {"a": 7, "b": 7},
        {"a": 0, "b": 0},
        {"a": None, "b": 3},
        {"a": -5, "b": -2.5},
        {"a": -5, "b": 3},
        {"a": 10**15, "b": 1},
        {"a": Decimal("0.000001"), "b": Decimal("-0.000001")},
        YEARS,
        {"Une commune au nom si long que personne ne le lit jusqu’au bout sur un téléphone": 3},
        {"": 1},
    ],
    ids=["one", "equal", "zeros", "gap", "negative", "both-sides", "giant", "tiny", "forty", "long-name", "no-name"],
)
def test_whatever_the_figures_everything_stays_inside(kind, figures):
    root = drawing(kind([series("A", figures)], title="x", decimals=1))
    height = int(root.get("height"))
    for each in root.iter():
        for name in ("x", "x1", "x2", "cx", "width"):
            if (place := each.get(name, "")).endswith("%"):
                assert 0 <= float(place[:-1]) <= 100, ET.tostring(each)
        for name in ("y", "y1", "y2"):
            assert 0 <= int(each.get(name, 0)) <= height, ET.tostring(each)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("figures", [{}, {"a": None}], ids=["none", "only-missing"])
def test_where_there_is_no_figure_a_sentence_stands_in(kind, figures):
    chart = kind([series("A", figures)], title="x")
    assert "Aucun chiffre à dessiner" in chart.render()
    assert "<svg" not in chart.figure()


def test_no_series_at_all_is_no_figure_either():
    assert "Aucun chiffre à dessiner" in line([], title="x").figure()


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_figure_is_said_and_never_drawn_as_zero(kind):
    whole = drawing(kind([series("A", {"Kaya": 200, "Dori": 0, "Banfora": 3})], title="x"))
    chart = kind([series("A", {"Kaya": 200, "Dori": None, "Banfora": 3})], title="x")
    root = drawing(chart)
    drawn = [len(list(each.iter("rect"))) + len(shapes(each)) for each in (whole, root)]
    # A part that is zero takes no room; what tells it from a missing one is the total.
    assert drawn == ([3, 3] if kind is stacked else [3, 2])
    assert ("…" in texts(chart)) == (kind is not line)
    assert "Manquent\u00a0: Dori." in root.find("desc").text
    assert chart.notes == ["«\u00a0…\u00a0»\u00a0: chiffre manquant."]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_final_is_hollow_and_marked(kind):
    chart = kind([series("A", {"Kaya": 2, "Dori": 1}, {"Dori": Status.ESTIMATED})], title="x")
    assert len([each for each in drawing(chart).iter() if "h" in each.get("class", "").split()]) == 1
    assert "1\u00a0(e)" in BeautifulSoup(chart.figure(), "html.parser").find("tbody").text
    assert chart.notes == ["(e), en creux\u00a0: chiffre estimé."]


# Bars


def test_a_bar_is_as_long_as_its_figure():
    root = drawing(bars(series("Habitants", {"Kaya": 200, "Dori": 50, "Banfora": 0}), title="x"))
    assert [bar.get("width") for bar in root.iter("rect")] == ["100%", "25%", "0%"]


def test_a_bar_below_zero_goes_the_other_way():
    root = drawing(bars(series("Solde", {"2023": 30, "2024": -10}), title="x"))
    assert [(bar.get("x"), bar.get("width")) for bar in root.iter("rect")] == [("25%", "75%"), ("0%", "25%")]


def test_the_smallest_bar_is_still_seen():
    root = drawing(bars(series("x", {"a": 10**9, "b": 1}), title="x"))
    assert float(list(root.iter("rect"))[1].get("width")[:-1]) > 0


def test_bars_of_several_series_are_told_apart_without_colour():
    several = [series(name, {"2024": 10}) for name in ("Voté", "Exécuté", "Reste", "Autre")]
    root = drawing(bars(several, title="x"))
    stripes = {each.get("y1"): each.get("stroke-dasharray") for each in root.iter("line")}
    looks = []
    for bar in list(root.iter("rect"))[-4:]:
        middle = str(int(bar.get("y")) + int(bar.get("height")) // 2)
        looks.append(("h" in bar.get("class").split(), stripes.get(middle)))
    assert len(set(looks)) == 4


def test_parts_stand_end_to_end_and_their_total_is_stated():
    chart = stacked([series("Femmes", {"Kaya": 30}), series("Hommes", {"Kaya": 10})], title="x")
    parts = [(bar.get("x"), bar.get("width")) for bar in drawing(chart).iter("rect") if bar.get("x").endswith("%")]
    assert parts == [("0%", "75%"), ("75%", "25%")]
    assert "40" in texts(chart)


def test_no_total_is_stated_where_a_part_is_missing():
    chart = stacked([series("Femmes", {"Kaya": 30}), series("Hommes", {"Kaya": None})], title="x")
    assert "…" in texts(chart) and "30" not in texts(chart)


# Lines


def test_a_gap_breaks_the_line():
    (path,) = lines(drawing(line(series("x", {1: 1, 2: 2, 3: None, 4: 4, 5: 5}), title="x")))
    assert path.get("d").count("M") == 2


def test_a_figure_between_two_gaps_keeps_its_mark():
    many = dict.fromkeys(range(40), None) | {0: 1, 20: 2, 39: 3}
    assert len(shapes(drawing(line(series("x", many), title="x")))) == 3


def test_lines_are_told_apart_without_colour():
    root = drawing(line([series(str(index), {1: index, 2: index}) for index in range(10)], title="x"))
    drawn = {(path.get("stroke-dasharray"), shapes(root)[2 * index][1]) for index, path in enumerate(lines(root))}
    assert len(drawn) == 10


def test_each_line_bears_its_name_at_its_end_and_names_do_not_touch():
    names = ["Ouagadougou", "Bobo-Dioulasso", "Kaya", "Dori", "Banfora"]
    root = drawing(line([series(name, {1: 1, 2: 1}) for name in names], title="x"))
    places = {text.text: int(text.get("y")) for text in root.iter("text") if text.get("dx")}
    assert set(places) == set(names)
    heights = sorted(places.values())
    assert min(high - low for low, high in pairwise(heights)) >= 14


def test_forty_years_leave_few_words_under_the_line_the_first_and_the_last_among_them():
    words = [text for text in texts(line(series("x", YEARS), title="x")) if re.fullmatch(r"(19|20)\d\d", text)]
    assert len(words) <= 6
    assert (words[0], words[-1]) == ("1985", "2024")


def test_a_line_far_from_zero_shows_its_changes_and_another_starts_at_zero():
    def zeros(figures):
        return [
            each for each in drawing(line(series("x", figures), title="x")).iter("line") if each.get("class") == "zero"
        ]

    assert zeros({1: 950, 2: 990}) == []
    assert len(zeros({1: 100, 2: 990})) == 1


def test_millions_are_said_once():
    found = texts(line(series("x", {1: 1_200_000, 2: 2_300_000}), title="x", unit="habitants"))
    assert "habitants (millions)" in found and {"0", "1", "2", "3"} <= set(found)


@pytest.mark.parametrize("draw", [line, dots])
def test_no_mark_stands_between_two_things_that_are_counted_one_by_one(draw):
    assert {"0,5", "1,5"}.isdisjoint(texts(draw(series("Écoles", {2023: 1, 2024: 2}), title="x")))
    assert "1,5" in texts(draw(series("Taux", {2023: 1, 2024: 2}), title="x", decimals=1))


@pytest.mark.parametrize("draw", [line, dots])
def test_no_mark_stands_between_things_that_are_counted_one_by_one(draw):
    assert {"0,5", "1,5"}.isdisjoint(texts(draw([series("Écoles", {2023: 1, 2024: 2})], title="x")))
    assert "1,5" in texts(draw([series("Taux", {2023: 1, 2024: 2})], title="x", decimals=1))


# Dots


def test_dots_of_then_and_now_stand_on_one_line_with_shapes_of_their_own():
    chart = dots([series("2019", {"Kaya": 62.5}), series("2024", {"Kaya": 70})], title="x")
    (_key, then), (_other_key, now) = shapes(drawing(chart))[-2:]
    assert then != now


# Scales and words


@pytest.mark.parametrize(
    ("values", "zero", "ticks"),
    [
        ([0, 97], True, [0, 50, 100]),
        ([62, 88], False, [60, 70, 80, 90]),
        ([-12, 30], False, [-20, 0, 20, 40]),
        ([7], True, [0, 2, 4, 6, 8]),
        ([], True, [0, Decimal("0.5"), 1]),
        (["0.02", "0.07"], False, ["0.02", "0.04", "0.06", "0.08"]),
    ],
)
def test_a_scale_falls_on_round_numbers(values, zero, ticks):
    scale = Scale.around([Decimal(str(value)) for value in values], zero=zero, decimals=2)
    assert list(scale.ticks) == [Decimal(tick) for tick in ticks]


@pytest.mark.parametrize(
    ("value", "decimals", "status", "words"),
    [
        (Decimal("1234567.5"), 0, "A", "1\u202f234\u202f568"),
        (Decimal("-1234.5"), 2, "A", "\u22121\u202f234,50"),
        (Decimal("-0.4"), 0, "A", "0"),
        (Decimal("2.5"), 0, "P", "3\u00a0(p)"),
        (Decimal("9999999999999999.999999"), 6, "E", "9\u202f999\u202f999\u202f999\u202f999\u202f999,999999\u00a0(e)"),
        (None, 2, "M", "…"),
    ],
)
def test_figures_are_written_as_the_french_write_them(value, decimals, status, words):
    assert figure(value, decimals, status) == words


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kaya", ["Kaya"]),
        ("Fada N’Gourma", ["Fada N’Gourma"]),
        ("Commune de Boussouma", ["Commune de", "Boussouma"]),
        ("Bobo-Dioulasso-Centre", ["Bobo-", "Dioulasso-Ce…"]),
        ("Anticonstitutionnellement", ["Anticonstitut", "ionnellement"]),
        ("", [""]),
    ],
)
def test_long_words_are_set_in_two_lines(text, lines):
    assert in_lines(text, 13) == lines
