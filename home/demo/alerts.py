"""Groups whose numbers nobody has, and what they were told: past messages, one in force, two on their way."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from itertools import cycle, islice

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection

from accounts.models import User
from alerts import consent
from alerts.enums import AlertState, Channel, DeliveryState, ReportRank
from alerts.models import (
    Alert,
    AlertKind,
    AlertTemplate,
    AlertTemplateText,
    AlertText,
    Delivery,
    DiffusionGroup,
    Subscriber,
)
from alerts.owners import ensure_national_collection
from civitac.core.sms.segments import measure
from spaces.enums import TextLanguage
from spaces.models import Space
from territories.models import Territory

from .reading import AlertSheet, GroupSheet, ReadyTextSheet

SOURCE = "Démonstration : personne n’a ce numéro"
# No mobile network of the country has a number that begins with 00; libphonenumber refuses them all.
NUMBERS = "+22600{:06d}"
LANGUAGES = (TextLanguage.FRENCH, TextLanguage.MOORE, TextLanguage.FRENCH, TextLanguage.DIOULA, TextLanguage.FULFULDE)
PRICE = Decimal(25)  # F CFA a segment
# What became of the messages, again and again: most arrive, one phone in twelve stays off, one answer is lost.
FATES = [
    *[(DeliveryState.DELIVERED, ReportRank.DELIVERED, "")] * 9,
    (DeliveryState.FAILED, ReportRank.FAILED, "AbsentSubscriber"),
    (DeliveryState.ACCEPTED, ReportRank.SUBMITTED, ""),
    (DeliveryState.UNKNOWN, ReportRank.NONE, "ReadTimeout"),
]


def owner(space: str, spaces: Mapping[str, Space]) -> Collection:
    return spaces[space].collection if space else ensure_national_collection()


def load_groups(sheets: list[GroupSheet], spaces: Mapping[str, Space]) -> int:
    """Add the groups that are missing, each with its people; says how many."""
    first, added = 1, 0
    for sheet in sheets:
        numbers = [NUMBERS.format(number) for number in range(first, first + sheet.people)]
        first += sheet.people
        with transaction.atomic():
            territory = Territory.objects.get(code=sheet.territory) if sheet.territory else None
            group, is_new = DiffusionGroup.objects.get_or_create(
                name=sheet.name,
                collection=owner(sheet.space, spaces),
                defaults={"description": sheet.description, "territory": territory},
            )
            if is_new:
                languages = dict(zip(numbers, cycle(LANGUAGES), strict=False))
                consent.join_many(languages, group, channel=Channel.IMPORT, source=SOURCE)
        added += is_new
    return added


def load_ready_texts(sheets: list[ReadyTextSheet], spaces: Mapping[str, Space], people: Mapping[str, User]) -> int:
    """Add the ready texts that are missing, each with who wrote it in its log; says how many."""
    added = 0
    for sheet in sheets:
        collection = owner(sheet.space, spaces)
        if AlertTemplate.objects.filter(collection=collection, name=sheet.name).exists():
            continue
        ready = AlertTemplate(
            name=sheet.name,
            kind=AlertKind.objects.get(name=sheet.kind),
            severity=sheet.severity,
            single_signature=True,
            collection=collection,
        )
        ready.texts = [AlertTemplateText(language=TextLanguage.FRENCH, text=sheet.text)]
        with transaction.atomic():
            ready.save()
            log(instance=ready, action="wagtail.create", user=people[sheet.writer])
        added += 1
    return added


def load_alerts(sheets: list[AlertSheet], spaces: Mapping[str, Space], people: Mapping[str, User]) -> int:
    """Add the messages that are missing; says how many."""
    added = 0
    for sheet in sheets:
        collection = owner(sheet.space, spaces)
        if not Alert.objects.filter(collection=collection, headline=sheet.headline).exists():
            with transaction.atomic():
                load_alert(sheet, collection, people)
            added += 1
    return added


def load_alert(sheet: AlertSheet, collection: Collection, people: Mapping[str, User]) -> None:
    now, writer = timezone.now(), people[sheet.writer]
    begun = now - datetime.timedelta(days=sheet.days_ago)
    alert = Alert(
        collection=collection,
        kind=AlertKind.objects.get(name=sheet.kind),
        severity=sheet.severity,
        headline=sheet.headline,
        details=sheet.details,
        instruction=sheet.instruction,
        message_type=sheet.type,
        follows=Alert.objects.get(collection=collection, headline=sheet.follows) if sheet.follows else None,
        expires_at=begun + datetime.timedelta(hours=sheet.hours),
        state=AlertState(sheet.state),
        created_by=writer,
        edited_by=writer,
    )
    alert.texts = [AlertText(language=TextLanguage.FRENCH, text=sheet.text)]
    alert.territories = list(Territory.objects.filter(code__in=sheet.territories))
    alert.groups = list(DiffusionGroup.objects.filter(collection=collection, name=sheet.group))
    if alert.state != AlertState.DRAFT:
        alert.submitted_by, alert.submitted_at = writer, begun - datetime.timedelta(minutes=40)
    if alert.state == AlertState.COMPLETED:
        alert.decided_by, alert.decided_at = people[sheet.reader], begun - datetime.timedelta(minutes=2)
        alert.fanned_out_at = alert.started_at = begun
        alert.finished_at = begun + datetime.timedelta(minutes=3)
    alert.save()
    alert.save_revision(user=writer)
    if alert.state == AlertState.COMPLETED:
        deliver(alert, sheet.text)


def deliver(alert: Alert, text: str) -> None:
    """What became of the message for each member of its groups, and what that cost."""
    members = Subscriber.objects.filter(memberships__group__in=alert.groups.all()).distinct().order_by("pk")
    segments = measure(text).segments
    fates = islice(cycle(FATES), len(members))
    deliveries = [
        Delivery(
            alert=alert,
            subscriber=member,
            number=member.number,
            language=TextLanguage.FRENCH,
            segments=segments,
            state=state,
            report_rank=rank,
            reason=reason,
            tries=1,
            cost=None if state == DeliveryState.UNKNOWN else PRICE * segments,
            currency="" if state == DeliveryState.UNKNOWN else "XOF",
            claimed_at=alert.started_at,
            accepted_at=None if state == DeliveryState.UNKNOWN else alert.started_at + datetime.timedelta(seconds=2),
            settled_at=alert.started_at + datetime.timedelta(seconds=20 + 7 * place),
        )
        for place, (member, (state, rank, reason)) in enumerate(zip(members, fates, strict=True))
    ]
    Delivery.objects.bulk_create(deliveries)
    alert.fanned_out_to = max((each.subscriber_id for each in deliveries), default=0)
    Alert.objects.filter(pk=alert.pk).update(
        fanned_out_to=alert.fanned_out_to, estimated_cost=PRICE * segments * len(deliveries)
    )
