"""Making something of what a gateway has told us: in the order it came, a chunk at a time, one worker for each kind.

Whoever wants nothing more is heard in the request that says so: every worker may be busy, with messages for them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from .. import consent
from ..enums import CallbackKind, Channel
from ..models import Callback
from . import incoming, reports
from .forms import decoded, field, number_of
from .notes import WAITING

logger = logging.getLogger(__name__)

# How long one task goes on before it hands over to another (seconds): its cluster stops it after a minute.
SLICE = 30
# A report may be here before the answer to the call it is about has been written down.
SOON = timedelta(hours=1)
KEPT_WAITING = timedelta(days=7)
LOCK = 7_461
# How long the gateway waits for its answer while somebody else holds what an opt-out changes; a worker then does it.
PATIENCE = "2s"


@dataclass(frozen=True)
class Step:
    apply: Callable[[QuerySet[Callback]], int | None]  # answers the key of the last row, None where there is none
    chunk: int


def apply(kind: CallbackKind, *, waiting_for: timedelta | None = None) -> None:
    """Apply what has come in; also what has waited for its message for at most so long."""
    step, after, end = STEPS[kind], 0, time.monotonic() + SLICE
    wanted = Q(note="")
    if waiting_for:
        wanted |= Q(note=WAITING, received_at__gte=timezone.now() - waiting_for)
    while True:
        with transaction.atomic():
            hold(kind)
            waiting = Callback.objects.filter(wanted, kind=kind, applied_at=None, pk__gt=after)
            last = step.apply(waiting.order_by("pk")[: step.chunk])
        if last is None:
            return
        after = last
        if time.monotonic() > end:
            async_task("alerts.callbacks.tasks.apply", kind.value)
            return


def hold(kind: CallbackKind) -> None:
    """Be the only one to apply this kind until the end of the transaction: two would wait for each other's rows.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, CallbackKind.values.index(kind)])


def apply_at_once(kind: CallbackKind, key: int, body: str) -> None:
    """Apply this callback, which has been committed, if it says that somebody wants nothing more.

    Never raises: what does not succeed is left to the workers.
    """
    if not says_stop(kind, body):
        return
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            apply_one(key, ACTS[kind])
    except Exception:
        logger.exception("Callback %s could not be applied at once", key)


def says_stop(kind: CallbackKind, body: str) -> bool:
    if kind == CallbackKind.OPT_OUT:
        return bool(number_of(field(body, "phoneNumber")))
    return kind == CallbackKind.INCOMING and incoming.says_stop(body)


def apply_opt_out(row: Callback) -> str:
    number = number_of(field(row.body, "phoneNumber"))
    if not number:
        return "no number of ours"
    consent.stop(
        number, channel=Channel.GATEWAY, source=decoded(field(row.body, "senderId"))[:250], said_at=row.received_at
    )
    return ""


def one_by_one(act: Callable[[Callback], str]) -> Callable[[QuerySet[Callback]], int | None]:
    """Applies rows each for itself: one that fails is said in the log, tried again later, and holds up no other."""

    def apply_rows(rows: QuerySet[Callback]) -> int | None:
        key = None
        for key in rows.values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    apply_one(key, act)
            except Exception:
                logger.exception("Callback %s could not be applied", key)
        return key

    return apply_rows


def apply_one(key: int, act: Callable[[Callback], str]) -> None:
    """In the caller's transaction; not what is applied already, or is being."""
    row = Callback.objects.select_for_update(skip_locked=True).filter(pk=key, applied_at=None).first()
    if row is not None:
        row.note = act(row)[:100]
        row.applied_at = timezone.now()
        row.save(update_fields=["note", "applied_at"])


ACTS = {CallbackKind.INCOMING: incoming.take, CallbackKind.OPT_OUT: apply_opt_out}
STEPS = {
    CallbackKind.DELIVERY: Step(reports.apply, 20_000),
    CallbackKind.INCOMING: Step(one_by_one(ACTS[CallbackKind.INCOMING]), 100),
    CallbackKind.OPT_OUT: Step(one_by_one(ACTS[CallbackKind.OPT_OUT]), 100),
}


def tidy() -> None:
    """Run every night: try once more what still waits for its message, then give up; forget what is old and done.

    What is stored holds numbers, which are kept no longer than in the journal of text messages.
    """
    now = timezone.now()
    apply(CallbackKind.DELIVERY, waiting_for=KEPT_WAITING)
    old = Callback.objects.filter(applied_at=None, note=WAITING, received_at__lt=now - KEPT_WAITING)
    old.update(applied_at=now, note="unknown message")
    kept = timedelta(days=settings.SMS_NUMBERS_KEPT_DAYS)
    Callback.objects.filter(applied_at__lt=now - kept).delete()
