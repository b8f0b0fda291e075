"""The files in which figures are taken away: CSV that a French spreadsheet opens right, XLSX, JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from civitac.core.text import harmless, without_controls

FORMATS = ("csv", "xlsx", "json")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | Decimal | None


@dataclass
class Sheet:
    """A table to take away; `notes` (sources, licence, address) follow the rows, under an empty one."""

    name: str  # of the file, without its ending
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = field(default_factory=tuple)


def plain_number(value: Decimal | int) -> str:
    """Digits and a decimal comma, without useless zeros."""
    return f"{Decimal(value).normalize():f}".replace(".", ",") if value else "0"


def for_csv(value: Value) -> str:
    if value is None:
        return ""
    return harmless(without_controls(value)) if isinstance(value, str) else plain_number(value)


def csv_file(sheet: Sheet) -> HttpResponse:
    """UTF-8 with its mark, semicolons, decimal commas: what a French spreadsheet expects when a file is double-clicked."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(for_csv, sheet.headings))
    writer.writerows([for_csv(value) for value in row] for row in sheet.rows)
    if sheet.notes:
        writer.writerow([])
        writer.writerows([for_csv(note)] for note in sheet.notes)
    return as_file(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{sheet.name}.csv")


def xlsx_file(sheet: Sheet) -> HttpResponse:
    """Numbers are numbers, texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Chiffres")
    page.freeze_panes = "A2"
    page.append([text_cell(page, heading, bold=True) for heading in sheet.headings])
    for row in sheet.rows:
        page.append([text_cell(page, value) if isinstance(value, str) else value for value in row])
    for note in ("", *sheet.notes) if sheet.notes else ():
        page.append([text_cell(page, note)])
    content = io.BytesIO()
    book.save(content)
    return as_file(content.getvalue(), XLSX, f"{sheet.name}.xlsx")


def text_cell(page: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, without_controls(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def json_file(data: object) -> HttpResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
