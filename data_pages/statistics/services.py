"""The one way to write figures. Whoever types, imports or undoes comes through here, so that every change is journaled."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, OperationalError, router, transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from ..models import Observation, ObservationChange, StatisticTable, TableImport
from .figures import ABSENT, Content, Counts, Figure, Key, Outcome, Overtaken, Problem, Refused, Verdict
from .journal import journal_new
from .judging import AT_ONCE, Judge
from .standing import standing

DEADLOCK = "40P01"  # PostgreSQL's code for two transactions that wait for each other
REPORTED = 500  # problems that a refusal details
ALTERING = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.REMOVED})


@dataclass(slots=True)
class Act:
    """One act on the figures of one table: its journal lines share its author and its moment."""

    table: StatisticTable
    by: AbstractBaseUser | None
    table_import: TableImport | None = None
    verb: str = "data_pages.write_figures"
    moment: datetime.datetime = field(default_factory=timezone.now)
    indicators: set[int] = field(default_factory=set)
    altered: int = 0

    def apply(self, verdicts: list[Verdict]) -> None:
        """Write what changes and journal it: four statements at most, as long as the database takes that many values."""
        if not verdicts:
            return
        written = {
            outcome: [self.observation(v) for v in verdicts if v.outcome == outcome]
            for outcome in (Outcome.NEW, Outcome.CHANGED)
        }
        if written[Outcome.NEW]:
            journal_new(Observation.objects.bulk_create(written[Outcome.NEW]), self.by, self.moment, self.table_import)
        if written[Outcome.CHANGED]:
            Observation.objects.bulk_create(
                written[Outcome.CHANGED],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["value", "status", "note"],
            )
        if removed := [verdict.row for verdict in verdicts if verdict.outcome == Outcome.REMOVED]:
            gone = Observation.objects.filter(pk__in=removed)
            gone._raw_delete(router.db_for_write(Observation))  # nothing refers to a figure, no signal hears of it
        ObservationChange.objects.bulk_create([self.change(v) for v in verdicts if v.outcome != Outcome.NEW])
        self.indicators.update(v.figure.indicator for v in verdicts if v.outcome == Outcome.NEW)
        self.altered += len(verdicts)

    def observation(self, verdict: Verdict) -> Observation:
        indicator, territory, space, period, *_rest = verdict.figure
        value, status, note = verdict.after
        return Observation(
            id=verdict.row,
            table_id=self.table.pk,
            indicator_id=indicator,
            territory_id=territory,
            space_id=space,
            period=period,
            value=value,
            status=status,
            note=note,
        )

    def change(self, verdict: Verdict) -> ObservationChange:
        indicator, territory, space, period, *_rest = verdict.figure
        before, after = verdict.before, verdict.after
        return ObservationChange(
            table_import=self.table_import,
            made_by=self.by,
            made_at=self.moment,
            table_id=self.table.pk,
            indicator_id=indicator,
            territory_id=territory,
            space_id=space,
            period=period,
            value_before=before.value,
            status_before=before.status,
            note_before=before.note,
            value_after=after.value,
            status_after=after.status,
            note_after=after.note,
        )

    def close(self) -> None:
        """Say on the table that its figures changed, in its history too, and of what it speaks."""
        if self.altered:
            self.table.indicators.add(*self.indicators)
            self.table.save(update_fields=["updated_at"])
            log(instance=self.table, action=self.verb, user=self.by, data={"number": self.altered})


def locked(table: StatisticTable) -> StatisticTable:
    """The table, held until the end of the transaction: two people write in it one after the other."""
    return StatisticTable.objects.select_for_update(of=("self",)).get(pk=table.pk)


@contextmanager
def overtaking() -> Iterator[None]:
    """Writers of one table wait for each other; those of two tables meet on a figure, or block each other on several."""
    try:
        yield
    except IntegrityError as error:
        raise Overtaken from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == DEADLOCK:
            raise Overtaken from error
        raise


def write(
    table: StatisticTable,
    figures: Iterable[Figure],
    by: AbstractBaseUser | None,
    table_import: TableImport | None = None,
) -> Counts:
    """Make the table say `figures`; what it says of anything else stays. All or nothing; the same figures twice change nothing.

    `by` is None for the project's own figures. Values keep six decimals. Raises Refused when a figure may not stand in
    this table (see `Reason`), Overtaken when another table's writer was faster by a moment.
    """
    counts, problems, position = Counts(), [], count()
    with overtaking(), transaction.atomic():
        act = Act(locked(table), by, table_import)
        for chunk in Judge(act.table).chunks(figures):
            for verdict in chunk:
                counts.add(verdict.outcome)
                place = next(position)
                if verdict.outcome == Outcome.WRONG and len(problems) < REPORTED:
                    problems.append(Problem(place, verdict))
            if not counts.wrong:
                act.apply([verdict for verdict in chunk if verdict.outcome in ALTERING])
        if counts.wrong:
            raise Refused(problems, counts)
        act.close()
    table.updated_at = act.table.updated_at
    return counts


@dataclass(slots=True)
class Undone:
    """How many times a figure was put back, and those that someone has changed since, which were left as they are."""

    put_back: int = 0
    kept: list[Key] = field(default_factory=list)


def undo(changes: QuerySet[ObservationChange], by: AbstractBaseUser | None) -> Undone:
    """Put back what stood before these changes, the latest first; what someone changed since is left alone and named.

    Undoing is journaled like any act and can be undone. The caller who wants all or nothing rolls back when `kept` is
    not empty. Raises Overtaken when another table has come to give one of the figures.
    """
    undone = Undone()
    with overtaking(), transaction.atomic():
        tables = StatisticTable.objects.filter(pk__in=changes.order_by().values("table")).order_by("pk")
        acts = {table.pk: Act(table, by, verb="data_pages.undo_figures") for table in tables.select_for_update()}
        for chunk in in_chunks(changes.order_by("-pk").iterator(AT_ONCE)):
            for table, verdicts in put_back(chunk, undone).items():
                acts[table].apply(verdicts)
        for act in acts.values():
            act.close()
    return undone


def in_chunks(changes: Iterator[ObservationChange]) -> Iterator[list[ObservationChange]]:
    while chunk := list(islice(changes, AT_ONCE)):
        yield chunk


def put_back(changes: list[ObservationChange], undone: Undone) -> dict[int, list[Verdict]]:
    """What to write, by table, so that these changes (latest first) have not been."""
    keys = [Key(change.indicator_id, change.territory_id, change.space_id, change.period) for change in changes]
    stands = standing(dict.fromkeys(keys))
    wanted: dict[tuple[int, Key], Content] = {}
    for change, key in zip(changes, keys, strict=True):
        row = stands.get(key)
        ours = row is None or row.table == change.table_id
        now = wanted.get((change.table_id, key), row.content if row else ABSENT)
        if not ours or now != Content(change.value_after, change.status_after, change.note_after):
            undone.kept.append(key)
            continue
        wanted[change.table_id, key] = Content(change.value_before, change.status_before, change.note_before)
    by_table: dict[int, list[Verdict]] = {}
    for (table, key), content in wanted.items():
        row = stands.get(key)
        before = row.content if row else ABSENT
        if before == content:
            continue
        outcome = Outcome.NEW if row is None else Outcome.CHANGED if content.exists else Outcome.REMOVED
        verdict = Verdict(Figure(*key, *content), outcome, before, content, row=row.row if row else None)
        by_table.setdefault(table, []).append(verdict)
        undone.put_back += 1
    return by_table
