"""Run every minute: what a worker that died, a clock that has gone on or a gateway that is back again leaves to be done."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from civitac.core.sms import State
from civitac.core.sms.models import SmsEntry

from .. import costs
from ..enums import AlertState, DeliveryState, Suppressed
from ..models import Alert, Delivery
from . import leases, moves
from .notes import note

# After this long no worker can still be in the call: its task would have been ended (`leases.TASK_SECONDS`).
LONGEST_CLAIM = timedelta(seconds=leases.TASK_SECONDS + 30)
# How long the gateway's reports have to say whether a message left on which lives depend, before it is sent once more.
RESEND_AFTER = timedelta(minutes=5)

# How long what an alert cost is counted anew after its end: by then every call has been answered, or declared unknown.
SETTLED_AFTER = timedelta(minutes=10)

REASONS = {AlertState.CANCELLED: Suppressed.CANCELLED, AlertState.EXPIRED: Suppressed.EXPIRED}
OPEN = (AlertState.APPROVED, AlertState.SENDING, AlertState.PAUSED)


def recover() -> None:
    declare_unknown()
    resend()
    give_up_the_rest()
    for alert in Alert.objects.filter(state__in=OPEN).select_related("kind"):
        attend(alert)
    settle_again()


@transaction.atomic
def declare_unknown() -> None:
    """What was claimed by a worker that died: nobody knows whether it left, and its alert is public from then on.

    What is being recorded is left to its worker.
    """
    now = timezone.now()
    old = Delivery.objects.filter(state=DeliveryState.CLAIMED, claimed_at__lt=now - LONGEST_CLAIM).order_by("pk")
    lost = list(old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "alert", "call", "claimed_at"))
    if not lost:
        return
    keys, alerts, calls, moments = zip(*lost, strict=True)
    Delivery.objects.filter(pk__in=keys).update(state=DeliveryState.UNKNOWN, reason="interrupted")
    entries = SmsEntry.objects.filter(pk__in=set(calls), state=State.QUEUED)
    entries.update(state=State.UNKNOWN, reason="interrupted", completed_at=now)
    for alert_id, number in Counter(alerts).items():
        note(alert_id, "lose", number=number)
        moves.note_departure(alert_id, min(at for each, at in zip(alerts, moments, strict=True) if each == alert_id))


def resend() -> None:
    """Once, and marked, where lives may depend on it."""
    now = timezone.now()
    urgent = Alert.objects.filter(state=AlertState.SENDING, kind__life_safety=True, expires_at__gt=now)
    for alert_id in urgent.values_list("pk", flat=True):
        with transaction.atomic():
            unknown = Delivery.objects.filter(
                Exists(urgent.filter(pk=OuterRef("alert"))),
                alert=alert_id,
                state=DeliveryState.UNKNOWN,
                resent=False,
                claimed_at__lt=now - RESEND_AFTER,
            )
            if number := unknown.update(state=DeliveryState.QUEUED, resent=True, not_before=None):
                note(alert_id, "resend", number=number)


def give_up_the_rest() -> None:
    """What came back into the queue after its alert had ended."""
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED)
    for state, reason in REASONS.items():
        ended = Alert.objects.filter(Exists(waiting.filter(alert=OuterRef("pk"))), state=state)
        for alert_id in ended.values_list("pk", flat=True):
            with transaction.atomic():
                number = waiting.filter(alert=alert_id).update(
                    state=DeliveryState.SUPPRESSED, reason=reason, settled_at=timezone.now()
                )
                if number:
                    note(alert_id, "give_up", number=number)


def settle_again() -> None:
    """What was being handed over when an alert ended has been answered since, or came back."""
    lately = Alert.objects.filter(finished_at__gte=timezone.now() - SETTLED_AFTER, cost__isnull=False)
    for alert in lately:
        costs.settle(alert)


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
