"""Which kinds of message, and how grave, an owner may send: local authorities and the animation team any of them.

A civil society organisation uses the kinds that are open to organisations, none of which is graver than “Moderate”; the
animation team may grant it a kind, which it then uses like an authority.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.models import Collection

from spaces.enums import SpaceKind

from .enums import Severity
from .models import AlertKind

OF_ORGANISATIONS = (Severity.MINOR, Severity.MODERATE)


def is_organisation(owner: Collection) -> bool:
    space = getattr(owner, "space", None)
    return space is not None and space.kind == SpaceKind.ORGANISATION


def kinds_for(owner: Collection) -> QuerySet[AlertKind]:
    if not is_organisation(owner):
        return AlertKind.objects.all()
    granted = AlertKind.granted_to.through.objects.filter(collection=owner).values("alertkind")
    return AlertKind.objects.filter(Q(for_organisations=True) | Q(pk__in=granted))


def may_use(owner: Collection, kind: AlertKind) -> bool:
    return kinds_for(owner).filter(pk=kind.pk).exists()


def severities_for(owner: Collection, kind: AlertKind) -> tuple[Severity, ...]:
    if not is_organisation(owner) or kind.granted_to.filter(pk=owner.pk).exists():
        return tuple(Severity)
    return OF_ORGANISATIONS
