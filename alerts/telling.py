"""Who is told of what, by e-mail, once it has happened: a mail server that is down stops no message."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role, group_for

from .models import Alert
from .rights import approvers_of


def address_of(alert: Alert) -> str:
    return settings.SITE_URL + reverse(Alert.snippet_viewset.get_url_name("sheet"), args=[alert.pk])


def tell(people: Iterable[AbstractBaseUser], alert: Alert, subject: str, said: str, reason: str = "") -> None:
    """One message to each active person with an address, after the commit; nobody reads the addresses of the others."""
    # A headline may hold anything that was pasted; a subject is one line.
    subject = f"[{settings.WAGTAIL_SITE_NAME}] " + " ".join((subject % {"headline": alert.headline}).split())
    body = render_to_string("alerts/mail.txt", {"said": said, "reason": reason, "link": address_of(alert)})
    addresses = sorted({person.email for person in people if person.is_active and person.email})

    def send() -> None:
        for each in addresses:
            EmailMessage(subject, body, to=[each], headers={"Auto-Submitted": "auto-generated"}).send()

    transaction.on_commit(send, robust=True)


def writers(alert: Alert, but: AbstractBaseUser | None) -> Iterable[User]:
    """Who composed it and who submitted it, without the person who has just acted."""
    keys = {alert.created_by_id, alert.submitted_by_id} - {None, but.pk if but else None}
    return User.objects.filter(pk__in=keys)


def team() -> Iterable[User]:
    return group_for(Role.ANIMATION).user_set.all()


def submitted(alert: Alert) -> None:
    tell(
        approvers_of(alert),
        alert,
        _("To approve: %(headline)s"),
        _("%(person)s asks for your agreement before this message leaves.") % {"person": alert.submitted_by},
    )


def approved(alert: Alert) -> None:
    tell(
        writers(alert, alert.decided_by),
        alert,
        _("Approved: %(headline)s"),
        _("%(person)s approved this message.") % {"person": alert.decided_by},
    )


def returned(alert: Alert, user: AbstractBaseUser) -> None:
    tell(
        writers(alert, user),
        alert,
        _("To correct: %(headline)s"),
        _("%(person)s returned this message to you.") % {"person": user},
        alert.reason,
    )


def rejected(alert: Alert) -> None:
    tell(
        writers(alert, alert.decided_by),
        alert,
        _("Rejected: %(headline)s"),
        _("%(person)s rejected this message. It will not leave.") % {"person": alert.decided_by},
        alert.reason,
    )


def signed_alone(alert: Alert) -> None:
    tell(
        (person for person in team() if person.pk != alert.decided_by_id),
        alert,
        _("Left with one signature: %(headline)s"),
        _("%(person)s sent this ready text, on which lives may depend, without a second signature. Please read it now.")
        % {"person": alert.decided_by},
    )


def beyond_budget(alert: Alert) -> None:
    tell(
        team(),
        alert,
        _("Beyond the budget: %(headline)s"),
        _("Lives may depend on this message: it leaves although the month’s budget of its owner does not hold it."),
    )


def stopped(alert: Alert, user: AbstractBaseUser, subject: str, said: str) -> None:
    """Of a pause or a cancellation: whoever wrote or approved it."""
    people = set(writers(alert, user))
    if alert.decided_by and alert.decided_by != user:
        people.add(alert.decided_by)
    tell(people, alert, subject, said, alert.reason)
