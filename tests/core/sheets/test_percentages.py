"""A cell that people see as 85 % is kept by the spreadsheet as 0.85: what they see is what is read."""

import io

import pytest
import xlwt
from openpyxl import Workbook

from civitac.core.sheets.cells import Percentage, shown
from civitac.core.sheets.reader import read
from tests.core.sheets.files import packed


@pytest.mark.parametrize("shown_as", ["0%", "0.00%", "0.0\\ %", "[Red]0%;-0%"])
def test_a_cell_shown_as_a_percentage_is_one(shown_as):
    book = Workbook()
    book.active.append(["Commune", "Taux"])
    for place, share in [("Kaya", 0.85), ("Dori", 1), ("Boulsa", 0.57)]:
        book.active.append([place, share])
        book.active.cell(book.active.max_row, 2).number_format = shown_as
    stream = io.BytesIO()
    book.save(stream)
    cells = [row[1] for row in read(stream.getvalue(), "a.xlsx").sheets[0].rows[1:]]
    assert list(map(shown, cells)) == ["85\u00a0%", "100\u00a0%", "57\u00a0%"]


def test_a_sign_written_beside_a_number_makes_no_percentage_of_it():
    book = Workbook()
    book.active.append(["Commune", "Taux"])
    book.active.append(["Kaya", 85])
    book.active["B2"].number_format = '0" %"'
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue(), "a.xlsx").sheets[0].rows[1] == ["Kaya", 85]


def test_a_percentage_of_an_old_workbook_is_one():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Feuille")
    sheet.write(0, 0, "Taux")
    sheet.write(1, 0, 0.125, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(2, 0, 12)
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue(), "a.xls").sheets[0].rows[1:] == [[Percentage(0.125)], [12]]


def test_percentages_of_an_open_document_are_found_where_cells_repeat():
    cell = '<table:table-cell office:value-type="{kind}" office:value="{value}"{more}><text:p>x</text:p></table:table-cell>'
    name = '<table:table-cell office:value-type="string"><text:p>Kaya</text:p></table:table-cell>'
    twice = ' table:number-columns-repeated="2"'
    rows = f"<table:table-row>{name * 3}</table:table-row>"
    rows += f"<table:table-row>{name}{cell.format(kind='percentage', value='0.5', more=twice)}</table:table-row>"
    rows += f"<table:table-row>{name}{cell.format(kind='float', value='0.5', more=twice)}</table:table-row>"
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Feuille">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest,
        "content.xml": content.encode(),
    }
    found = read(packed(parts), "a.ods").sheets[0].rows
    assert found[1:] == [["Kaya", Percentage(0.5), Percentage(0.5)], ["Kaya", 0.5, 0.5]]
