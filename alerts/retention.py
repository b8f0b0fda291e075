"""Every night: forget those who receive nothing any more, the numbers of messages long sent or received, and old lists."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .enums import SETTLED
from .lists.services import forget_old
from .models import Consent, Delivery, IncomingText, Membership, Subscriber

# Numbers erased, or deliveries emptied, in one transaction.
BATCH = 2000


def tidy() -> None:
    forget_people()
    forget_numbers()
    forget_senders()
    forget_old()


def forget_people() -> int:
    """Erase those who have been in no group for `SUBSCRIBERS_KEPT_DAYS`, with their number in the journal.

    Those who said STOP stay: it is by their number that a list does not bring them back.
    """
    before = timezone.now() - timedelta(days=settings.SUBSCRIBERS_KEPT_DAYS)
    idle = Subscriber.objects.filter(
        ~Exists(Membership.objects.filter(subscriber=OuterRef("pk"))),
        ~Exists(Consent.objects.filter(number=OuterRef("number"), at__gte=before)),
        stopped_at=None,
        created_at__lt=before,
    )
    forgotten = 0
    while True:
        with transaction.atomic():
            # A subscriber who comes back meanwhile waits for this, and is then made anew.
            batch = list(idle.select_for_update(of=("self",)).order_by("number")[:BATCH])
            numbers = [each.number for each in batch]
            Consent.objects.filter(number__in=numbers).update(number="")
            Subscriber.objects.filter(pk__in=[each.pk for each in batch]).delete()
        forgotten += len(batch)
        if len(batch) < BATCH:
            return forgotten


def forget_numbers() -> int:
    """Empty the numbers of deliveries whose alert was finished `ALERT_NUMBERS_KEPT_DAYS` ago; counts and costs stay."""
    before = timezone.now() - timedelta(days=settings.ALERT_NUMBERS_KEPT_DAYS)
    old = Delivery.objects.filter(alert__finished_at__lt=before, state__in=SETTLED).exclude(number="")
    forgotten = 0
    while keys := list(old.order_by().values_list("pk", flat=True)[:BATCH]):
        forgotten += Delivery.objects.filter(pk__in=keys).update(number="", subscriber=None)
    return forgotten


def forget_senders() -> int:
    """Empty the numbers of those who wrote to us `ALERT_NUMBERS_KEPT_DAYS` ago; what they wrote, and our answer, stay."""
    before = timezone.now() - timedelta(days=settings.ALERT_NUMBERS_KEPT_DAYS)
    return IncomingText.objects.filter(received_at__lt=before).exclude(number="").update(number="")
