"""From a file as it was sent to sheets of cells, whatever its name says."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from .cells import Book, UnreadableError
from .separated import read_separated
from .spreadsheets import read_spreadsheet

EXTENSIONS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods")
HEAVIEST = 20 * 1024 * 1024
SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PAGE = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<table", b"%pdf", b"{\\rtf")


def read(content: bytes, name: str, encoding: str = "", separator: str = "") -> Book:
    """The sheets of a CSV, XLSX, ODS or XLS file. Raises UnreadableError, in words, for anything else.

    The content decides, not the name: many a ".xls" is a text or a page of the web.
    """
    if Path(name).suffix.lower().lstrip(".") not in EXTENSIONS:
        raise UnreadableError(_("A table is a CSV, XLSX, ODS or XLS file."))
    if len(content) > HEAVIEST:
        raise UnreadableError(
            _("This file weighs more than %(most)d MB: cut it into several files.") % {"most": HEAVIEST // 1024 // 1024}
        )
    if not content.strip():
        raise UnreadableError(_("This file is empty: it was probably cut while being copied. Send it again."))
    if content.startswith(SPREADSHEET):
        book = read_spreadsheet(content)
    elif content.lstrip().lower().startswith(PAGE):
        raise UnreadableError(
            _(
                "This file is a page or a letter, not a table: open it in your spreadsheet, save it as XLSX, send it again."
            )
        )
    else:
        book = read_separated(content, encoding, separator)
    if not any(sheet.rows for sheet in book.sheets):
        raise UnreadableError(_("This file holds no cell at all."))
    return book
