"""What is forgotten with time, and what is kept because it protects people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts import consent, retention
from alerts.enums import AlertState, Channel, DeliveryState
from alerts.models import Alert, AlertKind, Consent, Delivery, DiffusionGroup, IncomingText, Subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(space_a):
    return DiffusionGroup.objects.create(name="Crues", description="x", collection=space_a.collection)


def grow_old(days):
    past = timezone.now() - timedelta(days=days)
    Subscriber.objects.update(created_at=past)
    Consent.objects.update(at=past)


def test_people_in_no_group_for_a_year_are_forgotten_unless_they_said_stop(group, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)
    for number in ("+22670000001", "+22670000002", "+22670000003", "+22670000004"):
        consent.join(number, [group], channel=Channel.WEB)
    for number in ("+22670000001", "+22670000004"):
        consent.leave(number, [group], channel=Channel.WEB)
    consent.stop("+22670000002", channel=Channel.WEB)
    grow_old(364)
    assert retention.forget_people() == 0
    grow_old(366)
    assert retention.forget_people() == 2
    assert set(Subscriber.objects.values_list("number", flat=True)) == {"+22670000002", "+22670000003"}
    assert not Consent.objects.filter(number__in=["+22670000001", "+22670000004"]).exists()
    assert Consent.objects.filter(number="", group_name="Crues").count() == 4


def test_someone_who_left_yesterday_is_not_forgotten(group):
    consent.join("+22670000001", [group], channel=Channel.WEB)
    grow_old(800)
    consent.leave("+22670000001", [group], channel=Channel.WEB)
    assert retention.forget_people() == 0


@pytest.mark.parametrize(("days", "left"), [(179, "+22670000001"), (181, "")])
def test_numbers_of_a_finished_alert_are_emptied_in_time_and_its_counts_stay(group, days, left):
    past = timezone.now() - timedelta(days=days)
    alert = Alert.objects.create(
        kind=AlertKind.objects.create(name="Inondation"),
        headline="x",
        collection=group.collection,
        state=AlertState.COMPLETED,
        expires_at=past,
        finished_at=past,
    )
    Delivery.objects.create(
        alert=alert, number="+22670000001", language="fr", segments=1, state=DeliveryState.DELIVERED
    )
    retention.tidy()
    assert Delivery.objects.get().number == left


def test_the_numbers_of_those_who_wrote_to_us_are_forgotten_and_their_words_stay(signed_in, animator):
    for days in (179, 181):
        at = timezone.now() - timedelta(days=days)
        IncomingText.objects.create(number=f"+22670000{days}", text=f"Le pont, il y a {days} jours", received_at=at)
    retention.tidy()
    assert set(IncomingText.objects.values_list("number", flat=True)) == {"", "+22670000179"}
    page = signed_in(animator).get(reverse("incoming_texts:index")).content.decode()
    assert "il y a 181 jours" in page
    old = IncomingText.objects.get(number="")
    sheet = signed_in(animator).get(reverse("incoming_texts:answer", args=[old.pk]))
    assert sheet.status_code == 200 and not sheet.context["may_answer"]
