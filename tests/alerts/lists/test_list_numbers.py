"""Numbers as people write them in their lists."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.phones import mobile
from alerts.enums import WrongNumber
from alerts.lists.numbers import numbers_of, read
from civitac.core.sheets.cells import Broken

GOOD = "+22670123456"


@pytest.mark.parametrize(
    "cell",
    [
        *("70123456", "70 12 34 56", "70.12.34.56", "70-12-34-56", "70/12/34/56", "7012 3456", "(+226) 70 12 34 56"),
        *(
            "+226 70123456",
            "0022670123456",
            "22670123456",
            "226 70 12 34 56",
            "70\u00a012\u202f34\u200956",
            "'70123456",
            "\u202a+226 70 12 34 56\u202c",
            "\u200e70\u200b123456\ufeff",
        ),
        *(70123456, 70123456.0, 22670123456, 22670123456.0, "70 - 12 - 34 - 56", " 70123456\n"),
    ],
)
def test_one_number_in_many_spellings(cell):
    assert [found for _text, found in numbers_of(cell)] == [GOOD]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, "empty"),
        ("   ", "empty"),
        ("25 30 00 00", "landline"),
        (25300000, "landline"),
        ("+33 6 12 34 56 78", "foreign"),
        ("00223 70 12 34 56", "foreign"),
        ("701234", "short"),
        ("+226 70 12 34 5", "short"),
        ("70 12 34 5", "short"),
        ("7012345", "zero"),
        ("1020304", "zero"),
        ("00 11 22 33", "unused"),
        ("001122", "short"),
        (1234567, "zero"),
        (1234567.0, "zero"),
        ("701234567", "long"),
        ("70123456 76000001", "long"),
        ("91234567", "unused"),
        ("trop tard", "letters"),
        ("7O123456", "letters"),
        ("70123456 (fils)", "letters"),
        ("٧٠١٢٣٤٥٦", "letters"),
        (70123456.5, "letters"),
        (True, "letters"),
        ("7,01E+07", "cut"),
        ("2.26701E+10", "cut"),
        (datetime.date(2024, 5, 3), "date"),
        ("03/05/2024", "date"),
        ("3-5-2024 12:00", "date"),
        ("2024-05-03", "date"),
        (Broken("#N/A"), "broken"),
        (Broken("=A1"), "broken"),
    ],
)
def test_what_is_no_number_has_its_reason(cell, reason):
    assert [found for _text, found in numbers_of(cell)] == [WrongNumber(reason)]


@pytest.mark.parametrize(
    "cell",
    [
        *("70 12 34 56 / 76 00 00 01", "70123456;76000001", "70123456, 76000001", "70123456 ou 76000001"),
        *("70123456 et 76000001", "70123456\n76000001", "70 12 34 56 - 76 00 00 01", "70123456/+226 76000001"),
    ],
)
def test_two_numbers_in_one_cell_are_both_taken(cell):
    assert [found for _text, found in numbers_of(cell)] == [GOOD, "+22676000001"]


def test_the_wrong_one_of_two_is_told_from_the_good_one():
    assert list(numbers_of("70 12 34 56 / 76")) == [("70 12 34 56", GOOD), ("76", WrongNumber.SHORT)]


def by_the_library(text: str) -> str | None:
    try:
        return mobile(text)
    except ValidationError:
        return None


@given(
    st.sampled_from(["", "+226", "00226", "226", "+", "00", "0", "+33"]), st.from_regex(r"[0-9]{6,10}", fullmatch=True)
)
@settings(max_examples=400, deadline=None)
def test_the_library_would_say_the_same(prefix, digits):
    found = read(prefix + digits)
    assert (None if isinstance(found, WrongNumber) else found) == by_the_library(prefix + digits)
