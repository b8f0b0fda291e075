"""Where a table begins: below letterheads and titles, under headings of one row or two."""

import pytest

from civitac.core.sheets.reader import read
from data_pages.importer.headings import find_headings
from tests.core.sheets.files import csv


def headings(*rows: str) -> tuple[int, int, list[str]]:
    """First row, last row and labels of the headings of these rows."""
    found = find_headings(read(csv(*rows), "a.csv").sheets[0])
    return found.first, found.last, list(found.labels)


def test_years_above_repeated_headings_are_part_of_them():
    rows = [";2022;;2023;", "Commune;Forages;Écoles;Forages;Écoles", "Ouahigouya;5;12;6;13", "Kaya;7;21;8;22"]
    labels = ["Commune", "2022 Forages", "2022 Écoles", "2023 Forages", "2023 Écoles"]
    assert headings(*rows) == (1, 2, labels)
    assert headings("Chiffres des communes;;;;", ";;;;", *rows) == (3, 4, labels)


def test_names_above_repeated_years_are_part_of_the_headings():
    rows = [";Forages;;Écoles;", "Commune;2022;2023;2022;2023", "Ouahigouya;5;6;12;13", "Kaya;7;8;21;22"]
    assert headings(*rows) == (1, 2, ["Commune", "Forages 2022", "Forages 2023", "Écoles 2022", "Écoles 2023"])


@pytest.mark.parametrize(
    ("above", "below", "labels"),
    [
        (";2022;;2023;", ";Boussé;Laye;Boussé;Laye", ["", "2022 Boussé", "2022 Laye", "2023 Boussé", "2023 Laye"]),
        (";Boussé;;Laye;", ";2022;2023;2022;2023", ["", "Boussé 2022", "Boussé 2023", "Laye 2022", "Laye 2023"]),
    ],
)
def test_two_rows_of_headings_may_leave_their_corner_empty(above, below, labels):
    assert headings("Chiffres;;;;", above, below, "Forages;5;12;6;13", "Écoles;7;21;8;22") == (2, 3, labels)


def test_headings_written_out_on_both_rows_are_joined():
    rows = ["Commune;Forages;Forages;Écoles", ";2022;2023;2023", "Ouahigouya;5;6;12", "Kaya;7;8;21"]
    assert headings(*rows) == (1, 2, ["Commune", "Forages 2022", "Forages 2023", "Écoles 2023"])


@pytest.mark.parametrize(
    "above",
    [
        ["RÉPUBLIQUE;;BURKINA FASO", ";;La Patrie ou la Mort", ";;"],
        ["Commune de Ouahigouya;;Année 2023"],
        ["MINISTÈRE;BURKINA FASO;", "Secrétariat général;Unité;"],
    ],
)
def test_a_letterhead_is_not_taken_for_headings(above):
    rows = ["Commune;Année;Forages", "Ouahigouya;2023;12", "Kaya;2023;13"]
    assert headings(*above, *rows) == (len(above) + 1, len(above) + 1, ["Commune", "Année", "Forages"])


def test_a_first_row_of_words_is_not_taken_for_headings():
    rows = [";Province;Statut;2022", "Ouahigouya;Yatenga;provisoire;12", "Kaya;Sandbondtenga;définitif;5"]
    assert headings(*rows)[:2] == (1, 1)


def test_a_year_that_stands_alone_above_is_a_title():
    assert headings(";;2023;", "Commune;Province;Forages;Écoles", "Kaya;Sandbondtenga;5;6")[:2] == (2, 2)
