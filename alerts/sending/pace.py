"""How fast messages are handed over: buckets of tokens, shared by all workers; a segment takes a token.

What lives may depend on takes from both buckets and waits for its own only: never for the debt that a notice has made, nor
for the rest that the gateway asked of one. Notices wait for the first, and so for everything that has left.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..enums import AlertState
from ..models import Alert, Bucket, Delivery

EVERYTHING, LIFE_SAFETY = "segments", "urgent"
# How much one call may carry, in seconds at the usual pace: what it takes beyond what there is, others wait for.
CALL_SECONDS = {True: 5, False: 2}


def bucket_of(life_safety: bool) -> str:
    return LIFE_SAFETY if life_safety else EVERYTHING


def most_segments(life_safety: bool, rate: int) -> int:
    """Of one call; a message that alone is longer leaves alone."""
    return CALL_SECONDS[life_safety] * rate


def wait_for(rate: int, *, life_safety: bool) -> float:
    """Seconds until the next batch may be claimed; `rate` is in segments per second."""
    bucket = Bucket.objects.filter(name=bucket_of(life_safety)).first()
    if bucket is None:
        return 0
    since = (timezone.now() - bucket.filled_at).total_seconds()
    # A batch takes more than there is and leaves a debt, which the following ones wait for.
    return max(0.0, -since if since < 0 else -(bucket.tokens + since * rate) / rate)


def take(segments: int, rate: int, *, life_safety: bool) -> None:
    """Take tokens for what has been claimed, in the transaction of the claim."""
    for name in [EVERYTHING, LIFE_SAFETY] if life_safety else [EVERYTHING]:
        take_from(name, segments, rate)


def take_from(name: str, segments: int, rate: int) -> None:
    """Unused tokens are kept for one second."""
    now = timezone.now()
    bucket, _made = Bucket.objects.select_for_update().get_or_create(
        name=name, defaults={"tokens": rate, "filled_at": now}
    )
    since = max(0.0, (now - bucket.filled_at).total_seconds())
    bucket.tokens = min(float(rate), bucket.tokens + since * rate) - segments
    bucket.filled_at = max(now, bucket.filled_at)
    bucket.save(update_fields=["tokens", "filled_at"])


def rest(seconds: float, *, life_safety: bool) -> None:
    """Leave the gateway alone, for every worker, as long as it asks: notices whoever was asked, the others themselves.

    A longer rest that it has asked for already stands.
    """
    until = timezone.now() + timedelta(seconds=seconds)
    for name in [EVERYTHING, LIFE_SAFETY] if life_safety else [EVERYTHING]:
        _bucket, made = Bucket.objects.get_or_create(name=name, defaults={"tokens": 0, "filled_at": until})
        if not made:
            Bucket.objects.filter(name=name, filled_at__lt=until).update(tokens=0, filled_at=until)


def must_yield(life_safety: bool) -> bool:
    """Whether a notice leaves the way to a message on which lives depend."""
    if life_safety:
        return False
    waiting = Delivery.objects.waiting(timezone.now()).filter(alert=OuterRef("pk"))
    return Alert.objects.filter(Exists(waiting), state=AlertState.SENDING, kind__life_safety=True).exists()
