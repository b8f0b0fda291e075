"""What the service writes in the log of an alert: when it begins, pauses, gives up and ends."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from alerts.models import Alert, Delivery, SmsSettings
from alerts.sending import claiming, recovery
from civitac.core.sms import Halt, Handover, Outcome, State

from .in_turn import begin, work
from .scene import TEXT, let_time_pass, make_alert, make_group, number_of

pytestmark = pytest.mark.django_db


def told(alert: Alert) -> list[str]:
    """What the history of the alert says, by whom, in order."""
    entries = log_registry.get_logs_for_instance(alert).order_by("pk")
    assert {entry.user_display_name for entry in entries} == {"système"}
    return [str(entry.message) for entry in entries]


def test_the_log_says_when_the_service_began_and_when_it_ended(queue, transport):
    alert = make_alert(make_group(size=10))
    begin(alert)
    work(alert)
    assert told(alert) == [
        "Le service a commencé l’envoi",
        "Le service a remis le premier message",
        "Le service a terminé l’envoi : il ne reste rien à envoyer",
    ]


def test_the_log_says_what_was_lost_from_sight_and_taken_up_again_once(queue, transport):
    alert = make_alert(make_group(size=6), life_safety=True)
    begin(alert)
    claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
    let_time_pass(alert)
    for _minute in range(2):
        recovery.recover()
    work(alert)
    assert told(alert)[1:] == [
        "Un travailleur s’est arrêté au milieu ; messages dont personne ne sait s’ils sont partis : 4",
        "Le service a remis le premier message",
        "Le service envoie encore une fois, parce que des vies peuvent en dépendre, ce qui n’est peut-être pas parti ;"
        " messages : 4",
        "Le service a repris ce qu’un travailleur avait laissé",
        "Le service a terminé l’envoi : il ne reste rien à envoyer",
    ]


def test_the_log_says_how_many_were_given_up_when_it_expired_or_came_back_too_late(queue, transport):
    alert = make_alert(make_group(size=6))
    begin(alert)
    batch = claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
    Delivery.objects.filter(state="claimed").update(state="queued")
    Alert.objects.filter(pk=alert.pk).update(expires_at=timezone.now())
    recovery.recover()
    Delivery.objects.filter(pk__in=[claimed.pk for claimed in batch.deliveries]).update(state="queued")
    recovery.recover()
    assert told(alert)[1:] == [
        "Le service a terminé l’envoi, qui avait expiré ; messages abandonnés : 6",
        "Le service a abandonné ce qui est revenu après la fin ; messages : 4",
    ]


def test_the_log_says_why_the_service_paused(queue, transport):
    alert = make_alert(make_group(size=1))
    begin(alert)
    transport.answers = [Handover({number_of(0): Outcome(State.NOT_SENT, "HTTP 401")}, halt=Halt.CREDENTIALS)]
    work(alert)
    assert told(alert)[-1] == f"Le service a suspendu l’envoi : {alert.reason}"
