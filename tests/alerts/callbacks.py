"""A gateway that calls back, and deliveries for it to speak of."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection

from alerts.enums import AlertState, DeliveryState
from alerts.models import Alert, AlertKind, Delivery

TOKEN, FORMER = "jeton-de-test-" + "a" * 40, "jeton-ancien-" + "b" * 40
FORM = "application/x-www-form-urlencoded"


def number(rank: int) -> str:
    """A number that no operator gives out."""
    return f"+226709{rank:05d}"


def call(kind: str, client: Client | None = None, *, token: str = TOKEN, **fields: str) -> HttpResponse:
    return (client or Client()).post(f"/sms/{token}/{kind}/", urlencode(fields), content_type=FORM)


def report(reference: str, status: str, rank: int = 0, **more: str) -> HttpResponse:
    return call("livraison", id=reference, status=status, phoneNumber=number(rank), networkCode="61300", **more)


def make_alert(collection: Collection | None = None, *, life_safety: bool = False, **fields: object) -> Alert:
    kind, _made = AlertKind.objects.get_or_create(
        name="Inondation" if life_safety else "Avis", defaults={"life_safety": life_safety}
    )
    return Alert.objects.create(
        kind=kind,
        headline="Pont coupé",
        collection=collection or Collection.get_first_root_node(),
        state=AlertState.SENDING,
        started_at=timezone.now() - timedelta(hours=1),
        expires_at=timezone.now() + timedelta(days=1),
        **fields,
    )


def make_delivery(alert: Alert, rank: int, state: str = DeliveryState.ACCEPTED, **fields: object) -> Delivery:
    """A message handed over a minute ago; one that was accepted has a reference of its own."""
    moment = timezone.now() - timedelta(minutes=1)
    accepted = {"reference": f"ref-{rank}", "accepted_at": moment} if state == DeliveryState.ACCEPTED else {}
    return Delivery.objects.create(
        **{
            "alert": alert,
            "number": number(rank),
            "language": "fr",
            "segments": 1,
            "state": state,
            "claimed_at": moment,
            **accepted,
            **fields,
        }
    )
