"""Alerts as citizens find them: already told, without the way that led there."""

from __future__ import annotations

import datetime

from django.utils import timezone
from wagtail.models import Collection

from alerts.enums import AlertState, Category, Severity
from alerts.models import Alert, AlertKind, AlertText, AuthorityLabel

HOUR = datetime.timedelta(hours=1)


def flood() -> AlertKind:
    return kind("Inondation", life_safety=True, category=Category.MET)


def session() -> AlertKind:
    return kind("Session du conseil")


def kind(name: str, **fields: object) -> AlertKind:
    return AlertKind.objects.get_or_create(name=name, defaults=fields)[0]


def label(
    word: str, *, severity: str = Severity.SEVERE, life_safety: bool = True, collection: Collection | None = None
):
    row = AuthorityLabel(label=word, severity=severity, life_safety=life_safety, collection=collection)
    row.save()
    return row


def tell(
    headline: str, collection: Collection | None = None, *, begun: float = 1, left: float = 6, **fields: object
) -> Alert:
    """A message whose sending began `begun` hours ago and that is in force for `left` more hours; a notice unless told."""
    now = timezone.now()
    texts = fields.pop("texts", {"fr": f"{headline}, disent les autorités."})
    territories = fields.pop("territories", ())
    values = {
        "kind": None,
        "state": AlertState.COMPLETED,
        "severity": Severity.MINOR,
        "started_at": now - begun * HOUR,
        "expires_at": now + left * HOUR,
    } | fields
    values["kind"] = values["kind"] or session()
    alert = Alert(headline=headline, collection=collection or Collection.get_first_root_node(), **values)
    alert.territories = list(territories)
    alert.texts = [AlertText(language=language, text=text) for language, text in texts.items()]
    alert.save()
    return alert


def warn(headline: str, collection: Collection | None = None, **fields: object) -> Alert:
    """A message on which lives may depend."""
    return tell(headline, collection, **{"kind": flood(), "severity": Severity.SEVERE} | fields)
