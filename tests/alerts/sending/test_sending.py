"""A batch is claimed, announced, handed over and recorded; what may no longer leave does not."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from alerts import sending
from alerts.enums import AlertState
from alerts.models import Alert, Delivery, Membership, SmsSettings, Subscriber
from alerts.sending import claiming, hours, moves, pace, recovery, running
from civitac.core.sms import Halt, Handover, Outcome, State
from civitac.core.sms.models import SmsEntry

from .in_turn import begin, work
from .scene import TEXT, holder_of, make_alert, make_group, never_quiet, number_of, states_of

pytestmark = pytest.mark.django_db


def test_everybody_gets_the_text_once_and_the_alert_ends(queue, transport):
    alert = make_alert(make_group(size=10))
    begin(alert)
    work(alert)
    assert [len(numbers) for _text, numbers in transport.calls] == [4, 4, 2]
    assert {text for text, _numbers in transport.calls} == {TEXT}
    assert states_of(alert) == {"accepted": 10}
    assert alert.state == AlertState.COMPLETED and alert.started_at and alert.finished_at
    assert SmsEntry.objects.filter(state="accepted", completed_at__isnull=False).count() == 3


def test_each_call_carries_one_text(queue, transport):
    groups = [make_group(lang, 5, first=rank * 10, language=lang) for rank, lang in enumerate(("fr", "mos"))]
    alert = make_alert(*groups, texts={"fr": TEXT, "mos": "Ko-zãagre"})
    begin(alert)
    work(alert)
    carried = {(text, number) for text, numbers in transport.calls for number in numbers}
    assert carried == {(TEXT, number_of(each)) for each in range(5)} | {
        ("Ko-zãagre", number_of(each)) for each in range(10, 15)
    }


def test_whoever_leaves_while_their_message_waits_does_not_get_it(queue, transport):
    group = make_group(size=6)
    alert = make_alert(group, make_group("Autre (exemple)", 1))
    begin(alert)
    Membership.objects.filter(group=group, subscriber__number__in=[number_of(0), number_of(1)]).delete()
    Subscriber.objects.filter(number=number_of(2)).update(stopped_at=timezone.now())
    work(alert)
    left_out = Delivery.objects.filter(state="suppressed", reason="opted_out").values_list("number", flat=True)
    assert sorted(left_out) == [number_of(1), number_of(2)], "the first is still in the other group"
    assert states_of(alert) == {"suppressed": 2, "accepted": 4}


def test_a_pause_holds_and_waking_goes_on(queue, transport):
    alert = make_alert(make_group(size=6))
    begin(alert)
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.PAUSED)
    work(alert)
    assert transport.calls == [] and alert.state == AlertState.PAUSED
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.SENDING)
    sending.wake(alert)
    work(alert)
    assert states_of(alert) == {"accepted": 6}


def test_what_has_not_left_when_it_expires_no_longer_leaves(queue, transport):
    alert = make_alert(make_group(size=6))
    begin(alert)
    Alert.objects.filter(pk=alert.pk).update(expires_at=timezone.now())
    work(alert)
    assert transport.calls == [] and alert.state == AlertState.EXPIRED
    assert set(Delivery.objects.values_list("state", "reason")) == {("suppressed", "expired")}


def test_an_alert_that_expires_while_paused_or_approved_ends(queue, transport):
    for state in (AlertState.PAUSED, AlertState.APPROVED):
        alert = make_alert(make_group(size=1), state=state, expires_at=timezone.now())
        recovery.recover()
        alert.refresh_from_db()
        assert alert.state == AlertState.EXPIRED


def test_each_answer_becomes_the_state_it_means(queue, transport):
    alert = make_alert(make_group(size=4))
    begin(alert)
    accepted = Outcome(State.ACCEPTED, reference="ATX1", cost=Decimal("12.5"), currency="XOF")
    refused, unsure = Outcome(State.REFUSED, "403 InvalidPhoneNumber"), Outcome(State.UNKNOWN, "401 RiskHold", "ATX2")
    hopeless = Outcome(State.NOT_SENT, "407 CouldNotRoute", attempts=1)
    told = (accepted, refused, unsure, hopeless)
    transport.answers = [Handover({number_of(rank): outcome for rank, outcome in enumerate(told)})]
    work(alert)
    rows = Delivery.objects.order_by("number").values_list("state", "reason", "reference", "cost", "currency")
    assert list(rows) == [
        ("accepted", "", "ATX1", Decimal("12.5"), "XOF"),
        ("failed", "403 InvalidPhoneNumber", "", None, ""),
        ("unknown", "401 RiskHold", "ATX2", None, ""),
        ("failed", "407 CouldNotRoute", "", None, ""),
    ]
    first, second = Delivery.objects.order_by("number")[:2]
    assert first.accepted_at and not first.settled_at and second.settled_at and not second.accepted_at


@pytest.mark.parametrize(("state", "left"), [("accepted", True), ("unknown", True), ("refused", False)])
def test_an_alert_is_public_from_the_hour_at_which_something_was_handed_over_that_may_have_left(
    queue, transport, state, left
):
    alert = make_alert(make_group(size=8))
    begin(alert)
    for refused in (Outcome(State.REFUSED), Outcome(State(state))):
        transport.answers = [refused]
        batch = claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
        SmsEntry.objects.filter(pk=batch.entry.pk).update(created_at=timezone.now() - timedelta(minutes=1))
        batch.entry.refresh_from_db()
        running.send(batch, transport())
    alert.refresh_from_db()
    assert alert.started_at == (batch.entry.created_at if left else None)


def test_what_was_certainly_not_sent_is_tried_again_for_as_long_as_it_lasts(queue, transport):
    alert = make_alert(make_group(size=2))
    begin(alert)
    transport.answers = [Outcome(State.NOT_SENT, "ConnectTimeout")] * 3
    work(alert)
    assert states_of(alert) == {"accepted": 2}
    assert set(Delivery.objects.values_list("tries", flat=True)) == {4}


def test_a_message_whose_own_way_fails_waits_and_is_tried_a_few_times(queue, transport, monkeypatch):
    alert = make_alert(make_group(size=1))
    begin(alert)
    monkeypatch.setattr(running, "NOTICE_SLICE", 0)
    transport.answers = [Outcome(State.NOT_SENT, "501 GatewayError", attempts=2)] * 2
    for tries, state in ((1, "queued"), (2, "failed")):
        running.send(claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load()), transport())
        delivery = Delivery.objects.get()
        assert (delivery.tries, delivery.state) == (tries, state)
        if state == "queued":
            assert timedelta(seconds=20) < delivery.not_before - timezone.now() < timedelta(seconds=61)
            Delivery.objects.update(not_before=None)


def test_someone_whom_the_gateway_knows_to_want_nothing_is_not_written_to_again(queue, transport):
    alert = make_alert(make_group(size=1))
    begin(alert)
    transport.answers = [Outcome(State.REFUSED, "406 UserInBlacklist", unwanted=True)]
    work(alert)
    assert Subscriber.objects.get().stopped_at


@pytest.mark.parametrize("why", list(Halt))
def test_a_gateway_that_wants_a_person_pauses_the_alert_and_calls_one(queue, transport, settings, why):
    settings.ADMINS = [("a", "garde@exemple.test")]
    alert = make_alert(make_group(size=9))
    begin(alert)
    numbers = [number_of(rank) for rank in range(4)]
    transport.answers = [Handover(dict.fromkeys(numbers, Outcome(State.NOT_SENT, "HTTP 401")), halt=why)]
    work(alert)
    assert len(transport.calls) == 1 and states_of(alert) == {"queued": 9}
    assert alert.state == AlertState.PAUSED and alert.reason
    assert alert.started_at is None and not Alert.objects.public().exists(), "nothing has left"
    assert str(alert.pk) in mail.outbox[0].subject


def test_a_gateway_that_asks_for_rest_gets_it_from_every_worker(queue, transport):
    alert = make_alert(make_group(size=8))
    begin(alert)
    transport.answers = [Handover({}, wait=30)]
    running.send(claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load()), transport())
    assert 25 < pace.wait_for(1000, life_safety=False) <= 31
    assert claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load()).numbers == [
        number_of(each) for each in range(4, 8)
    ]


def test_the_pace_is_kept_by_debt(db):
    pace.take(500, rate=50, life_safety=False)
    assert 8 < pace.wait_for(50, life_safety=False) <= 9
    pace.Bucket.objects.update(filled_at=timezone.now() - timedelta(seconds=20))
    assert pace.wait_for(50, life_safety=False) == 0
    pace.take(10, rate=50, life_safety=False)
    assert pace.Bucket.objects.get().tokens == pytest.approx(40, abs=1), "what was not used is kept for one second"


def test_what_lives_depend_on_waits_neither_for_the_debt_of_a_long_notice_nor_for_its_rest(queue, transport):
    never_quiet(rate=50)
    settings = SmsSettings.load()
    notice = make_alert(make_group(size=300), texts={"fr": "ʋ" * 918})
    alert = make_alert(make_group("Crues (exemple)", 600, first=300), life_safety=True)
    begin(notice)
    batch = claiming.claim(notice, {"fr": "ʋ" * 918}, 500, settings)
    assert len(batch.numbers) == 7, "of 14 segments each, in two seconds at fifty a second"
    assert pace.wait_for(50, life_safety=False) <= 1
    pace.rest(300, life_safety=batch.life_safety)
    assert pace.wait_for(50, life_safety=False) > 299 and pace.wait_for(50, life_safety=True) == 0
    begin(alert)
    assert len(claiming.claim(alert, {"fr": TEXT}, 500, settings).numbers) == 250
    assert 3 < pace.wait_for(50, life_safety=True) <= 4, "it keeps the pace with itself"
    pace.rest(20, life_safety=True)
    assert 19 < pace.wait_for(50, life_safety=True) <= 20 and pace.wait_for(50, life_safety=False) > 299


def test_notices_wait_for_what_lives_depended_on(db):
    pace.take(200, rate=50, life_safety=True)
    assert 2 < pace.wait_for(50, life_safety=False) <= 3


def test_a_notice_gives_its_worker_back_while_the_gateway_rests_and_is_taken_up_again(queue, transport):
    alert = make_alert(make_group(size=2))
    begin(alert)
    pace.rest(60, life_safety=False)
    work(alert)
    assert transport.calls == []
    queue.clear()
    recovery.recover()
    assert [(holder.place, urgent) for holder, urgent in queue] == [(1, False)]


def test_a_message_longer_than_the_pace_leaves_alone(queue, transport):
    never_quiet(rate=1)
    alert = make_alert(make_group(size=3), texts={"fr": "ʋ" * 918})
    begin(alert)
    assert len(claiming.claim(alert, {"fr": "ʋ" * 918}, 500, SmsSettings.load()).numbers) == 1


def test_notices_leave_the_way_to_what_lives_depend_on(queue, transport):
    notice, alert = make_alert(make_group(size=2)), make_alert(make_group(size=2), life_safety=True)
    begin(notice)
    assert not pace.must_yield(life_safety=False)
    begin(alert)
    assert pace.must_yield(life_safety=False) and not pace.must_yield(life_safety=True)
    work(alert)
    assert not pace.must_yield(life_safety=False)


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [("19:59", False), ("20:00", True), ("23:59", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_notices_wait_for_the_morning(hour, quiet):
    at = datetime.combine(datetime(2026, 11, 24), time.fromisoformat(hour), ZoneInfo("Africa/Ouagadougou"))
    settings = SmsSettings(quiet_from=time(20), quiet_until=time(7))
    assert hours.is_quiet(at, settings) is quiet
    assert hours.may_leave(True, at, settings)


def test_a_notice_caught_by_the_quiet_hours_goes_on_in_the_morning(queue, transport, monkeypatch):
    alert = make_alert(make_group(size=6))
    begin(alert)
    monkeypatch.setattr(hours, "is_quiet", lambda *_args: True)
    work(alert)
    assert transport.calls == [] and alert.state == AlertState.SENDING
    late = make_alert(make_group(size=1))
    begin(late)
    late.refresh_from_db()
    assert late.state == AlertState.APPROVED
    monkeypatch.setattr(hours, "is_quiet", lambda *_args: False)
    queue.clear()
    recovery.recover()
    assert {(holder.alert_id, holder.place) for holder, _urgent in queue} == {(alert.pk, 1), (late.pk, 1)}
    for each in (alert, late):
        work(each)
        assert each.state == AlertState.COMPLETED


def test_an_alert_leaves_at_its_hour(queue, transport):
    alert = make_alert(make_group(size=1), send_at=timezone.now() + timedelta(hours=1))
    begin(alert)
    recovery.recover()
    assert [holder.place for holder, _urgent in queue] == [0]
    Alert.objects.filter(pk=alert.pk).update(send_at=timezone.now())
    recovery.recover()
    work(alert)
    assert alert.state == AlertState.COMPLETED


def test_a_task_hands_on_to_another_when_its_slice_is_over(queue, transport, monkeypatch):
    monkeypatch.setattr(running, "NOTICE_SLICE", -1)
    alert = make_alert(make_group(size=2))
    begin(alert)
    queue.clear()
    work(alert)
    assert transport.calls == [] and queue == [(holder_of(alert, 1), False)]


def test_an_alert_for_nobody_is_told_by_the_site_alone(queue, transport):
    alert = make_alert(make_group())
    begin(alert)
    work(alert)
    assert alert.state == AlertState.COMPLETED and alert.started_at


@pytest.mark.parametrize("size", [1, 4])
def test_a_batch_takes_as_many_queries_whatever_its_size(queue, transport, django_assert_max_num_queries, size):
    alert = make_alert(make_group(size=size))
    begin(alert)
    moves.note_departure(alert.pk, timezone.now())
    with django_assert_max_num_queries(22):
        batch = claiming.claim(alert, {"fr": TEXT}, 4, SmsSettings.load())
        running.send(batch, transport())
    assert states_of(alert) == {"accepted": size}


def test_two_who_end_an_alert_settle_it_once(queue, transport, monkeypatch):
    settled = []
    monkeypatch.setattr(moves.costs, "settle", settled.append)
    alert = make_alert(make_group(size=1))
    begin(alert)
    work(alert)
    assert not moves.finish(alert.pk) and len(settled) == 1
