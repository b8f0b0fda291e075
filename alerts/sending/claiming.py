"""Which messages leave next: a batch is claimed, announced in the journal of calls and committed before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from civitac.core.sms import journal
from civitac.core.sms.models import Purpose, SmsEntry

from ..enums import AlertState, DeliveryState, Suppressed
from ..models import Alert, Delivery, Membership, SmsSettings
from . import hours, pace


class Row(NamedTuple):
    """A delivery that may be claimed."""

    pk: int
    language: str
    number: str
    segments: int
    tries: int
    wanted: bool  # its person is still in one of the groups, and has not said STOP


@dataclass(frozen=True, slots=True)
class Claimed:
    pk: int
    number: str
    tries: int  # this one included


@dataclass(frozen=True)
class Batch:
    """What one call to the gateway carries: one text for some numbers."""

    alert_id: int
    life_safety: bool
    entry: SmsEntry
    text: str
    deliveries: list[Claimed]

    @property
    def numbers(self) -> list[str]:
        return [delivery.number for delivery in self.deliveries]


class Closed(Exception):
    """Nothing of this alert may leave now: it is not being sent, has expired, or waits for the end of the quiet hours."""


def claim(alert: Alert, texts: dict[str, str], size: int, settings: SmsSettings) -> Batch | None:
    """Claim the next messages of one language, `size` at most and no more than the pace allows one call; None when none
    is waiting.

    People who no longer want them are left out here, whatever was true when the deliveries were made. Raises Closed. The
    claim is committed when this returns, so it refuses to run inside a transaction (RuntimeError).
    """
    most = pace.most_segments(alert.kind.life_safety, settings.segments_per_second)
    while True:
        with transaction.atomic(durable=True):
            check_open(alert)
            rows = next_rows(alert, size, most)
            if not rows:
                return None
            leave_out([row.pk for row in rows if not row.wanted])
            if taken := [row for row in rows if row.wanted]:
                return announce(alert, texts[taken[0].language], taken, settings)


def check_open(alert: Alert) -> None:
    """The state as it is now, whatever the caller has read before."""
    now = timezone.now()
    sending = Alert.objects.filter(pk=alert.pk, state=AlertState.SENDING, expires_at__gt=now)
    if not sending.exists() or not hours.may_leave(alert.kind.life_safety, now, SmsSettings.load()):
        raise Closed


def next_rows(alert: Alert, size: int, most: int) -> list[Row]:
    """Locked, all of one language, in the order of the index; those that another worker holds are passed over.

    `size` of them at most, and `most` segments, which are as many for each.
    """
    memberships = Membership.objects.filter(subscriber=OuterRef("subscriber"), group__alerts=alert.pk)
    wanted = Exists(memberships.filter(subscriber__stopped_at=None))
    waiting = Delivery.objects.waiting(timezone.now()).filter(alert=alert).order_by("language", "pk")
    found = locked(waiting).annotate(wanted=wanted).values_list(*Row._fields)[: min(size, most)]
    rows = [Row(*row) for row in found]
    one_text = [row for row in rows if row.language == rows[0].language]
    return one_text[: max(1, most // rows[0].segments)] if rows else []


def locked(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    if connection.features.has_select_for_update_skip_locked:
        return deliveries.select_for_update(skip_locked=True, of=("self",))
    return deliveries  # SQLite: one transaction writes at a time


def leave_out(keys: list[int]) -> None:
    if keys:
        Delivery.objects.filter(pk__in=keys).update(
            state=DeliveryState.SUPPRESSED, reason=Suppressed.OPTED_OUT, settled_at=timezone.now()
        )


def announce(alert: Alert, text: str, rows: list[Row], settings: SmsSettings) -> Batch:
    entry = journal.opened(text, len(rows), Purpose.ALERT)
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=DeliveryState.CLAIMED, claimed_at=timezone.now(), call=entry, tries=F("tries") + 1, not_before=None
    )
    segments = sum(row.segments for row in rows)
    pace.take(segments, settings.segments_per_second, life_safety=alert.kind.life_safety)
    return Batch(
        alert.pk, alert.kind.life_safety, entry, text, [Claimed(row.pk, row.number, row.tries + 1) for row in rows]
    )
