"""Text files: encodings, separators, quotation marks."""

import pytest

from civitac.core.sheets.reader import read
from tests.core.sheets.files import csv


def only(content: bytes, **how: str) -> tuple:
    book = read(content, "a.csv", **how)
    return book.encoding, book.separator, book.sheets[0].rows


@pytest.mark.parametrize(
    ("encoding", "recognised"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_recognised(encoding, recognised):
    assert only(csv("Région;Année", "Yaadga;2024", encoding=encoding)) == (
        recognised,
        ";",
        [["Région", "Année"], ["Yaadga", "2024"]],
    )


def test_another_encoding_is_chosen_by_hand():
    assert only(csv("Région;n", encoding="cp850"), encoding="cp850")[2] == [["Région", "n"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_separator_is_recognised_below_titles_and_among_decimal_commas(separator):
    rows = ["Titre du fichier", "", separator.join(["Commune", "2023", "2024"])]
    rows += [separator.join([name, '"1,5"', '"2,5"']) for name in ("Kaya", "Dori", "Titao")]
    assert only(csv(*rows))[1:] == (
        separator,
        [
            ["Titre du fichier"],
            [],
            ["Commune", "2023", "2024"],
            *([n, "1,5", "2,5"] for n in ("Kaya", "Dori", "Titao")),
        ],
    )


def test_decimal_commas_do_not_pass_for_separators():
    assert only(csv("Commune;2023;2024", "Kaya;1,5;2,5", "Dori;3,5;4,5"))[1] == ";"


def test_excel_may_announce_the_separator():
    assert only(csv("sep=,", "a,b", "1,2"))[1:] == (",", [["a", "b"], ["1", "2"]])


def test_a_line_break_inside_quotation_marks_stays_in_its_cell():
    assert only(csv('Commune;"Note\nsur deux lignes"', "Kaya;x"))[2][0] == ["Commune", "Note\nsur deux lignes"]
