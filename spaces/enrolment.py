"""How a local authority or an organisation joins: the charter, the request, the space that comes of it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from accounts.roles import Role, group_for

from .enums import EnrolmentState
from .models import EnrolmentRequest, Space
from .services import SpaceError

CHARTER_SLUG = "charte"


def charter() -> Page | None:
    """The charter of use, once the animation team has published it under the home page."""
    return Page.objects.live().filter(slug=CHARTER_SLUG, depth=3, last_published_at__isnull=False).first()


@transaction.atomic
def receive(enrolment: EnrolmentRequest) -> EnrolmentRequest:
    """Keep a request, and only then tell the animation team and the sender: a mail server that is down loses nothing.

    → the request as it stands: the earlier one when the same form arrives again.
    """
    if earlier := EnrolmentRequest.objects.like(enrolment).first():
        return earlier
    enrolment.save()
    for tell in (tell_the_team, acknowledge):
        transaction.on_commit(lambda tell=tell: tell(enrolment), robust=True)
    return enrolment


def tell_the_team(enrolment: EnrolmentRequest) -> None:
    team = group_for(Role.ANIMATION).user_set.filter(is_active=True, email__isnull=False)
    addresses = list(team.values_list("email", flat=True))
    subject = _("Request to join: %(name)s") % {"name": " ".join(enrolment.name.split())}
    link = settings.SITE_URL + reverse("enrolment:edit", args=(enrolment.pk,))
    if addresses:
        send(addresses, subject, "team", {"enrolment": enrolment, "link": link})


def acknowledge(enrolment: EnrolmentRequest) -> None:
    """To the address given, which nobody has checked: nothing in it is the sender's own words."""
    if enrolment.email:
        subject = _("Your request has been received (%(reference)s)") % {"reference": enrolment.reference}
        send([enrolment.email], subject, "sender", {"enrolment": enrolment})


def send(addresses: list[str], subject: str, to_whom: str, context: dict[str, object]) -> None:
    body = render_to_string(f"spaces/enrolment_to_{to_whom}.txt", {"site_name": settings.WAGTAIL_SITE_NAME, **context})
    EmailMessage(f"[{settings.WAGTAIL_SITE_NAME}] {subject}", body, to=addresses).send()


def opening(enrolment: EnrolmentRequest) -> dict[str, object]:
    """What a request already says of the space to open, for the form that opens it."""
    return {
        "kind": enrolment.kind,
        "title": enrolment.name,
        "territory": enrolment.territory_id,
        "charter_signed_on": enrolment.created_at.date() if enrolment.signed_charter else None,
        "managers": enrolment.email,
    }


@transaction.atomic
def accept(enrolment: EnrolmentRequest, space: Space, user: AbstractBaseUser) -> None:
    """Tie a request to the space opened for it. Raises SpaceError when it has been settled in the meantime."""
    enrolment = EnrolmentRequest.objects.select_for_update().get(pk=enrolment.pk)
    if not enrolment.is_waiting:
        raise SpaceError(_("This request has been settled in the meantime."))
    enrolment.state = EnrolmentState.ACCEPTED
    enrolment.space = space
    enrolment.save(update_fields=["state", "space"])
    log(instance=enrolment, action="spaces.accept_enrolment", user=user)


def forget_declined() -> None:
    """Delete the declined requests that are old enough to serve nobody, with their files and their log."""
    oldest = timezone.now() - datetime.timedelta(days=settings.DECLINED_ENROLMENTS_KEPT_DAYS)
    for enrolment in EnrolmentRequest.objects.filter(state=EnrolmentState.DECLINED, created_at__lt=oldest):
        log_registry.get_logs_for_instance(enrolment).delete()
        enrolment.delete()
        if enrolment.signed_charter:
            enrolment.signed_charter.delete(save=False)
