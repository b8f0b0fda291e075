"""Delivery reports, applied set-wise: any order, any number of times, never backwards.

A report that arrives before the answer to its own call waits. A report for a number with exactly one delivery of which
nobody knows whether it left proves that it did, unless something else was sent to that number.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Min, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from civitac.core.sms import State
from civitac.core.sms.models import SmsEntry

from .. import consent
from ..enums import Channel, DeliveryState, ReportRank
from ..models import Callback, Delivery
from ..tables import as_parameters, as_table
from .forms import decoded, field, number_of
from .notes import WAITING

logger = logging.getLogger(__name__)

RANKS = {
    "sent": ReportRank.SENT,
    "submitted": ReportRank.SUBMITTED,
    "buffered": ReportRank.BUFFERED,
    "failed": ReportRank.FAILED,
    "rejected": ReportRank.FAILED,
    "expired": ReportRank.FAILED,
    # A telephone that is off. Whether the operator tries again is not said: a later success wins.
    "absentsubscriber": ReportRank.FAILED,
    "success": ReportRank.DELIVERED,
}
STATES = {ReportRank.FAILED: DeliveryState.FAILED, ReportRank.DELIVERED: DeliveryState.DELIVERED}
# Within this time a report can be about an unknown delivery.
WINDOW = timedelta(days=7)
BLACKLISTED = "userinblacklist"


class Report(NamedTuple):
    """What one callback says. Of two about one message the greater counts: the furthest, then the first that came."""

    rank: ReportRank
    order: int  # the callback's key, negative
    reference: str
    reason: str
    note: str
    at: str  # when it came, as the database writes it
    body: str

    @property
    def number(self) -> str:
        """Read only where the reference does not do: it takes longer than all the rest."""
        return number_of(field(self.body, "phoneNumber"))


def apply(rows: QuerySet[Callback]) -> int | None:
    """Apply these callbacks, within the caller's transaction; answers the key of the last, None where there is none."""
    found = list(rows.values_list("pk", "body", Cast("received_at", TextField()), "note"))
    read = [read_report(pk, body, at) for pk, body, at, _note in found]
    if not read:
        return None
    best: dict[str, Report] = {}
    for report in read:
        if report.reference and report > best.get(report.reference, NOTHING):
            best[report.reference] = report
    known = matched(best)
    unmatched = {reference: report for reference, report in best.items() if reference not in known}
    if unmatched:
        known |= resolve_unknown(unmatched)
    finish(read, known)
    hear_blacklisted(report for report, (*_told, note) in zip(read, found, strict=True) if note != WAITING)
    return -read[-1].order


NOTHING = (ReportRank.NONE,)


def read_report(pk: int, body: str, at: str) -> Report:
    rank, reason, note = understood(field(body, "status"))
    if rank == ReportRank.FAILED and (said := field(body, "failureReason")):
        reason = decoded(said)[:100] or reason
    reference = decoded(field(body, "id"))[:80]
    return Report(rank, -pk, reference, reason, note if reference else "no reference", at, body)


@lru_cache(maxsize=100)
def understood(status: str) -> tuple[ReportRank, str, str]:
    """What an encoded status means: how far the message has come, why it failed, what is to be noted of it."""
    status = decoded(status)
    rank = RANKS.get(status.casefold())
    if rank is None:
        # It is at least with the operator, or nobody would report on it.
        return ReportRank.SENT, "", f"unknown status: {status}"[:100]
    return rank, status[:100] if rank == ReportRank.FAILED else "", ""


def matched(best: dict[str, Report]) -> set[str]:
    """Write what is news into the deliveries of these references; answers the references that are known."""
    updated = update("delivery.reference = report.name AND delivery.reference <> ''", "text", best)
    silent = best.keys() - updated
    known = Delivery.objects.filter(reference__in=silent).values_list("reference", flat=True) if silent else ()
    return updated.union(known)


def resolve_unknown(unmatched: dict[str, Report]) -> set[str]:
    """Give reports of unknown references to the one unknown delivery of their number; answers these references."""
    numbers: dict[str, Report] = {}
    for report in sorted(unmatched.values(), key=lambda each: -each.order):
        if number := report.number:
            numbers.setdefault(number, report)
    if not numbers:
        return set()
    since = timezone.now() - WINDOW
    unknown = Delivery.objects.filter(number__in=numbers, state=DeliveryState.UNKNOWN, claimed_at__gte=since)
    counted = unknown.order_by().values("number").annotate(only=Min("pk"), n=Count("pk")).filter(n=1)
    alone = dict(counted.values_list("number", "only"))
    doubtful = in_the_air(alone, since)
    told = {pk: numbers[number] for number, pk in alone.items() if number not in doubtful}
    return update(
        "delivery.id = report.name AND delivery.state = 'unknown' AND report.at >= delivery.claimed_at",
        "bigint",
        told,
        "reference = report.proof,",
    )


def in_the_air(numbers: Iterable[str], since: datetime) -> set[str]:
    """Those of these numbers to which something else was, or is being, sent: a report may be about that."""
    if not (numbers := list(numbers)):
        return set()
    claimed = Delivery.objects.filter(state=DeliveryState.CLAIMED, claimed_at__gte=since, number__in=numbers)
    others = SmsEntry.objects.filter(created_at__gte=since, number__in=numbers).exclude(
        state__in=(State.REFUSED, State.NOT_SENT)
    )
    return {*claimed.values_list("number", flat=True), *others.values_list("number", flat=True)}


def finish(read: list[Report], known: set[str]) -> None:
    """Say of each callback that it is applied, or waits; statuses that nobody knows are written beside it."""
    applied: dict[str, list[int]] = {}
    waiting = []
    for report in read:
        if report.reference and report.reference not in known:
            waiting.append(-report.order)
        else:
            applied.setdefault(report.note, []).append(-report.order)
    for note, keys in applied.items():
        mark(keys, note)
        if note:
            logger.warning("Delivery reports: %s (%s of them)", note, len(keys))
    if waiting:
        Callback.objects.filter(pk__in=waiting, note="").update(note=WAITING)


def hear_blacklisted(read: Iterable[Report]) -> None:
    """Whoever told the operator to stop has told us, as of the moment at which the report came; whatever it is about.

    Of reports that are read for the first time: one that waits for its message is read each minute, and whoever has come
    back since would be sent away again.
    """
    unwanted = [each for each in read if each.reason and each.reference and each.reason.casefold() == BLACKLISTED]
    if not unwanted:
        return
    moments = dict(Callback.objects.filter(pk__in=[-each.order for each in unwanted]).values_list("pk", "received_at"))
    for report in unwanted:
        if number := report.number:
            moment = moments[-report.order]
            consent.stop(number, channel=Channel.GATEWAY, source=report.reason, said_at=moment)


UPDATE = """
UPDATE alerts_delivery AS delivery
   SET report_rank = report.rank,
       state = CASE report.rank WHEN {delivered} THEN 'delivered' WHEN {failed} THEN 'failed'
                    ELSE CASE delivery.state WHEN 'unknown' THEN 'accepted' ELSE delivery.state END END,
       reason = CASE WHEN report.rank >= {failed} OR delivery.state = 'unknown' THEN report.reason
                     ELSE delivery.reason END,
       settled_at = CASE WHEN report.rank >= {failed} THEN report.at ELSE delivery.settled_at END,
       {also}
       accepted_at = COALESCE(delivery.accepted_at, delivery.claimed_at, report.at)
  FROM {given} AS report
 WHERE {match} AND delivery.report_rank < report.rank
RETURNING reference
"""
COLUMNS = {"at": "timestamptz", "rank": "smallint", "reason": "text"}
# All were read in one go: only what lies between the first and the last is looked at.
MARK = """
UPDATE alerts_callback SET applied_at = %s, note = %s FROM {given} AS report
 WHERE alerts_callback.id = report.id AND alerts_callback.id BETWEEN %s AND %s
"""


def update(match: str, key: str, told: dict[str, Report] | dict[int, Report], also: str = "") -> set[str]:
    """Write into each delivery, named by its `key`, what is told of it; answers the references that were changed."""
    if not told:
        return set()
    columns = {"name": key, **COLUMNS}
    values = [list(told), *(list(map(attrgetter(column), told.values())) for column in COLUMNS)]
    if also:
        columns["proof"] = "text"
        values.append([each.reference for each in told.values()])
    statement = UPDATE.format(
        given=as_table(columns),
        match=match,
        also=also,
        failed=int(ReportRank.FAILED),
        delivered=int(ReportRank.DELIVERED),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, as_parameters(*values))
        return {reference for (reference,) in cursor.fetchall()}


def mark(keys: list[int], note: str) -> None:
    """Say that these callbacks, in their order, are applied."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        between = (keys[0], keys[-1])
        cursor.execute(MARK.format(given=as_table({"id": "bigint"})), [now, note, *as_parameters(keys), *between])
