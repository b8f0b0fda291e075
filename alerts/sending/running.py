"""The loop of a task that hands an alert over."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from civitac.core.sms import Transport, get_transport, journal

from ..enums import DeliveryState
from ..models import Alert, Delivery, SmsSettings
from . import clusters, leases, moves, pace, recording
from .claiming import Batch, Closed, claim

# Seconds; the task then goes on in another, so that those behind it have their turn. Notices share their workers with
# everything that is no message.
SLICE, NOTICE_SLICE = 40, 10
NAP = 0.2  # seconds


def run(alert_id: int, holder: leases.Holder) -> None:
    """Hand messages over until none is left, the slice is over, or nothing may leave for now."""
    clusters.beat()
    alert = Alert.objects.select_related("kind").get(pk=alert_id)
    life_safety = alert.kind.life_safety
    texts = dict(alert.texts.values_list("language", "text"))
    settings, transport = SmsSettings.load(), get_transport()
    share = SLICE if life_safety else NOTICE_SLICE
    end = time.monotonic() + share
    while holder.renew():
        if time.monotonic() > end:
            return holder.again(life_safety)
        wait = pace.wait_for(settings.segments_per_second, life_safety=life_safety)
        if wait > share and not life_safety:
            break  # the recovery takes it up again
        wait = wait or NAP * pace.must_yield(life_safety)
        if wait:
            time.sleep(min(wait, max(0.01, end - time.monotonic())))
            continue
        try:
            batch = claim(alert, texts, transport.batch, settings)
        except Closed:
            break
        if batch:
            send(batch, transport)
        elif wait := until_next(alert, share):
            time.sleep(wait)
        else:
            break
    holder.end()
    moves.finish(alert_id)
    return None


def send(batch: Batch, transport: Transport) -> None:
    handover = journal.hand_over(transport, batch.entry, batch.text, batch.numbers)
    recording.record(batch, handover)
    if handover.wait:
        pace.rest(handover.wait, life_safety=batch.life_safety)
    if handover.halt:
        moves.halt(batch.alert_id, handover.halt)


def until_next(alert: Alert, share: float) -> float:
    """Seconds before there may be more to claim, 0 where that is not in this share of time: the recovery will see to it."""
    now = timezone.now()
    if not Alert.objects.filter(pk=alert.pk, fanned_out_at__isnull=False).exists():
        return NAP
    later = Delivery.objects.filter(alert=alert, state=DeliveryState.QUEUED, not_before__gt=now)
    first: datetime | None = later.aggregate(first=Min("not_before"))["first"]
    return NAP if first and first - now < timedelta(seconds=share) else 0
