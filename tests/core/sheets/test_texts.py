"""Text files: encodings, separators, quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civitac.core.sheets.cells import UnreadableError
from civitac.core.sheets.reader import read
from civitac.core.sheets.separated import unmarked_utf_16
from tests.core.sheets.files import csv


def only(content: bytes, **how: str) -> tuple:
    book = read(content, "a.csv", **how)
    return book.encoding, book.separator, book.sheets[0].rows


@pytest.mark.parametrize(
    ("encoding", "recognised"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_is_recognised(encoding, recognised):
    assert only(csv("Région;Année", "Yaadga;2024", encoding=encoding)) == (
        recognised,
        ";",
        [["Région", "Année"], ["Yaadga", "2024"]],
    )


def test_a_text_in_utf_16_without_a_mark_keeps_its_curly_signs_and_no_break_spaces():
    for encoding in ("utf-16-le", "utf-16-be"):
        rows = only("Commune\tPopulation\r\nFada N’Gourma\t187\u202f692\r\nƁoulsa\t5\u00a0000".encode(encoding))[2]
        assert rows == [["Commune", "Population"], ["Fada N’Gourma", "187\u202f692"], ["Ɓoulsa", "5\u00a0000"]]


@pytest.mark.parametrize(
    "content",
    [
        b"Commune;2024\r\nKaya;1\x002\r\n",  # one zero byte is none of UTF-16
        "Commune;2024\r\nKaya;12".encode("utf-16-le") + b"\x00",  # cut in the middle of a sign
        bytes(range(1, 32)).replace(b"\t", b"").replace(b"\n", b"").decode("latin-1").encode("utf-16-le"),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
        "Commune;2024".encode("utf-32-le"),
    ],
)
def test_zero_bytes_that_are_not_those_of_utf_16_are_no_text(content):
    with pytest.raises(UnreadableError, match="ni un classeur ni un texte"):
        read(content, "a.csv")


@given(st.text(st.characters(codec="cp1252", exclude_characters="\0"), min_size=1).filter(str.strip))
def test_no_text_in_utf_8_or_windows_is_taken_for_utf_16(text):
    for encoding in ("utf-8", "cp1252"):
        assert unmarked_utf_16(text.encode(encoding)) == ""


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
