"""What applying a file would do, line by line, kept in pages as the preview shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from spaces.models import Space
from territories.models import Territory

from ..enums import ImportedKind
from ..models import ImportPage, Indicator, StatisticTable, TableImport
from ..statistics.figures import Content, Outcome, Reason, Verdict
from ..statistics.judging import examine
from .cells import column_name
from .preparing import Line, Prepared

PER_PAGE = 50
KINDS = {Outcome.NEW: ImportedKind.NEW, Outcome.CHANGED: ImportedKind.CHANGED, Outcome.REMOVED: ImportedKind.CHANGED}


@dataclass
class Comparison:
    counts: dict[str, int]
    lines: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def pages(self, row: TableImport) -> Iterator[ImportPage]:
        for kind, lines in self.lines.items():
            for start in range(0, len(lines), PER_PAGE):
                yield ImportPage(
                    table_import=row, kind=kind, number=start // PER_PAGE + 1, lines=lines[start : start + PER_PAGE]
                )


def compare(table: StatisticTable, prepared: Prepared) -> Comparison:
    """Every figure against what stands; what the table may not say is wrong, like a cell that cannot be read."""
    names = Names(prepared)
    counts = {outcome.value: 0 for outcome in Outcome}
    lines: dict[str, list[dict[str, object]]] = {kind.value: [] for kind in ImportedKind}
    lines[ImportedKind.WRONG] = [
        {"row": wrong.row, "column": column_name(wrong.column), "text": wrong.text, "reason": wrong.reason}
        for wrong in prepared.wrong
    ]
    elsewhere: dict[int, str] = {}
    for line, verdict in zip(prepared.lines, examine(table, (line.figure for line in prepared.lines)), strict=True):
        counts[verdict.outcome.value] += 1
        if verdict.outcome == Outcome.WRONG:
            lines[ImportedKind.WRONG].append(names.wrong(line, verdict, elsewhere))
        elif kind := KINDS.get(verdict.outcome):
            lines[kind].append(names.line(line, verdict))
    lines[ImportedKind.WRONG].sort(key=lambda wrong: (wrong["row"], len(wrong["column"]), wrong["column"]))
    counts["wrong"] = len(lines[ImportedKind.WRONG])
    counts["wrong_rows"] = len({wrong["row"] for wrong in lines[ImportedKind.WRONG]})
    return Comparison(counts, lines)


class Names:
    """How indicators and places are called on the screen; two questions, whatever the file."""

    def __init__(self, prepared: Prepared) -> None:
        territories = {line.figure.territory for line in prepared.lines} - {None}
        self.territories = {
            each.pk: each.placed_name for each in Territory.objects.select_related("parent") if each.pk in territories
        }
        spaces = {line.figure.space for line in prepared.lines} - {None}
        self.spaces = {each.pk: str(each) for each in Space.objects.filter(pk__in=spaces).select_related("page")}
        self.indicators = dict(Indicator.objects.values_list("pk", "name"))

    def line(self, line: Line, verdict: Verdict) -> dict[str, object]:
        figure = line.figure
        return {
            "row": line.row,
            "column": column_name(line.column),
            "indicator": self.indicators.get(figure.indicator, ""),
            "place": self.place(line),
            "period": figure.period,
            "before": plain(verdict.before),
            "after": plain(verdict.after),
        }

    def place(self, line: Line) -> str:
        figure = line.figure
        return self.territories.get(figure.territory) or self.spaces.get(figure.space) or ""

    def wrong(self, line: Line, verdict: Verdict, elsewhere: dict[int, str]) -> dict[str, object]:
        reason = str(verdict.reason.label) if verdict.reason else ""
        if verdict.reason == Reason.GIVEN_ELSEWHERE and verdict.other_table is not None:
            if verdict.other_table not in elsewhere:
                other = StatisticTable.objects.filter(pk=verdict.other_table).first()
                elsewhere[verdict.other_table] = str(other or "")
            reason = _("The table “%(table)s” already gives this figure.") % {"table": elsewhere[verdict.other_table]}
        said = f"{self.place(line)}, {line.figure.period}"
        return {"row": line.row, "column": column_name(line.column), "text": said, "reason": reason}


def plain(content: Content) -> dict[str, str]:
    """A figure as JSON keeps it."""
    return {
        "value": "" if content.value is None else f"{Decimal(content.value).normalize():f}",
        "status": content.status,
        "note": content.note,
    }
