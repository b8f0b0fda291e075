"""The demonstration's messages: numbers that nobody has, and every state that someone may meet."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import phonenumbers
import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count

from alerts.enums import AlertState, DeliveryState
from alerts.models import Alert, Consent, Delivery, DiffusionGroup, Subscriber
from civitac.core.sms.segments import measure
from tests.reading import links, main, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("prepare", stdout=StringIO())
        call_command("load_demo", "--force", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_no_number_could_be_somebodys():
    numbers = list(Subscriber.objects.values_list("number", flat=True))
    assert len(numbers) == 42
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)


def test_everybody_agreed_and_the_journal_says_that_they_are_invented():
    assert Consent.objects.count() == Subscriber.objects.count()
    assert {source for (source,) in Consent.objects.values_list("source")} == {"Démonstration : personne n’a ce numéro"}
    assert len(set(Subscriber.objects.values_list("language", flat=True))) == 4


def test_there_are_three_groups_one_of_them_for_the_whole_country():
    spaces = DiffusionGroup.objects.filter(collection__space__isnull=False)
    assert (DiffusionGroup.objects.count(), spaces.count()) == (3, 2)


def test_each_message_that_left_has_its_deliveries_in_states_that_one_meets():
    sent = Alert.objects.filter(state=AlertState.COMPLETED).annotate(number=Count("deliveries"))
    assert [alert.number for alert in sent.order_by("started_at")] == [16, 16, 14, 12, 12, 16]
    found = Counter(Delivery.objects.values_list("state", flat=True))
    assert set(found) == {
        DeliveryState.DELIVERED,
        DeliveryState.FAILED,
        DeliveryState.ACCEPTED,
        DeliveryState.UNKNOWN,
    }
    assert found.most_common(1)[0][0] == DeliveryState.DELIVERED


def test_one_is_in_force_one_waits_and_one_is_being_written(client):
    assert words(read(client, "/").find(class_="watch")).endswith("Ne buvez pas l’eau du forage du secteur 9")
    waiting = Alert.objects.exclude(state=AlertState.COMPLETED)
    assert sorted(waiting.values_list("state", "created_by__email")) == [
        ("draft", "redaction@demo.civitac.test"),
        ("pending", "redaction@demo.civitac.test"),
    ]


def test_the_flood_and_its_end_lead_to_each_other(client):
    end = Alert.objects.get(message_type="Cancel")
    assert end.get_absolute_url() in links(main(read(client, end.follows.get_absolute_url())))


def test_texts_are_short_and_cheap_save_the_draft_that_shows_what_a_letter_costs():
    for alert in Alert.objects.exclude(state=AlertState.DRAFT):
        assert measure(alert.texts.get().text).segments == 1, alert
    assert measure(Alert.objects.get(state=AlertState.DRAFT).texts.get().text).segments == 2
