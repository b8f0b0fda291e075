"""Reads a spreadsheet (XLSX, ODS, XLS) in a process of its own and prints its cells as JSON.

Run as a program by `spreadsheets`, under limits of memory and time: a file that blows a parser up kills this process
only. It knows nothing of Django. A refusal is printed as {"refused": word, …} for `spreadsheets` to say in French.
"""

from __future__ import annotations

import datetime
import json
import math
import posixpath
import re
import resource
import struct
import sys
import zipfile
from pathlib import PurePosixPath
from xml.etree import ElementTree

MEMORY = 1536 * 1024 * 1024
SECONDS = 45
MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 200, 200_000, 3_000_000

# A cell of XLSX as it is written: its attributes, then what stands inside.
XLSX_CELL = re.compile(rb"<c ([^>]*?)(?:/>|>(.*?)</c>)", re.S)
XLSX_FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>(.*?)</f>)", re.S)
XLSX_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
XLSX_HIDDEN = re.compile(rb'<row [^>]*\bhidden="(?:1|true)"')
ODS_ROW = re.compile(rb"<table:table-row\b[^>]*?(?:/>|>.*?</table:table-row>)", re.S)
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)", re.S)
ODS_PERCENTAGE = b'office:value-type="percentage"'
# What of a format of numbers is text beside the number, where a "%" means nothing.
BESIDE_NUMBER = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
PERCENTAGES_OF_OOXML = {"9", "10"}  # "0%" and "0.00%" (ECMA-376, 18.8.30)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Refused(Exception):
    def __init__(self, word: str, **details: object) -> None:
        self.answer = {"refused": word, **details}


def limit_oneself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def unpack(path: str) -> dict[str, object]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise Refused("password") from error
    except calamine.CalamineError as error:
        raise Refused("damaged") from error
    marked = marks_by_sheet(path)
    sheets = []
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(number)
        if sheet.total_height > MOST_ROWS:
            raise Refused("rows", sheet=about.name, number=sheet.total_height, most=MOST_ROWS)
        if sheet.total_height * sheet.total_width > MOST_CELLS and sheet.total_width > MOST_COLUMNS:
            raise Refused("columns", sheet=about.name, number=sheet.total_width, most=MOST_COLUMNS)
        rows = [plain_row(row) for row in sheet.to_python(skip_empty_area=False)]
        marks = marked.get(about.name, Marks())
        for (row, column), text in marks.broken.items():
            if row < MOST_ROWS and column < MOST_COLUMNS:
                put(rows, row, column, ["x", text])
        for row, column in marks.percentages:
            cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
            if type(cell) in (int, float) and math.isfinite(cell):
                rows[row][column] = ["p", cell]
        widest = max(map(len, rows), default=0)
        if widest > MOST_COLUMNS:
            raise Refused("columns", sheet=about.name, number=widest, most=MOST_COLUMNS)
        sheets.append(
            {
                "name": about.name,
                "visible": about.visible == calamine.SheetVisibleEnum.Visible,
                "hidden_rows": marks.hidden_rows,
                "rows": rows,
            }
        )
    if sum(map(len, (row for sheet in sheets for row in sheet["rows"]))) > MOST_CELLS:
        raise Refused("cells", most=MOST_CELLS)
    return {"sheets": sheets}


def plain_row(row: list[object]) -> list[object]:
    """A row as JSON can write it, without the empty cells of its end."""
    plain = [
        plain_cell(cell) if cell.__class__ not in (str, float, int) else (cell or None if cell == "" else cell)
        for cell in row
    ]
    while plain and plain[-1] is None:
        plain.pop()
    return plain


def plain_cell(cell: object) -> object:
    if cell is None:
        return None
    if isinstance(cell, bool):
        return ["b", cell]
    if isinstance(cell, datetime.datetime):
        return ["d", cell.date().isoformat()]
    if isinstance(cell, datetime.date):
        return ["d", cell.isoformat()]
    if isinstance(cell, (datetime.time, datetime.timedelta)):
        return ["t", str(cell)]
    return cell


def put(rows: list[list[object]], row: int, column: int, cell: object) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = cell


class Marks:
    """What the parser does not tell of one sheet: cells without a usable result, and those shown as percentages, by
    (row, column), and hidden rows.
    """

    def __init__(self) -> None:
        self.broken: dict[tuple[int, int], str] = {}
        self.percentages: set[tuple[int, int]] = set()
        self.hidden_rows = 0


def marks_by_sheet(path: str) -> dict[str, Marks]:
    if not zipfile.is_zipfile(path):
        return xls_marks(path)
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if "xl/workbook.xml" in names:
            styles = percentage_styles(package.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
            return {name: xlsx_marks(package.read(part), styles) for name, part in xlsx_parts(package) if part in names}
        if "content.xml" in names:
            return ods_marks(package.read("content.xml"))
    return {}


def xls_marks(path: str) -> dict[str, Marks]:
    """Old XLS files always keep the results of their formulas; their errors, the parser takes for empty cells."""
    import xlrd

    try:
        book = xlrd.open_workbook(path, formatting_info=True, logfile=sys.stderr)
    except (
        xlrd.XLRDError,
        xlrd.compdoc.CompDocError,
        struct.error,
        LookupError,
        ValueError,
        TypeError,
        AssertionError,
    ):
        # The cells themselves have been read by a more patient parser.
        return {}
    found = {}
    percentages = {
        number
        for number, style in enumerate(book.xf_list)
        if is_percentage(format_of(book.format_map, style.format_key))
    }
    for sheet in book.sheets():
        marks = found[sheet.name] = Marks()
        marks.hidden_rows = sum(bool(row.hidden) for row in sheet.rowinfo_map.values())
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_ERROR:
                    code = sheet.cell_value(row, column)
                    marks.broken[(row, column)] = xlrd.error_text_from_code.get(code, "#?")
                elif kind == xlrd.XL_CELL_NUMBER and percentages and sheet.cell_xf_index(row, column) in percentages:
                    marks.percentages.add((row, column))
    return found


def format_of(formats: dict[int, object], key: int) -> str:
    found = formats.get(key)
    return found.format_str if found else ""


def is_percentage(number_format: str) -> bool:
    """Whether numbers are shown as percentages: "0%", and not '0" %"', whose sign is only written beside the number."""
    return "%" in BESIDE_NUMBER.sub("", number_format)


def xlsx_parts(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of each sheet and the part of the package that holds it."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    return [
        (
            sheet.get("name", ""),
            posixpath.normpath(str(PurePosixPath("/xl") / targets.get(sheet.get(RELATION), ""))).lstrip("/"),
        )
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    ]


def percentage_styles(content: bytes) -> set[bytes]:
    """The attribute `s` of cells that show their number as a percentage."""
    try:
        styles = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return set()
    formats = {
        each.get("numFmtId")
        for each in styles.iter()
        if each.tag.endswith("}numFmt") and is_percentage(each.get("formatCode", ""))
    }
    used = next((each for each in styles if each.tag.endswith("}cellXfs")), ())
    wanted = formats | PERCENTAGES_OF_OOXML
    return {b's="%d"' % number for number, style in enumerate(used) if style.get("numFmtId") in wanted}


def xlsx_marks(content: bytes, percentages: set[bytes]) -> Marks:
    marks = Marks()
    marks.hidden_rows = len(XLSX_HIDDEN.findall(content))
    percentages = {style for style in percentages if b" " + style in content}
    if b"<f" not in content and b't="e"' not in content and not percentages:
        return marks
    for cell in XLSX_CELL.finditer(content):
        attributes, inside = cell[1], cell[2] or b""
        if percentages and (place := XLSX_PLACE.search(attributes)) and not percentages.isdisjoint(attributes.split()):
            marks.percentages.add((int(place[2]) - 1, column_index(place[1])))
        is_error = b't="e"' in attributes
        formula = XLSX_FORMULA.search(inside) if b"<f" in inside else None
        if not is_error and (formula is None or (b"<v>" in inside and b"<v></v>" not in inside)):
            continue
        place = XLSX_PLACE.search(attributes)
        if place is None:
            continue
        text = (
            inside.partition(b"<v>")[2].partition(b"</v>")[0]
            if is_error
            else b"=" + ((formula[1] if formula else b"") or b"")
        )
        # A formula whose result is an empty text is written t="str" and shows nothing: that is an empty cell.
        if is_error or b't="str"' not in attributes:
            marks.broken[(int(place[2]) - 1, column_index(place[1]))] = text.decode("utf-8", "replace")[:80]
    return marks


def ods_marks(content: bytes) -> dict[str, Marks]:
    found: dict[str, Marks] = {}
    for table in content.split(b"<table:table ")[1:]:
        name = re.search(rb'table:name="([^"]*)"', table)
        if name is None:
            continue
        marks = found[unescape(name[1])] = Marks()
        if not any(sign in table for sign in (b"table:formula", b"table:visibility", ODS_PERCENTAGE)):
            continue
        row = 0
        for line in ODS_ROW.finditer(table):
            head = line[0][: line[0].find(b">")]
            times = repeated(head, b"rows")
            if re.search(rb'table:visibility="(?:collapse|filter)"', head):
                marks.hidden_rows += times
            if b"table:formula" in line[0] or ODS_PERCENTAGE in line[0]:
                column = 0
                for cell in ODS_CELL.finditer(line[0]):
                    across = repeated(cell[1], b"columns")
                    if ODS_PERCENTAGE in cell[1]:
                        marks.percentages |= {
                            (each, other)
                            for each in range(row, min(row + times, MOST_ROWS))
                            for other in range(column, min(column + across, MOST_COLUMNS))
                        }
                    formula = re.search(rb'table:formula="([^"]*)"', cell[1])
                    if formula and (b"office:value-type" not in cell[1] or b'calcext:value-type="error"' in cell[1]):
                        marks.broken[(row, column)] = unescape(formula[1])[:80]
                    column += across
            row += times
    return found


def repeated(attributes: bytes, what: bytes) -> int:
    found = re.search(rb"table:number-" + what + rb'-repeated="(\d{1,9})"', attributes)
    return int(found[1]) if found else 1


def unescape(text: bytes) -> str:
    plain = text.decode("utf-8", "replace")
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        plain = plain.replace(entity, sign)
    return plain


def column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def main() -> None:
    limit_oneself()
    try:
        answer = unpack(sys.argv[1])
    except Refused as refusal:
        answer = refusal.answer
    except MemoryError:
        answer = {"refused": "cells", "most": MOST_CELLS}
    except Exception:
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
