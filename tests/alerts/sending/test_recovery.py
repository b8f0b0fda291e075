"""What workers that died or froze leave behind is found and taken up again, and nothing leaves twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from alerts import costs, sending
from alerts.enums import AlertState, DeliveryState
from alerts.models import Alert, Delivery, SmsSettings
from alerts.sending import audience, claiming, leases, recovery, running, tasks
from civitac.core.sms import Handover, Outcome, State
from civitac.core.sms.models import SmsEntry

from .in_turn import begin, work
from .scene import TEXT, holder_of, let_time_pass, make_alert, make_group, number_of, states_of

pytestmark = pytest.mark.django_db


def test_what_a_dead_worker_had_claimed_is_unknown_and_a_notice_is_left_at_that(queue, transport):
    alert = make_alert(make_group(size=6))
    begin(alert)
    claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
    recovery.recover()
    assert states_of(alert) == {"claimed": 4, "queued": 2}, "it may still be at it"
    let_time_pass(alert)
    recovery.recover()
    work(alert)
    assert states_of(alert) == {"unknown": 4, "accepted": 2} and alert.state == AlertState.COMPLETED
    assert alert.started_at == Delivery.objects.filter(state="unknown").first().claimed_at, "it may have left then"
    assert set(SmsEntry.objects.values_list("state", "reason")) == {("unknown", "interrupted"), ("accepted", "")}


def test_what_lives_depend_on_is_sent_once_more_and_marked(queue, transport):
    alert = make_alert(make_group(size=2), life_safety=True)
    begin(alert)
    for _time in range(3):
        transport.answers = [Outcome(State.UNKNOWN, "ReadTimeout")]
        let_time_pass(alert)
        recovery.recover()
        if states_of(alert).get("queued"):
            work(alert)
    assert len(transport.calls) == 2
    assert set(Delivery.objects.values_list("state", "resent")) == {("unknown", True)}
    alert.refresh_from_db()
    assert alert.state == AlertState.COMPLETED


def test_it_is_not_sent_again_while_a_report_may_still_come_nor_after_one_has(queue, transport):
    alert = make_alert(make_group(size=2), life_safety=True)
    begin(alert)
    transport.answers = [Outcome(State.UNKNOWN, "ReadTimeout")]
    work(alert)
    recovery.recover()
    assert states_of(alert) == {"unknown": 2} and alert.state == AlertState.SENDING
    Delivery.objects.filter(number=number_of(0)).update(state=DeliveryState.DELIVERED)
    let_time_pass(alert)
    recovery.recover()
    assert states_of(alert) == {"delivered": 1, "queued": 1}


def test_an_answer_that_comes_after_all_settles_what_was_given_up(queue, transport):
    alert = make_alert(make_group(size=2))
    begin(alert)
    batch = claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
    let_time_pass(alert)
    recovery.recover()
    transport.answers = [Handover({number_of(0): Outcome(State.ACCEPTED), number_of(1): Outcome(State.NOT_SENT)})]
    running.send(batch, transport())
    states = dict(Delivery.objects.values_list("number", "state"))
    assert states == {number_of(0): "accepted", number_of(1): "unknown"}, "its alert may have ended: not queued again"


def test_what_comes_back_after_a_cancellation_is_given_up(queue, transport):
    alert = make_alert(make_group(size=2))
    begin(alert)
    batch = claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.CANCELLED)
    transport.answers = [Outcome(State.NOT_SENT)]
    running.send(batch, transport())
    recovery.recover()
    assert set(Delivery.objects.values_list("state", "reason")) == {("suppressed", "cancelled")}


def test_a_cancellation_during_a_call_is_settled_by_what_the_call_brought(queue, transport):
    alert = make_alert(make_group(size=2))
    begin(alert)
    batch = claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.CANCELLED, finished_at=timezone.now())
    assert costs.settle(alert) == 50, "it may have left"
    transport.answers = [
        Handover(
            {
                number_of(0): Outcome(State.ACCEPTED, cost=Decimal(12), currency="XOF"),
                number_of(1): Outcome(State.REFUSED),
            }
        )
    ]
    running.send(batch, transport())
    recovery.recover()
    alert.refresh_from_db()
    assert alert.cost == 12


def test_an_interrupted_audience_and_a_lost_task_are_taken_up_again(queue, transport, monkeypatch):
    monkeypatch.setattr(audience, "CHUNK", 2)
    monkeypatch.setattr(audience, "SLICE", -1)
    alert = make_alert(make_group(size=3))
    begin(alert)
    assert Delivery.objects.count() == 2
    queue.clear()
    recovery.recover()
    assert queue == [], "its tasks are at work, as far as anyone knows"
    let_time_pass(alert)
    recovery.recover()
    assert [holder.place for holder, _urgent in queue] == [0, 1]


@pytest.mark.parametrize(("life_safety", "lanes"), [(True, {"civitac", "urgent"}), (False, {"civitac"})])
def test_a_worker_that_finds_something_to_do_on_which_lives_depend_has_its_own_cluster_take_part(
    monkeypatch, life_safety, lanes
):
    """The cluster `urgent` may have frozen two minutes ago, and not be known to be silent yet."""
    monkeypatch.setattr(Conf, "SYNC", False)
    alert = make_alert(make_group(size=2), life_safety=life_safety)
    sending.start(alert)
    assert lanes_taken() == {"urgent" if life_safety else "civitac"}
    holder = holder_of(alert, leases.AUDIENCE)
    tasks.make_deliveries(holder.alert_id, holder.place, holder.token)
    assert lanes_taken() == lanes
    let_time_pass(alert, minutes=2)
    recovery.recover()
    assert lanes_taken() == lanes
    holder_of(alert, 1).again(life_safety)
    assert lanes_taken() == {"civitac"}, "it goes on where it is"


def lanes_taken() -> set[str]:
    """The clusters for which tasks wait; they no longer do afterwards."""
    lanes = set(OrmQ.objects.values_list("key", flat=True))
    OrmQ.objects.all().delete()
    return lanes


def test_a_task_whose_place_was_given_to_another_stops(queue, transport):
    alert = make_alert(make_group(size=2))
    begin(alert)
    former = holder_of(alert, 1)
    let_time_pass(alert)
    recovery.recover()
    tasks.hand_over(former.alert_id, former.place, former.token)
    assert transport.calls == []
