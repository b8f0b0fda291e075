"""Whom an alert is for: one delivery for each number, made set-wise and in order, so that it can be interrupted."""

from __future__ import annotations

import time
from collections.abc import Mapping

from django.db import models, transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from civitac.core.sms.segments import measure
from spaces.enums import TextLanguage

from ..enums import AlertState
from ..models import Alert, Delivery, Membership, Subscriber
from ..setwise import insert_from
from . import leases, moves

# Subscribers in one transaction: the first batch leaves while the next chunk is made.
CHUNK = 10_000
SLICE = 40  # seconds
OPEN = (AlertState.APPROVED, AlertState.SENDING, AlertState.PAUSED)


def fan_out(alert_id: int, holder: leases.Holder) -> None:
    """Make the deliveries of an approved alert, from where this last stood; have it leave if its hour has come."""
    started = time.monotonic()
    while holder.renew():
        with transaction.atomic():
            alert = Alert.objects.select_for_update(of=("self",)).select_related("kind").get(pk=alert_id)
            if alert.state not in OPEN or alert.fanned_out_at:
                break
            make_next(alert)
            done = alert.fanned_out_at is not None
        moves.begin_if_due(alert_id)
        if done:
            break
        if time.monotonic() - started > SLICE:
            return holder.again(alert.kind.life_safety)
    holder.end()
    return None


def make_next(alert: Alert) -> None:
    """The next chunk of deliveries, and where it ended, in the caller's transaction."""
    wanted = subscribers(alert).filter(pk__gt=alert.fanned_out_to).order_by("pk")
    last = wanted.values_list("pk", flat=True)[CHUNK - 1 : CHUNK].first()
    insert(wanted if last is None else wanted.filter(pk__lte=last), alert)
    if last is None:
        alert.fanned_out_at = timezone.now()
    else:
        alert.fanned_out_to = last
    Alert.objects.filter(pk=alert.pk).update(fanned_out_to=alert.fanned_out_to, fanned_out_at=alert.fanned_out_at)


def subscribers(alert: Alert) -> QuerySet[Subscriber]:
    """Who wants the messages of at least one of its groups, and did when it was approved."""
    memberships = Membership.objects.filter(
        subscriber=OuterRef("pk"), group__alerts=alert.pk, joined_at__lte=alert.decided_at
    )
    return Subscriber.objects.filter(Exists(memberships), stopped_at=None)


def insert(wanted: QuerySet[Subscriber], alert: Alert) -> None:
    texts = dict(alert.texts.values_list("language", "text"))
    weights = {language: measure(text).segments for language, text in texts.items()}
    usual = TextLanguage.FRENCH if TextLanguage.FRENCH in texts else min(texts)
    said = {
        "alert_id": Value(alert.pk),
        "subscriber_id": models.F("pk"),
        "number": models.F("number"),
        "language": by_language({language: language for language in texts}, usual, models.CharField()),
        "segments": by_language(weights, weights[usual], models.IntegerField()),
    }
    insert_from(wanted, Delivery, said)


def by_language(values: Mapping[str, object], otherwise: object, output: models.Field) -> Case:
    cases = [When(language=language, then=Value(value)) for language, value in values.items()]
    return Case(*cases, default=Value(otherwise), output_field=output)
