"""Spreadsheets, read by a process of its own (`unpacking`) so that no file can take the worker with it."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from ..uploads import check_package
from .cells import Book, Broken, Cell, Percentage, Sheet, UnreadableError

PROGRAM = Path(__file__).with_name("unpacking.py")
# More than the time of processor the program allows itself: a machine under load still gets an answer.
SECONDS = 55


def read_spreadsheet(content: bytes) -> Book:
    """Every sheet of an XLSX, ODS or XLS. Raises UnreadableError."""
    if content.startswith(b"PK"):
        try:
            check_package(ContentFile(content, "classeur.zip"))
        except ValidationError as refusal:
            raise UnreadableError(" ".join(refusal.messages)) from refusal
    with tempfile.NamedTemporaryFile(prefix="civitac-") as file:
        file.write(content)
        file.flush()
        answer = run(file.name)
    if "refused" in answer:
        raise UnreadableError(words_of(answer))
    return Book([sheet_of(plain) for plain in answer["sheets"]])


def run(path: str) -> dict:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM), path], capture_output=True, timeout=SECONDS, check=False
        )
        return json.loads(done.stdout) if done.returncode == 0 else {"refused": "heavy"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "heavy"}


def words_of(answer: dict) -> str:
    if answer["refused"] == "password":
        return _("This file is protected by a password: save it without one and send it again.")
    if answer["refused"] == "columns":
        return _(
            "The sheet “%(sheet)s” has %(number)d columns, more than %(most)d: too many for a table, or the file is "
            "damaged. Keep the columns you need and send it again."
        ) % {name: answer[name] for name in ("sheet", "number", "most")}
    if answer["refused"] == "rows":
        return _("The sheet “%(sheet)s” has %(number)d rows, more than %(most)d: cut it into several files.") % {
            name: answer[name] for name in ("sheet", "number", "most")
        }
    if answer["refused"] in ("cells", "heavy"):
        return _(
            "This file is too heavy to be read: keep the sheet you need, without pictures or formatting, or save it as CSV."
        )
    return _("This file is damaged and cannot be opened.")


def sheet_of(plain: dict) -> Sheet:
    rows = plain["rows"]
    for row in rows:
        for column, cell in enumerate(row):
            if cell.__class__ is list:
                row[column] = special(*cell)
            elif cell.__class__ is str:
                row[column] = cell if cell.strip() else None
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return Sheet(plain["name"], rows, plain["visible"], plain["hidden_rows"])


def special(kind: str, value: str | bool | float) -> Cell:
    if kind == "d":
        return datetime.date.fromisoformat(str(value))
    if kind == "b":
        return bool(value)
    if kind == "p":
        return Percentage(float(value))
    return Broken(str(value))
