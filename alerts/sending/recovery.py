"""Run every minute: what a worker that died, a clock that has gone on or a gateway that is back again leaves to be done."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from civitac.core.sms import State
from civitac.core.sms.models import SmsEntry

from ..enums import AlertState, DeliveryState, Suppressed
from ..models import Alert, Delivery
from . import leases, moves

# After this long no worker can still be in the call: its task would have been ended (`leases.TASK_SECONDS`).
LONGEST_CLAIM = timedelta(seconds=leases.TASK_SECONDS + 30)
# How long the gateway's reports have to say whether a message left on which lives depend, before it is sent once more.
RESEND_AFTER = timedelta(minutes=5)

REASONS = {AlertState.CANCELLED: Suppressed.CANCELLED, AlertState.EXPIRED: Suppressed.EXPIRED}
OPEN = (AlertState.APPROVED, AlertState.SENDING, AlertState.PAUSED)


def recover() -> None:
    declare_unknown()
    resend()
    give_up_the_rest()
    for alert in Alert.objects.filter(state__in=OPEN).select_related("kind"):
        attend(alert)


def declare_unknown() -> None:
    """What was claimed by a worker that died: nobody knows whether it left."""
    now = timezone.now()
    lost = Delivery.objects.filter(state=DeliveryState.CLAIMED, claimed_at__lt=now - LONGEST_CLAIM)
    with transaction.atomic():
        calls = list(lost.values_list("call", flat=True).distinct())
        lost.update(state=DeliveryState.UNKNOWN, reason="interrupted")
        entries = SmsEntry.objects.filter(pk__in=calls, state=State.QUEUED)
        entries.update(state=State.UNKNOWN, reason="interrupted", completed_at=now)


def resend() -> None:
    """Once, and marked, where lives may depend on it."""
    now = timezone.now()
    urgent = Alert.objects.filter(state=AlertState.SENDING, kind__life_safety=True, expires_at__gt=now)
    Delivery.objects.filter(
        Exists(urgent.filter(pk=OuterRef("alert"))),
        state=DeliveryState.UNKNOWN,
        resent=False,
        claimed_at__lt=now - RESEND_AFTER,
    ).update(state=DeliveryState.QUEUED, resent=True, not_before=None)


def give_up_the_rest() -> None:
    """What came back into the queue after its alert had ended."""
    for state, reason in REASONS.items():
        ended = Alert.objects.filter(pk=OuterRef("alert"), state=state)
        Delivery.objects.filter(Exists(ended), state=DeliveryState.QUEUED).update(
            state=DeliveryState.SUPPRESSED, reason=reason, settled_at=timezone.now()
        )


def attend(alert: Alert) -> None:
    """See that someone is at work where there is work, and nowhere else."""
    now = timezone.now()
    if alert.expires_at <= now:
        moves.finish(alert.pk)
        return
    if alert.state == AlertState.APPROVED:
        moves.begin_if_due(alert.pk)
    if alert.fanned_out_at is None:
        leases.give_silent(alert, [leases.AUDIENCE])
    if alert.state != AlertState.SENDING or moves.finish(alert.pk):
        return
    if Delivery.objects.waiting(now).filter(alert=alert).exists():
        leases.give_silent(alert, leases.hand_over_places(alert))
