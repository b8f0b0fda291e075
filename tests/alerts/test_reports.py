"""Delivery reports may come in any order, any number of times, before their message or for none at all."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone
from wagtail.models import Collection

from alerts import consent
from alerts.callbacks import applying, views
from alerts.enums import Act, CallbackKind, Channel, DeliveryState, ReportRank
from alerts.models import Callback, Consent, Delivery, DiffusionGroup, Subscriber
from civitac.core.sms.models import SmsEntry

from .callbacks import TOKEN, make_alert, make_delivery, number, report

pytestmark = pytest.mark.django_db

ACCEPTED, DELIVERED, FAILED, UNKNOWN = (
    *(DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.UNKNOWN),
)


@pytest.fixture(autouse=True)
def _by_hand(settings, monkeypatch):
    """Reports are applied when a test says so."""
    settings.SMS_CALLBACK_TOKENS = [TOKEN]
    monkeypatch.setattr(views, "wake", lambda kind: None)


@pytest.fixture
def alert(db):
    return make_alert()


def apply(**options) -> None:
    applying.apply(CallbackKind.DELIVERY, **options)


def state_of(delivery: Delivery) -> tuple[str, int, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.report_rank, delivery.reason


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Sent", (ACCEPTED, ReportRank.SENT, "")),
        ("Submitted", (ACCEPTED, ReportRank.SUBMITTED, "")),
        ("Buffered", (ACCEPTED, ReportRank.BUFFERED, "")),
        ("Success", (DELIVERED, ReportRank.DELIVERED, "")),
        ("SUCCESS", (DELIVERED, ReportRank.DELIVERED, "")),
        ("Failed", (FAILED, ReportRank.FAILED, "Failed")),
        ("Rejected", (FAILED, ReportRank.FAILED, "Rejected")),
        ("AbsentSubscriber", (FAILED, ReportRank.FAILED, "AbsentSubscriber")),
        ("Expired", (FAILED, ReportRank.FAILED, "Expired")),
    ],
)
def test_each_status_says_where_the_message_is(alert, status, expected):
    delivery, other = make_delivery(alert, 1), make_delivery(alert, 2)
    report("ref-1", status)
    apply()
    assert state_of(delivery) == expected
    assert state_of(other) == (ACCEPTED, ReportRank.NONE, "")
    row = Callback.objects.get()
    assert row.applied_at and not row.note
    settled = expected[0] in (DELIVERED, FAILED)
    assert delivery.settled_at == (row.received_at if settled else None)


def test_why_a_message_failed_is_kept(alert):
    delivery = make_delivery(alert, 1)
    report("ref-1", "Failed", failureReason="NotNetworkSubcriber")
    apply()
    assert state_of(delivery)[2] == "NotNetworkSubcriber"


AWKWARD = ['"', "\\", 'a","b', "{x}", "NULL", "d\ne", "l’été, 100 %", "tab\there", "'; --"]


@pytest.mark.parametrize("text", AWKWARD)
def test_references_and_reasons_are_taken_as_they_are(alert, text):
    """Also beside others, in one statement."""
    named, plain = make_delivery(alert, 1, reference=text), make_delivery(alert, 2)
    report(text, "Failed", failureReason=text)
    report("ref-2", "Success")
    apply()
    assert state_of(named) == (FAILED, ReportRank.FAILED, text)
    assert state_of(plain) == (DELIVERED, ReportRank.DELIVERED, "")


def test_an_unknown_status_is_written_beside_its_report(alert):
    delivery = make_delivery(alert, 1)
    report("ref-1", "Téléporté")
    apply()
    assert state_of(delivery)[0] == ACCEPTED
    assert Callback.objects.get().note == "unknown status: Téléporté"


ORDERS = [*permutations(["Sent", "Buffered", "AbsentSubscriber", "Success"]), ("Success", "Failed", "Success")]


@pytest.mark.parametrize("one_by_one", [True, False])
@pytest.mark.parametrize("order", ORDERS)
def test_in_any_order_a_message_that_was_received_is_received(alert, order, one_by_one):
    delivery = make_delivery(alert, 1)
    for status in order:
        report("ref-1", status)
        if one_by_one:
            apply()
    apply()
    assert state_of(delivery) == (DELIVERED, ReportRank.DELIVERED, "")
    assert not Callback.objects.filter(applied_at=None).exists()


@pytest.mark.parametrize("seed", range(20))
def test_whatever_comes_each_message_ends_at_the_furthest_that_was_said_of_it(alert, seed):
    """Made-up histories: shuffled, repeated, cut into any chunks, mixed with messages that nobody knows."""
    chance = random.Random(seed)
    statuses = {"Sent": 1, "Submitted": 2, "Buffered": 3, "Failed": 4, "Expired": 4, "Success": 5, "Autre": 1}
    deliveries = [make_delivery(alert, rank) for rank in range(6)]
    told, expected = [], {delivery.reference: 0 for delivery in deliveries}
    for _report in range(40):
        reference = chance.choice([*expected, "inconnu"])
        status = chance.choice(list(statuses))
        told += [(reference, status)] * chance.choice([1, 1, 2])
        if reference in expected:
            expected[reference] = max(expected[reference], statuses[status])
    chance.shuffle(told)
    for reference, status in told:
        report(reference, status, rank=99)
        if chance.random() < 0.3:
            apply()
    apply()
    assert dict(Delivery.objects.values_list("reference", "report_rank")) == expected
    for delivery in Delivery.objects.all():
        assert delivery.state == {4: FAILED, 5: DELIVERED}.get(delivery.report_rank, ACCEPTED)
    assert set(Callback.objects.filter(applied_at=None).values_list("note", flat=True)) <= {"waiting for its message"}


def test_chunks_end_where_they_may(alert, monkeypatch):
    monkeypatch.setitem(applying.STEPS, CallbackKind.DELIVERY, applying.Step(applying.reports.apply, 3))
    deliveries = [make_delivery(alert, rank) for rank in range(8)]
    for delivery in deliveries:
        report(delivery.reference, "Success")
    apply()
    assert not Delivery.objects.exclude(state=DELIVERED).exists()


def test_applying_costs_the_same_queries_whatever_the_number(alert, django_assert_max_num_queries):
    counts = []
    for size in (3, 60):
        for rank in range(size):
            make_delivery(alert, 100 * size + rank, reference=f"{size}-{rank}")
            report(f"{size}-{rank}", "Success")
            report(f"inconnu-{size}-{rank}", "Success", rank)
        with django_assert_max_num_queries(20) as queries:
            apply()
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Before the message, or for none


def test_a_report_that_came_before_the_answer_to_its_call_waits_for_it(alert):
    delivery = make_delivery(alert, 1, DeliveryState.CLAIMED)
    report("ref-1", "Success", 1)
    apply()
    assert state_of(delivery)[0] == DeliveryState.CLAIMED
    Delivery.objects.update(state=ACCEPTED, reference="ref-1", accepted_at=timezone.now())
    apply(waiting_for=applying.SOON)
    assert state_of(delivery)[0] == DELIVERED
    assert Callback.objects.get().applied_at


def test_what_waits_is_tried_again_for_a_week_then_given_up():
    report("jamais", "Success", 1)
    Callback.objects.update(received_at=timezone.now() - timedelta(days=6))
    apply()
    applying.tidy()
    assert Callback.objects.get().applied_at is None
    Callback.objects.update(received_at=timezone.now() - timedelta(days=8))
    applying.tidy()
    assert Callback.objects.get().note == "unknown message"


def test_what_is_applied_is_forgotten_with_its_number(alert, settings):
    make_delivery(alert, 1)
    report("ref-1", "Success", 1)
    apply()
    applying.tidy()
    assert Callback.objects.count() == 1
    Callback.objects.update(applied_at=timezone.now() - timedelta(days=settings.SMS_NUMBERS_KEPT_DAYS + 1))
    applying.tidy()
    assert not Callback.objects.exists()


# Nobody knew whether it had left


@pytest.mark.parametrize(("status", "state"), [("Sent", ACCEPTED), ("Failed", FAILED), ("Success", DELIVERED)])
def test_a_report_for_the_number_of_one_unknown_message_proves_that_it_left(alert, status, state):
    delivery, other = make_delivery(alert, 1, UNKNOWN), make_delivery(alert, 2, UNKNOWN)
    report("preuve", status, 1)
    apply()
    assert state_of(delivery)[0] == state
    assert delivery.reference == "preuve" and delivery.accepted_at
    assert state_of(other)[0] == UNKNOWN
    report("preuve", "Success", 1)
    apply()
    assert state_of(delivery)[0] == DELIVERED


def test_a_number_that_lost_its_plus_sign_is_still_that_number(client, alert):
    delivery = make_delivery(alert, 1, UNKNOWN)
    body = f"id=preuve&status=Success&phoneNumber={number(1)}"
    client.post(f"/sms/{TOKEN}/livraison/", body, content_type="application/x-www-form-urlencoded")
    apply()
    assert state_of(delivery)[0] == DELIVERED


def test_two_unknown_messages_for_a_number_stay_unknown(alert):
    deliveries = [make_delivery(each, 1, UNKNOWN) for each in (alert, make_alert())]
    report("preuve", "Success", 1)
    apply()
    assert {state_of(each)[0] for each in deliveries} == {UNKNOWN}
    assert Callback.objects.get().applied_at is None


def test_two_reports_prove_one_message_once(alert):
    delivery = make_delivery(alert, 1, UNKNOWN)
    report("preuve", "Sent", 1)
    report("autre", "Success", 1)
    apply()
    assert state_of(delivery)[0] == ACCEPTED and delivery.reference == "preuve"


@pytest.mark.parametrize("else_sent", ["a code", "another message in the air", "before the message was handed over"])
def test_a_report_that_may_be_about_something_else_proves_nothing(alert, else_sent):
    delivery = make_delivery(alert, 1, UNKNOWN)
    if else_sent == "a code":
        SmsEntry.objects.create(purpose="code", number=number(1), segments=1, state="accepted")
    elif else_sent == "another message in the air":
        make_delivery(make_alert(), 1, DeliveryState.CLAIMED)
    report("preuve", "Success", 1)
    if else_sent == "before the message was handed over":
        Callback.objects.update(received_at=timezone.now() - timedelta(hours=1))
    apply()
    assert state_of(delivery)[0] == UNKNOWN
    assert Callback.objects.get().applied_at is None


def test_whoever_comes_back_is_not_sent_away_again_by_the_report_that_still_waits():
    group = DiffusionGroup.objects.create(name="Conseil", collection=Collection.get_first_root_node())
    report("jamais-vu", "Failed", 1, failureReason="UserInBlackList")
    apply()
    assert Subscriber.objects.get().stopped_at
    consent.join(number(1), [group], channel=Channel.KEYWORD)
    apply(waiting_for=applying.SOON)
    applying.tidy()
    assert Callback.objects.get().applied_at is None, "it still waits"
    assert not Subscriber.objects.get().stopped_at and Consent.objects.filter(act=Act.STOPPED).count() == 1


def test_a_black_list_that_is_heard_late_takes_away_no_younger_consent():
    group = DiffusionGroup.objects.create(name="Conseil", collection=Collection.get_first_root_node())
    report("jamais-vu", "Failed", 1, failureReason="UserInBlackList")
    consent.join(number(1), [group], channel=Channel.WEB)
    apply()
    assert not Subscriber.objects.get().stopped_at


def test_who_is_on_the_operators_black_list_is_heard_here(alert):
    make_delivery(alert, 1)
    report("ref-1", "Failed", 1, failureReason="UserInBlackList")
    apply()
    assert Subscriber.objects.get(number=number(1)).stopped_at
