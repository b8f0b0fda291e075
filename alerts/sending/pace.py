"""How fast messages are handed over: one bucket of tokens, shared by all workers; a segment takes a token."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..enums import AlertState
from ..models import Alert, Bucket, Delivery

NAME = "segments"


def wait_for(rate: int) -> float:
    """Seconds until the next batch may be claimed; `rate` is in segments per second."""
    bucket = Bucket.objects.filter(name=NAME).first()
    if bucket is None:
        return 0
    since = (timezone.now() - bucket.filled_at).total_seconds()
    # A batch takes more than there is and leaves a debt, which the following ones wait for.
    return max(0.0, -since if since < 0 else -(bucket.tokens + since * rate) / rate)


def take(segments: int, rate: int) -> None:
    """Take tokens for what has been claimed, in the transaction of the claim. Unused ones are kept for one second."""
    now = timezone.now()
    bucket, _made = Bucket.objects.select_for_update().get_or_create(
        name=NAME, defaults={"tokens": rate, "filled_at": now}
    )
    since = max(0.0, (now - bucket.filled_at).total_seconds())
    bucket.tokens = min(float(rate), bucket.tokens + since * rate) - segments
    bucket.filled_at = max(now, bucket.filled_at)
    bucket.save(update_fields=["tokens", "filled_at"])


def rest(seconds: float) -> None:
    """Leave the gateway alone, for every worker, as long as it asks."""
    until = timezone.now() + timedelta(seconds=seconds)
    Bucket.objects.update_or_create(name=NAME, defaults={"tokens": 0, "filled_at": until})


def must_yield(life_safety: bool) -> bool:
    """Whether a notice leaves the way to a message on which lives depend."""
    if life_safety:
        return False
    waiting = Delivery.objects.waiting(timezone.now()).filter(alert=OuterRef("pk"))
    return Alert.objects.filter(Exists(waiting), state=AlertState.SENDING, kind__life_safety=True).exists()
