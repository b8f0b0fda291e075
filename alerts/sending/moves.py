"""The changes of state that the engine makes by itself; those of people are in `alerts.workflow`."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.mail import mail_admins
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from civitac.core.cache import renew_pages
from civitac.core.sms import Halt

from .. import costs
from ..enums import AlertState, DeliveryState, Suppressed
from ..models import Alert, Delivery, SmsSettings
from ..owners import is_closed
from . import clusters, hours, leases
from .notes import note

logger = logging.getLogger(__name__)


def begin_if_due(alert_id: int) -> bool:
    """Start handing an approved alert over once its hour has come. Two who do this at once start it once.

    Those of a closed space wait until it is open again, or expire.
    """
    now = timezone.now()
    alert = Alert.objects.select_related("kind", "collection__space").get(pk=alert_id)
    if is_closed(alert.collection) or not hours.may_leave(alert.kind.life_safety, now, SmsSettings.load()):
        return False
    due = Q(send_at=None) | Q(send_at__lte=now)
    with transaction.atomic():
        approved = Alert.objects.filter(due, pk=alert_id, state=AlertState.APPROVED, expires_at__gt=now)
        if not approved.update(state=AlertState.SENDING):
            return False
        leases.give(alert, leases.hand_over_places(alert), clusters.lanes_of_a_worker(alert))
        note(alert_id, "begin")
        renew_pages()
    return True


def note_departure(alert_id: int, at: datetime) -> None:
    """Once the first message has left, or may have, the site shows the alert. Asked after every batch of which that is so.

    `at`: when that batch was handed over.
    """
    unseen = Alert.objects.filter(pk=alert_id, started_at=None)
    if not unseen.exists():
        return
    with transaction.atomic():
        if unseen.update(started_at=at):
            note(alert_id, "depart")
            renew_pages()


@transaction.atomic
def finish(alert_id: int) -> bool:
    """End an alert of which nothing more will leave, or which has expired; settle its budget. False: not yet."""
    now = timezone.now()
    alert = Alert.objects.select_for_update(of=("self",)).select_related("kind").get(pk=alert_id)
    if alert.state not in (AlertState.APPROVED, AlertState.SENDING, AlertState.PAUSED):
        return False
    deliveries = Delivery.objects.filter(alert=alert)
    if deliveries.filter(state=DeliveryState.CLAIMED).exists():
        return False
    gave_up = 0
    if alert.expires_at <= now:
        rest = deliveries.filter(state=DeliveryState.QUEUED)
        gave_up = rest.update(state=DeliveryState.SUPPRESSED, reason=Suppressed.EXPIRED, settled_at=now)
        complete = not gave_up and alert.fanned_out_at and alert.state == AlertState.SENDING
    elif alert.state != AlertState.SENDING or not alert.fanned_out_at or has_open(alert):
        return False
    else:
        complete = True
    alert.state = AlertState.COMPLETED if complete else AlertState.EXPIRED
    alert.finished_at = now
    if complete and alert.started_at is None:
        # Nobody had to be told by telephone, or its worker died before it said so: the site tells it.
        alert.started_at = deliveries.aggregate(first=Min("accepted_at"))["first"] or now
    fields = {"state": alert.state, "finished_at": now, "started_at": alert.started_at}
    Alert.objects.filter(pk=alert.pk).update(**fields)
    costs.settle(alert)
    if complete:
        note(alert_id, "complete")
    else:
        note(alert_id, "expire", number=gave_up)
    renew_pages()
    return True


def has_open(alert: Alert) -> bool:
    """Whether something may still leave: what waits, and what lives depend on and may be sent once more."""
    may_leave = Q(state=DeliveryState.QUEUED)
    if alert.kind.life_safety:
        may_leave |= Q(state=DeliveryState.UNKNOWN, resent=False)
    return Delivery.objects.filter(may_leave, alert=alert).exists()


def halt(alert_id: int, why: Halt) -> None:
    """Pause an alert that the gateway will not take before a person has looked, and call that person."""
    reason = {
        Halt.CREDENTIALS: _("The gateway does not accept our user name and key."),
        Halt.SENDER: _("The gateway does not know the name of the sender."),
        Halt.BALANCE: _("The account with the gateway holds too little money."),
        Halt.ADDRESS: _("There is no gateway at its address."),
    }[why]
    with transaction.atomic():
        sending = Alert.objects.filter(pk=alert_id, state=AlertState.SENDING)
        if not sending.update(state=AlertState.PAUSED, reason=reason):
            return
        note(alert_id, "halt", reason=reason)
        renew_pages()
    logger.critical("The sending of alert %s is paused: %s", alert_id, why.name)
    subject = _("The sending of alert %(number)s is paused") % {"number": alert_id}
    mail_admins(subject, reason, fail_silently=True)
