"""Files as people send them: the real ones beside the project, and those that tests make."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook

from civitac.core.sheets.cells import Book
from civitac.core.sheets.reader import read

TABLES = Path(os.environ.get("CIVITAC_TEST_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data") / "tables"
real_files = pytest.mark.skipif(not TABLES.is_dir(), reason=f"no real tables at {TABLES}")


def real(name: str) -> bytes:
    return (TABLES / name).read_bytes()


def read_real(name: str) -> Book:
    return read(real(name), name)


def csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def xlsx(*rows: list, sheets: dict[str, list[list]] | None = None) -> bytes:
    """A workbook of one sheet, or of several by name."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in (sheets or {"Feuille": list(rows)}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of parts, as XLSX and ODS are."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_part(content: bytes, name: str, change: object) -> bytes:
    """The package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    parts[name] = change(parts[name])
    return packed(parts)


def xls(*rows: list, errors: dict[tuple[int, int], str], hidden: tuple[int, ...] = ()) -> bytes:
    """An old workbook of one sheet, some of whose cells are errors and some of whose rows are hidden (from 0)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Feuille")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    for (number, column), text in errors.items():
        sheet.row(number).set_cell_error(column, text)
    for number in hidden:
        sheet.row(number).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
