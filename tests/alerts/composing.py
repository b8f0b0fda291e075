"""What tests of composing share: groups with people in them, kinds, and alerts ready to be submitted."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from wagtail.models import ModelLogEntry

from alerts import costs
from alerts.enums import AlertState, Severity
from alerts.models import (
    Alert,
    AlertKind,
    AlertTemplate,
    AlertTemplateText,
    AlertText,
    DiffusionGroup,
    Membership,
    Subscriber,
    Tariff,
)
from alerts.workflow import Confirmed
from spaces.models import Space

ORANGE, MOOV, OTHER = "+2267010000{}", "+2265010000{}", "+2267910000{}"


def notice() -> AlertKind:
    return AlertKind.objects.get_or_create(name="Session du conseil", defaults={"lasts": 48})[0]


def flood() -> AlertKind:
    return AlertKind.objects.get_or_create(name="Inondation", defaults={"life_safety": True, "lasts": 24})[0]


def group_of(space: Space, name: str = "Habitants", people: dict[str, str] | None = None) -> DiffusionGroup:
    """A group, with people in it: number → language."""
    group = DiffusionGroup.objects.create(name=name, description="Tout.", collection=space.collection)
    if people is None:
        people = {ORANGE.format(1): "fr", ORANGE.format(2): "mos", MOOV.format(1): "fr"}
    for number, language in people.items():
        subscriber, _made = Subscriber.objects.get_or_create(number=number, defaults={"language": language})
        Membership.objects.create(group=group, subscriber=subscriber)
    return group


def compose(space: Space, user, *groups: DiffusionGroup, texts=None, kind: AlertKind | None = None, **fields) -> Alert:
    """A draft as `user` would leave it after the first save."""
    alert = Alert(
        kind=kind or notice(),
        headline=fields.pop("headline", "Session du conseil"),
        collection=space.collection,
        expires_at=fields.pop("expires_at", timezone.now() + timedelta(hours=24)),
        created_by=user,
        edited_by=user,
        **fields,
    )
    alert.texts = [
        AlertText(language=language, text=text)
        for language, text in (texts or {"fr": "Session du conseil jeudi à 8 h."}).items()
    ]
    alert.groups = list(groups)
    alert.save()
    alert.save_revision(user=user)
    return Alert.objects.get(pk=alert.pk)


def ready_text(space: Space, text: str = "Crue à {lieu}. Quittez les berges.", **fields) -> AlertTemplate:
    template = AlertTemplate(
        name="Crue",
        kind=flood(),
        collection=space.collection,
        **({"severity": Severity.SEVERE, "single_signature": True} | fields),
    )
    template.texts = [AlertTemplateText(language="fr", text=text)]
    template.save()
    return template


def from_template(template: AlertTemplate, user, *groups: DiffusionGroup, text: str, **fields) -> Alert:
    return compose(
        template.collection.space,
        user,
        *groups,
        texts={"fr": text},
        kind=template.kind,
        template=template,
        severity=template.severity,
        **({"headline": template.name} | fields),
    )


def tariffs() -> None:
    Tariff.objects.create(operator="Orange", prefixes="70 76", price=20)
    Tariff.objects.create(operator="Moov", prefixes="50", price=30)


def state_of(alert: Alert) -> AlertState:
    return AlertState(Alert.objects.values_list("state", flat=True).get(pk=alert.pk))


def read(alert: Alert) -> Confirmed:
    """What somebody read of an alert as it stands."""
    estimate = costs.estimate_of(alert)
    return Confirmed(estimate.recipients, estimate.cost)


def released(alert: Alert, act: str = "approve") -> dict[str, str]:
    """What the sheet sends of somebody who lets an alert leave that they have read as it stands."""
    confirmed = read(alert)
    return {
        "act": act,
        "submitted_at": alert.submitted_at.isoformat() if alert.submitted_at else "",
        "fingerprint": alert.fingerprint(),
        "read": str(confirmed.recipients),
        "price": str(confirmed.cost),
    }


def acts(alert: Alert) -> list[str]:
    """What the log says was done with an alert, in order."""
    entries = ModelLogEntry.objects.filter(object_id=str(alert.pk), action__startswith="alerts.")
    return list(entries.order_by("pk").values_list("action", flat=True))
