"""Whom an alert is for is decided once, when it is approved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts import sending
from alerts.enums import AlertState, DeliveryState, Suppressed
from alerts.models import Alert, Delivery, Membership, Subscriber
from alerts.sending import audience, leases, tasks

from .scene import TEXT, holder_of, make_alert, make_group, number_of

pytestmark = pytest.mark.django_db


def fan_out(alert: Alert) -> list[Delivery]:
    sending.start(alert)
    holder = holder_of(alert, leases.AUDIENCE)
    tasks.make_deliveries(holder.alert_id, holder.place, holder.token)
    return list(Delivery.objects.filter(alert=alert).order_by("pk"))


def test_someone_in_two_groups_gets_one_delivery(queue):
    groups = [make_group("A", 5), make_group("B", 5, first=3)]
    alert = make_alert(*groups)
    deliveries = fan_out(alert)
    assert [each.number for each in deliveries] == [number_of(rank) for rank in range(8)]
    assert {(each.state, each.tries, each.reference, each.cost) for each in deliveries} == {("queued", 0, "", None)}
    assert {each.segments for each in deliveries} == {1}


def test_chunks_leave_nobody_out_and_take_nobody_twice(queue, monkeypatch):
    monkeypatch.setattr(audience, "CHUNK", 4)
    alert = make_alert(make_group(size=12))
    assert [each.number for each in fan_out(alert)] == [number_of(rank) for rank in range(12)]
    alert.refresh_from_db()
    assert alert.fanned_out_at and alert.state == AlertState.SENDING


def test_whoever_joined_later_or_said_stop_is_left_out(queue):
    group = make_group(size=4)
    alert = make_alert(group)
    Membership.objects.filter(subscriber__number=number_of(0)).update(joined_at=timezone.now() + timedelta(hours=1))
    Subscriber.objects.filter(number=number_of(1)).update(stopped_at=timezone.now())
    Membership.objects.filter(subscriber__number=number_of(2)).delete()
    assert [each.number for each in fan_out(alert)] == [number_of(3)]


def test_each_reads_their_language_and_french_where_there_is_no_text_in_it(queue):
    groups = [make_group(lang, 2, first=rank * 10, language=lang) for rank, lang in enumerate(("fr", "mos", "dyu"))]
    alert = make_alert(*groups, texts={"fr": TEXT, "mos": "ʋ" * 71})
    told = [(each.language, each.segments) for each in fan_out(alert)]
    assert told == [("fr", 1)] * 2 + [("mos", 2)] * 2 + [("fr", 1)] * 2


def test_a_task_that_comes_twice_makes_nothing_twice(queue):
    alert = make_alert(make_group(size=3))
    for _time in range(2):
        assert len(fan_out(alert)) == 3


def test_an_alert_cancelled_meanwhile_gets_no_deliveries(queue):
    alert = make_alert(make_group(size=3), state=AlertState.CANCELLED)
    assert fan_out(alert) == []


def test_an_alert_of_a_later_hour_has_its_audience_and_waits(queue):
    alert = make_alert(make_group(size=3), send_at=timezone.now() + timedelta(hours=1))
    assert len(fan_out(alert)) == 3
    alert.refresh_from_db()
    assert alert.state == AlertState.APPROVED


def test_what_lives_depend_on_is_queued_for_its_own_workers(queue):
    for life_safety in (False, True):
        fan_out(make_alert(make_group(size=1), life_safety=life_safety))
    assert [(holder.place, urgent) for holder, urgent in queue] == [
        (0, False), (1, False),
        (0, True), (1, True), (2, True),
    ]  # fmt: skip


def test_giving_up_the_rest_says_why(queue):
    alert = make_alert(make_group(size=3))
    fan_out(alert)
    assert sending.suppress_rest(alert, Suppressed.CANCELLED) == 3
    assert set(Delivery.objects.values_list("state", "reason")) == {(DeliveryState.SUPPRESSED, "cancelled")}


@pytest.mark.parametrize("size", [2, 40])
def test_the_number_of_queries_does_not_grow_with_the_audience(queue, django_assert_num_queries, size):
    alert = make_alert(make_group(size=size))
    with django_assert_num_queries(4):
        audience.make_next(alert)
    assert Delivery.objects.count() == size
