"""Whatever is sent, the answer is in words and the worker lives."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from civitac.core.sheets.cells import Book, Broken, UnreadableError
from civitac.core.sheets.reader import read
from tests.core.sheets.files import csv, packed, with_part, xls, xlsx


def refusal(content: bytes, name: str = "tableau.xlsx") -> str:
    with pytest.raises(UnreadableError) as refused:
        read(content, name)
    return str(refused.value)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.ods", "a.xls"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(content, name):
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return
    try:
        assert isinstance(read(content, name), Book)
    except UnreadableError as refused:
        assert str(refused)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("rest", [b"", b"\0" * 600, b"\xff" * 5000])
def test_a_spreadsheet_that_is_none_is_called_damaged(start, rest):
    assert "abîmé" in refusal(start + rest)


def test_an_empty_file_is_said_to_be_empty():
    assert "vide" in refusal(b"", "a.csv")
    assert "vide" in refusal(b" \r\n\r\n ", "a.csv")
    assert "aucune cellule" in refusal(xlsx())
    assert "aucune cellule" in refusal(csv(";;;", ";;;"), "a.csv")


def test_a_page_of_the_web_called_xls_is_refused():
    assert "page" in refusal(b"<html><table><tr><td>1</td></tr></table></html>", "export.xls")
    assert "page" in refusal(b"%PDF-1.4 ...", "budget.xlsx")


def test_another_kind_of_file_is_refused_by_its_name():
    assert "CSV, XLSX, ODS ou XLS" in refusal(csv("a;b"), "lettre.docx")


def test_a_text_called_xls_is_read_as_a_text():
    assert read(csv("Commune\t2024", "Kaya\t12"), "export.xls").separator == "\t"


def test_a_picture_called_csv_is_refused():
    assert "ni un classeur ni un texte" in refusal(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.csv")


def test_a_bomb_is_refused_before_it_is_opened():
    bomb = with_part(xlsx(["Commune", 1]), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 60_000_000)
    assert len(bomb) < 200_000
    begun = time.monotonic()
    assert "démesurée" in refusal(bomb)
    assert time.monotonic() - begun < 3


def test_one_cell_at_the_far_corner_does_not_fill_the_memory():
    book = Workbook()
    book.active["XFD1048576"] = 1
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(stream.getvalue())


def test_a_sheet_of_four_hundred_columns_is_refused_with_its_number():
    wide = ["x"] * 400
    assert "400 colonnes" in refusal(xlsx(wide, wide))
    assert "400 colonnes" in refusal(csv(";".join(wide), ";".join(wide)), "a.csv")


def test_a_file_too_heavy_is_refused():
    assert "Mo" in refusal(b"a;b\n" * 6_000_000, "a.csv")


def test_a_quotation_mark_left_open_is_said_with_its_row():
    reason = refusal(csv("Commune;2024", 'Kaya;"12', *["Kaya;12"] * 30_000), "a.csv")
    assert "guillemet" in reason and "ligne 2" in reason


@pytest.mark.parametrize("last", ['"Dori;2024;5', 'Dori;2024;"5', '"Dori;2024;5\r\nBoulsa;2024;7'])
def test_a_quotation_mark_left_open_near_the_end_is_said_too(last):
    reason = refusal(csv("Commune;Année;Écoles", "Kaya;2024;12", last), "a.csv")
    assert "guillemet" in reason and "ligne 3" in reason


def test_a_quotation_mark_inside_a_cell_opens_nothing():
    rows = read(csv("Commune;2024;Note", 'Kaya;12;école "A" 3"', 'Dori;5;"dit ""oui"""'), "a.csv").sheets[0].rows
    assert rows[1:] == [["Kaya", "12", 'école "A" 3"'], ["Dori", "5", 'dit "oui"']]


def test_an_encrypted_workbook_is_refused_in_words():
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 100)


def test_entities_that_multiply_are_not_unfolded():
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() if n > 1 else b'<!ENTITY a1 "&a;&a;">'
            for n in range(1, 12)
        )
        + b"]><workbook>&a11;</workbook>"
    )
    assert refusal(packed({"xl/workbook.xml": bomb, "xl/_rels/workbook.xml.rels": bomb, "[Content_Types].xml": bomb}))


def test_a_formula_gives_its_result_and_is_broken_without_one():
    content = xlsx(["Commune", "2024"], ["Kaya", "=1+1"], ["Dori", "=2+2"])
    calculated = with_part(
        content,
        "xl/worksheets/sheet1.xml",
        lambda part: (
            part.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
        ),
    )
    rows = read(calculated, "a.xlsx").sheets[0].rows
    assert rows[1] == ["Kaya", 2]
    assert rows[2] == ["Dori", Broken("=2+2")]


def test_an_error_of_the_spreadsheet_is_not_an_empty_cell():
    content = with_part(
        xlsx(["Commune", "2024"], ["Kaya", 12]),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b'<c r="B2" t="n"><v>12</v></c>', b'<c r="B2" t="e"><v>#DIV/0!</v></c>'),
    )
    assert read(content, "a.xlsx").sheets[0].rows[1] == ["Kaya", Broken("#DIV/0!")]


def test_an_error_of_an_old_workbook_is_not_an_empty_cell():
    content = xls(["Commune", "2024"], ["Kaya", 12], ["Dori", None], ["Boulsa", 7], errors={(2, 1): "#DIV/0!"})
    assert read(content, "a.xls").sheets[0].rows[1:] == [["Kaya", 12], ["Dori", Broken("#DIV/0!")], ["Boulsa", 7]]


def test_hidden_rows_of_an_old_workbook_are_read_and_counted():
    sheet = read(xls(["Commune", "2024"], ["Kaya", 12], errors={}, hidden=(1,)), "a.xls").sheets[0]
    assert sheet.hidden_rows == 1 and sheet.rows[1] == ["Kaya", 12]


def test_hidden_rows_are_read_and_counted():
    book = Workbook()
    book.active.append(["Commune", "2024"])
    book.active.append(["Kaya", 12])
    book.active.row_dimensions[2].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    sheet = read(stream.getvalue(), "a.xlsx").sheets[0]
    assert sheet.hidden_rows == 1 and sheet.rows[1] == ["Kaya", 12]
