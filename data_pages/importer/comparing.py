"""What applying a file would do, line by line: kept packed with the import, shown page by page, written when approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from civitac.core.sheets.cells import column_name
from civitac.core.sheets.pages import cut
from spaces.models import Space
from territories.models import Territory

from ..enums import ImportedKind
from ..models import ImportPage, Indicator, StatisticTable, TableImport
from ..periods import Period
from ..statistics.figures import Content, Figure, Outcome, Reason, Verdict
from ..statistics.judging import examine
from .preparing import Line, Prepared, Wrong

PACKED = 1_000  # lines packed together
PER_PAGE = 50  # lines on one screen, of which PACKED is a multiple
KINDS = {Outcome.NEW: ImportedKind.NEW, Outcome.CHANGED: ImportedKind.CHANGED, Outcome.REMOVED: ImportedKind.CHANGED}


class Altered(NamedTuple):
    """A figure to be written, with the cell it was read in and what stands before; as JSON keeps it."""

    row: int
    column: int
    figure: list  # as `Figure`, the value as text
    before: list  # as `Content`, the value as text

    @property
    def to_write(self) -> Figure:
        indicator, territory, space, period, value, status, note = self.figure
        return Figure(indicator, territory, space, period, None if value is None else Decimal(value), status, note)


@dataclass
class Comparison:
    counts: dict[str, int]
    lines: dict[ImportedKind, list]

    def pages(self, row: TableImport) -> Iterator[ImportPage]:
        for kind, lines in self.lines.items():
            for number, page in enumerate(cut(lines, PACKED), 1):
                yield ImportPage(table_import=row, kind=kind, number=number, packed=ImportPage.pack(page))


def compare(table: StatisticTable, prepared: Prepared) -> Comparison:
    """Every figure against what stands; what the table may not say is wrong, like a cell that cannot be read."""
    counts = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    wrong = list(prepared.wrong)
    altered: dict[ImportedKind, list[Altered]] = {ImportedKind.CHANGED: [], ImportedKind.NEW: []}
    refused: list[tuple[Line, Verdict]] = []
    for line, verdict in zip(prepared.lines, examine(table, (line.figure for line in prepared.lines)), strict=True):
        counts[verdict.outcome.value] += 1
        if verdict.outcome == Outcome.WRONG:
            refused.append((line, verdict))
        elif kind := KINDS.get(verdict.outcome):
            after = plain(verdict.after)
            altered[kind].append(Altered(line.row, line.column, [*line.figure[:4], *after], plain(verdict.before)))
    wrong += refusals(refused)
    wrong.sort()
    counts["wrong"] = len(wrong)
    wrong_rows = {each.row for each in wrong}
    counts["wrong_rows"] = len(wrong_rows)
    # Figures that are right and go with the rows that are left out.
    counts["beside_wrong"] = sum(each.row in wrong_rows for lines in altered.values() for each in lines)
    return Comparison(counts, {ImportedKind.WRONG: wrong, **altered})


def refusals(refused: list[tuple[Line, Verdict]]) -> Iterator[Wrong]:
    """Why the table may not say these figures; a table that says them already is named."""
    places = Names([line.figure for line, _verdict in refused])
    others = {verdict.other_table for _line, verdict in refused} - {None}
    tables = {table.pk: str(table) for table in StatisticTable.objects.filter(pk__in=others)}
    for line, verdict in refused:
        reason = str(verdict.reason.label) if verdict.reason else ""
        if verdict.reason == Reason.GIVEN_ELSEWHERE and verdict.other_table in tables:
            named = {"table": tables[verdict.other_table]}
            reason = _("The table “%(table)s” already gives this figure.") % named
        yield Wrong(line.row, line.column, f"{places.place(line.figure)}, {Period.parse(line.figure.period)}", reason)


class Names:
    """How the indicators and the places of some figures are called; three questions, whatever their number."""

    def __init__(self, figures: list[Figure]) -> None:
        territories = {figure.territory for figure in figures} - {None}
        spaces = {figure.space for figure in figures} - {None}
        self.territories = {
            each.pk: each.placed_name for each in Territory.objects.filter(pk__in=territories).select_related("parent")
        }
        self.spaces = {each.pk: str(each) for each in Space.objects.filter(pk__in=spaces).select_related("page")}
        self.indicators = dict(Indicator.objects.values_list("pk", "name"))

    def place(self, figure: Figure) -> str:
        return self.territories.get(figure.territory) or self.spaces.get(figure.space) or ""


def shown_page(row: TableImport, kind: ImportedKind, number: int) -> list[dict[str, object]] | None:
    """The lines of one screen of a preview, in words; None beyond the last one."""
    first = (number - 1) * PER_PAGE
    page = ImportPage.objects.filter(table_import=row, kind=kind, number=first // PACKED + 1).first()
    lines = page.lines[first % PACKED : first % PACKED + PER_PAGE] if page else []
    if not lines:
        return None
    if kind == ImportedKind.WRONG:
        return [{"row": line[0], "column": column_name(line[1]), "text": line[2], "reason": line[3]} for line in lines]
    altered = [Altered(*line) for line in lines]
    names = Names([each.to_write for each in altered])
    return [
        {
            "row": each.row,
            "indicator": names.indicators.get(each.to_write.indicator, ""),
            "place": names.place(each.to_write),
            "period": str(Period.parse(each.to_write.period)),
            "before": each.before,
            "after": each.figure[4:],
        }
        for each in altered
    ]


def figures_to_write(row: TableImport) -> Iterator[Figure]:
    """What the preview showed as new or changed; without the rows where anything is wrong, when someone said so."""
    left_out = wrong_rows(row) if row.without_wrong else {}
    for page in row.pages.exclude(kind=ImportedKind.WRONG).order_by("pk").iterator(10):
        for line in page.lines:
            if line[0] not in left_out:
                yield Altered(*line).to_write


def wrong_rows(row: TableImport) -> dict[int, list[str]]:
    """The reasons of the preview, by row of the file."""
    reasons: dict[int, list[str]] = {}
    for page in row.pages.filter(kind=ImportedKind.WRONG).order_by("number"):
        for line in page.lines:
            wrong = Wrong(*line)
            reasons.setdefault(wrong.row, []).append(f"{column_name(wrong.column)}\u00a0: {wrong.reason}")
    return reasons


def plain(content: Content) -> list:
    """A figure as JSON keeps it: value, status, note."""
    return [None if content.value is None else str(content.value), content.status, content.note]
