"""Periods as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pages.importer.moments import NotAPeriodError, TwoYearsError, read_period
from data_pages.periods import Period


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        (2024.0, "2024"),
        ("Exercice 2020", "2020"),
        ("année 2021", "2021"),
        ("T1 2024", "2024-Q1"),
        ("2024-T3", "2024-Q3"),
        ("1er trimestre 2024", "2024-Q1"),
        ("4e trimestre de 2024", "2024-Q4"),
        ("S2 2024", "2024-S2"),
        ("2e semestre 2024", "2024-S2"),
        ("janv. 2024", "2024-01"),
        ("Août 2024", "2024-08"),
        ("déc. 2023", "2023-12"),
        ("07/2024", "2024-07"),
        ("2024-07", "2024-07"),
    ],
)
def test_a_period_is_read(written, code):
    assert read_period(written) == code


@pytest.mark.parametrize("written", ["2021-2022", "2021/2022", "2021/22", "Année scolaire 2021-2022"])
def test_two_years_are_asked_about_and_then_counted_as_said(written):
    with pytest.raises(TwoYearsError):
        read_period(written)
    assert read_period(written, span="first") == "2021"
    assert read_period(written, span="last") == "2022"


def test_two_years_or_a_month_depend_on_the_indicator():
    with pytest.raises(NotAPeriodError):
        read_period("2011-12")
    assert read_period("2011-12", "M") == "2011-12"
    assert read_period("2011-12", "A", "last") == "2012"


def test_a_day_stands_for_a_period_only_when_it_begins_or_ends_it():
    assert read_period(datetime.date(2024, 1, 1), "M") == "2024-01"
    assert read_period(datetime.date(2024, 12, 31), "A") == "2024"
    assert read_period("31/03/2024", "Q") == "2024-Q1"
    for day, frequency in ((datetime.date(2013, 11, 25), "A"), ("25/11/2013", "M"), (datetime.date(2024, 1, 1), "")):
        with pytest.raises(NotAPeriodError, match="jour"):
            read_period(day, frequency)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1850", "1900"),
        ("S3 2024", "semestre"),
        ("2010-2015", "deux années"),
        ("hier", "n’est pas une période"),
        (True, "période"),
    ],
)
def test_what_is_not_a_period_is_refused_with_its_reason(written, why):
    with pytest.raises(NotAPeriodError, match=why):
        read_period(written)


def test_another_frequency_than_the_indicators_is_refused():
    with pytest.raises(NotAPeriodError, match="chaque année"):
        read_period("T1 2024", "A")


@given(st.text(max_size=24), st.sampled_from(["", "A", "S", "Q", "M"]), st.sampled_from(["", "first", "last"]))
def test_any_text_is_a_period_or_a_reason(text, frequency, span):
    try:
        code = read_period(text, frequency, span)
    except NotAPeriodError as refused:
        assert str(refused)
    else:
        assert code is None or Period.parse(code).code == code


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_every_month_comes_back_from_what_is_shown(year, number):
    assert read_period(f"{number:02}/{year}") == f"{year}-{number:02}"
