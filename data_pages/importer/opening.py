"""Opening the file of an import: a first time to propose how it is understood, later to make figures of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civitac.core.sheets.cells import Book, Sheet, UnreadableError, shown
from civitac.core.sheets.reader import read
from spaces.enums import SpaceKind
from spaces.models import Space

from ..enums import ImportState
from ..models import Indicator, TableImport, TableShape
from ..periods import Period
from .places import Gazetteer
from .preparing import Prepared, prepare
from .recognising import recognise
from .understanding import MAP_DAY, OWNER, PERIOD, Role, Understanding
from .wording import Known

# Rows shown under the headings, and rows listed in a question.
SHOWN_ROWS = 8
LISTED_ROWS = 12
LONGEST_CELL = 60


@dataclass
class Proposal:
    understood: Understanding
    reading: dict[str, object]
    answers: dict[str, str]


@dataclass
class Opened:
    prepared: Prepared
    gazetteer: Gazetteer

    def questions(self) -> list[dict[str, object]]:
        """The questions as the import keeps them: places by their codes."""
        return [
            {
                **asdict(question),
                "choices": [self.gazetteer.territories[pk].code for pk in question.choices],
                "rows": question.rows[:LISTED_ROWS],
                "count": len(question.rows),
            }
            for question in self.prepared.questions.values()
        ]


def open_book(row: TableImport) -> Book:
    """Raises UnreadableError, also when the file has left its storage."""
    try:
        with row.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise UnreadableError(_("The file is no longer there: send it again.")) from error
    return read(content, row.name, str(row.wanted.get("encoding", "")), str(row.wanted.get("separator", "")))


def propose(row: TableImport) -> Proposal:
    """What is recognised of the file, as corrected by what someone settled last for its shape. Raises UnreadableError."""
    book = open_book(row)
    wanted = row.wanted
    rows = (int(wanted["first_heading"]), int(wanted["last_heading"])) if wanted.get("first_heading") else None
    indicators = [Known(code, name) for code, name in Indicator.objects.values_list("code", "name")]
    gazetteer = Gazetteer.load()
    understood = recognise(book, indicators, gazetteer, str(wanted.get("sheet", "")), rows)
    sheet = book.sheet(understood.sheet)
    space = owner_of(row)
    if space is not None and space.kind == SpaceKind.ORGANISATION and not understood.headings_name_places:
        understood.place = OWNER
    day = gazetteer.map_of(place_names(sheet, understood))
    if day:
        understood.map_day = understood.said[MAP_DAY] = day.isoformat()
    shape = TableShape.objects.filter(table_id=row.table_id, signature=understood.signature).first()
    if shape is not None:
        understood = understood.taught_by(Understanding.from_json(shape.understanding))
    reading = {
        "sheets": [
            {"name": each.name, "rows": len(each.rows), "columns": each.width, "visible": each.is_visible}
            for each in book.sheets
        ],
        "sample": sample_of(sheet, understood),
        "remembered": timezone.localdate(shape.updated_at).isoformat() if shape else "",
        "remarks": [*remarks_on(row, book, sheet), *remarks_on_memory(understood, shape)],
    }
    return Proposal(understood, reading, shape.answers if shape else {})


def open_again(row: TableImport, report: Callable[[int], None] = lambda percent: None) -> Opened:
    """The figures of the file, as it is understood now. Raises UnreadableError."""
    understood = Understanding.from_json(row.understanding)
    sheet = open_book(row).sheet(understood.sheet)
    if sheet is None:
        raise UnreadableError(_("The file no longer has this sheet: send it again."))
    space = owner_of(row)
    gazetteer = Gazetteer.load()
    return Opened(
        prepare(sheet, understood, gazetteer, row.answers, space.pk if space is not None else None, report), gazetteer
    )


def owner_of(row: TableImport) -> Space | None:
    return Space.objects.filter(collection=row.table.collection_id).select_related("territory").first()


def place_names(sheet: Sheet, understood: Understanding) -> set[str]:
    columns = [column.index for role in (Role.PLACE, Role.REGION, Role.PROVINCE) for column in understood.having(role)]
    body = sheet.rows[understood.last_heading :]
    headings = {column.place for column in understood.columns if column.place}
    return headings | {
        shown(row[index]) for index in columns for row in body if index < len(row) and row[index] is not None
    }


def sample_of(sheet: Sheet, understood: Understanding) -> list[dict[str, object]]:
    """The first rows under the headings, or of the sheet where there are none, as people see them."""
    start = understood.last_heading
    return [
        {
            "row": number,
            "cells": [shown(cell)[:LONGEST_CELL] for cell in [*row, *[None] * (sheet.width - len(row))]],
        }
        for number, row in enumerate(sheet.rows[start : start + SHOWN_ROWS], start + 1)
    ]


def remarks_on_memory(understood: Understanding, shape: TableShape | None) -> list[str]:
    """That the period is the last file's: the next file of a yearly series has the same headings, and another year."""
    if shape is None or not understood.period or understood.said.get(PERIOD):
        return []
    said = _("Nothing in this file says its period: %(period)s is that of the last file with these headings. Check it.")
    return [said % {"period": Period.parse(understood.period)}]


def remarks_on(row: TableImport, book: Book, sheet: Sheet) -> list[str]:
    """What the person should know before going on."""
    remarks = list(book.remarks)
    if sheet.hidden_rows:
        remarks.append(
            ngettext(
                "%(number)d row is hidden in the spreadsheet: it is read like the others.",
                "%(number)d rows are hidden in the spreadsheet: they are read like the others.",
                sheet.hidden_rows,
            )
            % {"number": sheet.hidden_rows}
        )
    former = (
        TableImport.objects.filter(table_id=row.table_id, sha256=row.sha256, state=ImportState.APPLIED)
        .exclude(pk=row.pk)
        .first()
    )
    if former is not None:
        day = timezone.localdate(former.applied_at) if former.applied_at else datetime.date.today()
        remarks.append(
            _(
                "The very same file was applied on %(day)s: applying it again changes nothing, unless figures changed since."
            )
            % {"day": f"{day:%d/%m/%Y}"}
        )
    return remarks
