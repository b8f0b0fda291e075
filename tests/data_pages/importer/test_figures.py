"""Numbers as people type them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civitac.core.sheets.cells import Broken, Percentage, shown
from data_pages.importer.figures import MISSING, NotAFigureError, decimal_sign_of, read_figure
from tests.core.sheets.files import read_real, real_files


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("57\u00a0463", "57463"),
        ("57\u202f463", "57463"),
        ("1 063 850,00    ", "1063850"),
        ("49,4", "49.4"),
        ("12.5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1 234,567", "1234.567"),
        ("0,123", "0.123"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        (7724.0, "7724"),
        (0.1 + 0.2, "0.3"),
        (2019, "2019"),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed, number):
    assert read_figure(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["n.d.", "nd", "ND", "N.D", "…", "...", "n/d", "non disponible"])
def test_not_available_is_missing_and_not_zero(typed):
    assert read_figure(typed) is MISSING


@pytest.mark.parametrize("typed", ["-", "–", "—", " -      "])
def test_a_dash_alone_means_what_the_person_says(typed):
    assert read_figure(typed) is MISSING
    assert read_figure(typed, dash="zero") == 0
    assert read_figure(typed, dash="nothing") is None


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", None])
def test_an_empty_cell_says_nothing(typed):
    assert read_figure(typed) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1,234", "de deux façons"),
        ("1.234", "de deux façons"),
        ("~55", "exact"),
        ("environ 40", "exact"),
        ("12 34", "milliers"),
        ("abc", "n’est pas un chiffre"),
        ("1e5", "n’est pas un chiffre"),
        ("=1+1", "n’est pas un chiffre"),
        ("1/2/2024", "date"),
        ("1,2345678", "six décimales"),
        (1e17, "trop grand"),
        ("9" * 30, "trop grand"),
        (float("inf"), "trop grand"),
        (datetime.date(2024, 5, 1), "date"),
        (True, "oui ou un non"),
        (Broken("=A1*2"), "formule"),
        (Broken("#DIV/0!"), "erreur"),
        ("12 %", "pourcentage"),
        ("12 kg", "n’est pas un chiffre"),
    ],
)
def test_what_is_not_for_certain_a_number_is_refused_with_its_reason(typed, why):
    with pytest.raises(NotAFigureError) as refused:
        read_figure(typed, unit="habitants")
    assert why in str(refused.value)


def test_the_rest_of_the_column_settles_what_a_comma_means():
    assert read_figure("1,234", decimal_sign=",") == Decimal("1.234")
    assert read_figure("1,234", decimal_sign=".") == Decimal(1234)
    assert read_figure("1.234", decimal_sign=",") == Decimal(1234)


@pytest.mark.parametrize(
    ("column", "sign"),
    [
        (["49,4", "1,234"], ","),
        (["1,234,567"], "."),
        (["1.234,5"], ","),
        (["12.5"], "."),
        (["1,234", "12 345"], ""),
        (["49,4", "49.4"], ""),
        (["12 %", "1 234,5"], ","),
    ],
)
def test_a_column_says_its_sign_only_when_it_is_of_one_mind(column, sign):
    assert decimal_sign_of(column) == sign


def test_a_unit_may_follow_a_figure_of_that_unit_only():
    assert read_figure("108,23 %", unit="%") == Decimal("108.23")
    assert read_figure("12 500 F CFA", unit="F CFA") == Decimal(12500)
    assert read_figure("12 500 FCFA", unit="millions de F CFA") == Decimal(12500)
    assert read_figure("12 habitants", unit="habitants") == Decimal(12)


def test_what_a_spreadsheet_shows_as_a_percentage_is_a_figure_of_that_unit_only():
    assert read_figure(Percentage(0.85), unit="%") == Decimal(85)
    assert read_figure(Percentage(0.0375), unit="% de la population") == Decimal("3.75")
    with pytest.raises(NotAFigureError, match="pourcentage"):
        read_figure(Percentage(0.85), unit="habitants")


@given(st.decimals(-(10**14), 10**14, places=2), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_every_figure_written_in_french_comes_back(number, space):
    written = f"{number:,.2f}".replace(",", space).replace(".", ",")
    assert read_figure(written) == number


@given(st.text(max_size=30), st.sampled_from(["", ",", "."]))
def test_any_text_is_a_figure_or_a_reason(text, sign):
    try:
        value = read_figure(text, sign, "%")
    except NotAFigureError as refused:
        assert str(refused)
    else:
        assert value is None or value is MISSING or value.is_finite()


@given(st.floats() | st.integers())
def test_any_number_of_a_spreadsheet_is_a_figure_or_a_reason(number):
    try:
        assert abs(read_figure(number) - Decimal(repr(number))) <= Decimal("0.000001")
    except NotAFigureError as refused:
        assert "grand" in str(refused)


@real_files
def test_the_same_budget_as_an_open_document_says_the_same():
    text = read_real("mtp_budget_primitif_2014_cp1252_nbsp_milliers_virgule.csv").sheets[0].rows
    sheet = read_real("mtp_budget_primitif_2014.ods").sheet("OpenDataBP").rows
    assert len(text) == len(sheet)
    for row, other in zip(text[1:], sheet[1:], strict=True):
        assert [shown(cell).strip() for cell in row[:5]] == [shown(cell).strip() for cell in other[:5]]
        # Accounts show zero as a dash.
        assert read_figure(row[5], dash="zero") == read_figure(other[5])
