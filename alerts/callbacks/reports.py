"""Delivery reports, applied set-wise: any order, any number of times, never backwards.

A report that arrives before the answer to its own call waits. A report for a number with exactly one delivery of which
nobody knows whether it left proves that it did, unless something else was sent to that number.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Min
from django.utils import timezone

from civitac.core.sms import State
from civitac.core.sms.models import SmsEntry

from .. import consent
from ..enums import Channel, DeliveryState, ReportRank
from ..models import Callback, Delivery
from .forms import decoded, fields, number_of
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


@dataclass(slots=True)
class Report:
    callback: Callback
    reference: str
    rank: ReportRank
    reason: str
    number: str  # still encoded: it is read only where the reference does not do
    note: str

    @property
    def state(self) -> str:
        return STATES.get(self.rank, "")

    @property
    def weight(self) -> tuple[int, int]:
        return self.rank, -self.callback.pk


def apply(rows: list[Callback]) -> None:
    """Apply these callbacks, within the caller's transaction."""
    read = [read_report(row) for row in rows]
    told = [report for report in read if report.reference]
    best: dict[str, Report] = {}
    for report in told:
        other = best.get(report.reference)
        if other is None or report.weight > other.weight:
            best[report.reference] = report
    known = matched(best)
    unmatched = {reference: report for reference, report in best.items() if reference not in known}
    if unmatched:
        known |= resolve_unknown(unmatched)
    finish(read, known)
    hear_blacklisted(told)


def read_report(row: Callback) -> Report:
    form = fields(row.body)
    status = decoded(form.get("status", ""))
    reference = decoded(form.get("id", ""))[:80]
    rank = RANKS.get(status.casefold())
    reason = note = ""
    if rank is None:
        # It is at least with the operator, or nobody would report on it.
        rank, note = ReportRank.SENT, f"unknown status: {status}"[:100]
    elif rank == ReportRank.FAILED:
        reason = (decoded(form.get("failureReason", "")) or status)[:100]
    if not reference:
        note = "no reference"
    return Report(row, reference, rank, reason, form.get("phoneNumber", ""), note)


def matched(best: dict[str, Report]) -> set[str]:
    """Write what is news into the deliveries of these references; answers the references that are known."""
    values = [(r.reference, int(r.rank), r.state, r.reason, adapted(r.callback.received_at)) for r in best.values()]
    updated = update("delivery.reference = report.name AND delivery.reference <> ''", "", "text", values)
    silent = best.keys() - updated
    known = Delivery.objects.filter(reference__in=silent).values_list("reference", flat=True) if silent else ()
    return updated.union(known)


def resolve_unknown(unmatched: dict[str, Report]) -> set[str]:
    """Give reports of unknown references to the one unknown delivery of their number; answers these references."""
    numbers: dict[str, Report] = {}
    for report in sorted(unmatched.values(), key=lambda each: each.callback.pk):
        if number := number_of(report.number):
            numbers.setdefault(number, report)
    if not numbers:
        return set()
    since = timezone.now() - WINDOW
    unknown = Delivery.objects.filter(number__in=numbers, state=DeliveryState.UNKNOWN, claimed_at__gte=since)
    alone = {
        each["number"]: each
        for each in unknown.order_by()
        .values("number")
        .annotate(n=Count("pk"), pk=Min("pk"), claimed=Max("claimed_at"))
        .filter(n=1)
    }
    doubtful = in_the_air(alone, since)
    values = []
    for number, delivery in alone.items():
        report = numbers[number]
        if number not in doubtful and report.callback.received_at >= delivery["claimed"]:
            told = (int(report.rank), report.state, report.reason, adapted(report.callback.received_at))
            values.append((delivery["pk"], *told, report.reference))
    return update(
        "delivery.id = report.name AND delivery.state = 'unknown'", "reference = report.proof,", "bigint", values
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
            waiting.append(report.callback.pk)
        else:
            applied.setdefault(report.note, []).append(report.callback.pk)
    now = timezone.now()
    for note, keys in applied.items():
        Callback.objects.filter(pk__in=keys).update(applied_at=now, note=note)
        if note:
            logger.warning("Delivery reports: %s (%s of them)", note, len(keys))
    if waiting:
        Callback.objects.filter(pk__in=waiting, note="").update(note=WAITING)


def hear_blacklisted(told: list[Report]) -> None:
    """Whoever told the operator to stop has told us."""
    for report in told:
        if report.reason.casefold() == BLACKLISTED and (number := number_of(report.number)):
            consent.stop(number, channel=Channel.GATEWAY, source=report.reason)


UPDATE = """
UPDATE alerts_delivery AS delivery
   SET report_rank = report.rank,
       state = CASE WHEN report.state <> '' THEN report.state
                    WHEN delivery.state = 'unknown' THEN 'accepted' ELSE delivery.state END,
       reason = CASE WHEN report.state <> '' OR delivery.state = 'unknown' THEN report.reason ELSE delivery.reason END,
       settled_at = CASE WHEN report.state <> '' THEN report.at ELSE delivery.settled_at END,
       {also}
       accepted_at = COALESCE(delivery.accepted_at, delivery.claimed_at, report.at)
  FROM {given} AS report
 WHERE {match} AND delivery.report_rank < report.rank
RETURNING reference
"""
COLUMNS = {"name": "", "rank": "smallint", "state": "text", "reason": "text", "at": "timestamptz", "proof": "text"}


def update(match: str, also: str, key: str, values: list[tuple]) -> set[str]:
    """Write reports into deliveries in one statement; answers the references that were changed."""
    if not values:
        return set()
    names = list(COLUMNS)[: len(values[0])]
    if connection.vendor == "postgresql":
        types = [COLUMNS[name] or key for name in names]
        given = "(SELECT * FROM unnest({}) AS given({}))".format(
            ", ".join(f"%s::{kind}[]" for kind in types), ", ".join(names)
        )
        parameters = [list(column) for column in zip(*values, strict=True)]
    else:
        parts = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names))
        given, parameters = f"(SELECT {parts} FROM json_each(%s))", [json.dumps(values)]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE.format(given=given, match=match, also=also), parameters)
        return {reference for (reference,) in cursor.fetchall()}


def adapted(moment: datetime) -> object:
    """A moment as this database stores it."""
    return connection.ops.adapt_datetimefield_value(moment)
