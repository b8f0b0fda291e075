"""Whether a figure may be written, and what it would change: asked alike before an import, while typing and on writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from itertools import islice

from ..enums import Frequency, Status
from ..models import Indicator, StatisticTable
from ..periods import Period
from .figures import ABSENT, NO_FIGURE, Content, Figure, Key, Outcome, Reason, Verdict
from .reach import Reach, everywhere, reach_of
from .standing import Standing, standing

AT_ONCE = 2_000  # figures compared and written together: bounds memory, and the number of statements
SMALLEST = Decimal("0.000001")  # the places that a value keeps
TOO_LARGE = Decimal(10) ** 16
LONGEST_NOTE = 250
STATUSES = frozenset(Status.values)


class Judge:
    """The rules of one table, read once: what its owner answers for, and how often each indicator is observed."""

    def __init__(self, table: StatisticTable) -> None:
        self.table = table
        self.reach = reach_of(table)
        self.frequencies = dict(Indicator.objects.values_list("pk", "frequency"))
        self.seen: set[Key] = set()

    @cached_property
    def exists(self) -> Reach:
        """Asked only where a place is refused, to say why."""
        return everywhere()

    def chunks(self, figures: Iterable[Figure]) -> Iterator[list[Verdict]]:
        """The verdicts on `figures`, in their order; each list costs two statements at most."""
        figures = iter(figures)
        while given := list(islice(figures, AT_ONCE)):
            judged = [self.judge(figure) for figure in given]
            stands = standing(
                figure.key for figure, judgement in zip(given, judged, strict=True) if not isinstance(judgement, Reason)
            )
            yield [
                Verdict(figure, Outcome.WRONG, reason=judgement)
                if isinstance(judgement, Reason)
                else self.compare(figure, judgement, stands.get(figure.key))
                for figure, judgement in zip(given, judged, strict=True)
            ]

    def judge(self, figure: Figure) -> Content | Reason:
        """What the figure says once put in order, or why it is refused; the rows of figures are not asked."""
        indicator, territory, space, period, value, status, note = figure
        if (frequency := self.frequencies.get(indicator)) is None:
            return Reason.UNKNOWN_INDICATOR
        if (territory is None) == (space is None):
            return Reason.PLACE
        if not self.reach.holds(territory, space):
            return Reason.OUT_OF_REACH if self.exists.holds(territory, space) else Reason.UNKNOWN_PLACE
        if (observed := frequency_of(period)) != frequency:
            return Reason.PERIOD if observed is None else Reason.FREQUENCY
        content = content_of(value, status, note)
        if not isinstance(content, Reason):
            key = figure.key
            if key in self.seen:
                return Reason.TWICE
            self.seen.add(key)
        return content

    def compare(self, figure: Figure, content: Content, stands: Standing | None) -> Verdict:
        if stands is None:
            return Verdict(figure, Outcome.NEW if content.exists else Outcome.SAME, after=content)
        if stands.table != self.table.pk:
            return Verdict(
                figure, Outcome.WRONG, reason=Reason.GIVEN_ELSEWHERE, other_table=stands.table, before=stands.content
            )
        outcome = Outcome.CHANGED if content.exists else Outcome.REMOVED
        if content == stands.content:
            outcome = Outcome.SAME
        return Verdict(figure, outcome, stands.content, content, row=stands.row)


def examine(table: StatisticTable, figures: Iterable[Figure]) -> Iterator[Verdict]:
    """What writing `figures` in this table would do, one verdict for each, in their order. Nothing is written."""
    for chunk in Judge(table).chunks(figures):
        yield from chunk


def content_of(value: Decimal | int | None, status: str, note: str) -> Content | Reason:
    """What a figure says, with its value at the precision the database keeps."""
    if status == NO_FIGURE:
        return ABSENT if value is None else Reason.STATUS
    if status not in STATUSES:
        return Reason.STATUS
    if len(note) > LONGEST_NOTE or "\0" in note:
        return Reason.NOTE
    if value is None:
        return Content(None, status, note) if status == Status.MISSING else Reason.NO_VALUE
    if status == Status.MISSING:
        return Reason.MISSING_WITH_VALUE
    try:
        kept = Decimal(value).quantize(SMALLEST)
    except InvalidOperation:
        return Reason.VALUE
    # A negative zero is a zero.
    return Content(kept + 0, status, note) if kept.is_finite() and abs(kept) < TOO_LARGE else Reason.VALUE


@lru_cache(maxsize=2_000)
def frequency_of(code: str) -> Frequency | None:
    try:
        return Period.parse(code).frequency
    except ValueError:
        return None
