"""How an approved alert reaches the gateway: audience, claims, handing over, recording, recovery.

The rest of the room knows these three acts; each joins the caller's transaction, and is undone with it.
"""

from __future__ import annotations

from django.utils import timezone

from ..enums import DeliveryState, Suppressed
from ..models import Alert, Delivery
from . import leases

__all__ = ["start", "suppress_rest", "wake"]


def start(alert: Alert) -> None:
    """Have the deliveries of an alert made that has just been approved; it leaves when its hour has come."""
    leases.give(alert, [leases.AUDIENCE])


def wake(alert: Alert) -> None:
    """Have workers go on with an alert whose sending is no longer paused."""
    places = leases.hand_over_places(alert)
    leases.give(alert, places if alert.fanned_out_at else [leases.AUDIENCE, *places])


def suppress_rest(alert: Alert, reason: Suppressed) -> int:
    """Give up what has not left, and say how many. What is being handed over at this moment is past recall."""
    rest = Delivery.objects.filter(alert=alert, state=DeliveryState.QUEUED)
    return rest.update(state=DeliveryState.SUPPRESSED, reason=reason, settled_at=timezone.now())
