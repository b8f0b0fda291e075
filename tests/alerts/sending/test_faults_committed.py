"""Workers die, gateways fail, people leave: proven against the gateway's own log, with processes of their own."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alerts import sending
from alerts.enums import AlertState
from alerts.models import Alert, Delivery, Membership, SmsSettings
from alerts.sending import recovery
from civitac.core.sms.models import SmsEntry
from tests import COMMITTED

from .scene import (
    StandIn,
    ended,
    hang_up_on_everybody,
    let_time_pass,
    make_alert,
    make_group,
    number_of,
    prove,
    start_worker,
    states_of,
    until,
    work,
)

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SKIPPED LOUDLY: workers that share rows need PostgreSQL (DATABASE_URL)",
    ),
]
KINDS = pytest.mark.parametrize("life_safety", [False, True], ids=["notice", "life-safety"])


def begun(gateway: StandIn, size: int = 25, **fields) -> Alert:
    """An alert whose deliveries have been made by a process."""
    alert = make_alert(make_group(size=size), **fields)
    sending.start(alert)
    assert work(gateway, alert, "place=0") == 0
    assert Delivery.objects.filter(alert=alert, state="queued").count() == size
    return alert


def recovered(gateway: StandIn, alert: Alert) -> Alert:
    """What the minutes after a fault bring, until the alert has ended or waits for a person."""
    for _minutes in range(6):
        let_time_pass(alert)
        Delivery.objects.filter(alert=alert, not_before__isnull=False).update(not_before=timezone.now())
        recovery.recover()
        alert.refresh_from_db()
        if alert.state in (AlertState.COMPLETED, AlertState.EXPIRED, AlertState.PAUSED):
            return alert
        for lease in alert.leases.all():
            assert work(gateway, alert, f"place={lease.place}") == 0
    alert.refresh_from_db()
    return alert


@KINDS
@pytest.mark.parametrize(
    ("where", "lost"),
    [
        ("claiming", 0),
        ("claimed", 10),
        ("handing over", 10),
        ("answered", 10),
        ("recording", 10),
        ("recorded", 0),
        ("finishing", 0),
    ],
)
def test_a_worker_killed_at_any_step_of_a_batch(gateway, queue, life_safety, where, lost):
    alert = begun(gateway, life_safety=life_safety)
    assert work(gateway, alert, f"die={where}") == -9
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    if life_safety:
        assert states_of(alert) == {"accepted": 25}
        assert Delivery.objects.filter(alert=alert, resent=True).count() == lost
    else:
        assert states_of(alert) == ({"accepted": 25 - lost, "unknown": lost} if lost else {"accepted": 25})


@KINDS
def test_a_worker_killed_while_the_gateway_has_its_batch(gateway, queue, life_safety):
    alert = begun(gateway, life_safety=life_safety)
    gateway.behave("hang")
    worker = start_worker(gateway, alert)
    until(lambda: len(gateway.accepted()) == 10)
    worker.kill()
    worker.join()
    recovered(gateway, alert)
    prove(gateway, alert)
    assert states_of(alert) == ({"accepted": 25} if life_safety else {"accepted": 15, "unknown": 10})


def test_what_is_declared_unknown_while_its_worker_records_it_hinders_neither(gateway, queue):
    def when_its_worker_waits(execute, sql: str, *rest: object):
        if sql.startswith(f'UPDATE "{SmsEntry._meta.db_table}"'):
            until(somebody_waits)
        return execute(sql, *rest)

    alert = begun(gateway, size=10)
    gateway.behave("ok", seconds=1)
    worker = start_worker(gateway, alert)
    until(lambda: states_of(alert) == {"claimed": 10})
    let_time_pass(alert)
    with connection.execute_wrapper(when_its_worker_waits):
        recovery.declare_unknown()
    assert ended(worker) == 0
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 10}


def somebody_waits() -> bool:
    """For a row of this database that another session holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database()))"
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("where", ["making deliveries", "between chunks"])
def test_an_audience_whose_making_was_killed_is_whole(gateway, queue, where):
    alert = make_alert(make_group(size=25))
    sending.start(alert)
    assert work(gateway, alert, "place=0", "chunk=10", f"die={where}") == -9
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 25}


def test_workers_that_race_share_the_work(gateway, queue):
    alert = begun(gateway, size=400, life_safety=True)
    gateway.always("ok", seconds=0.02)
    racing = [start_worker(gateway, alert, f"place={place}") for place in (1, 2)]
    assert [ended(worker) for worker in racing] == [0, 0]
    alert.refresh_from_db()
    assert alert.state == AlertState.COMPLETED and states_of(alert) == {"accepted": 400}
    assert set(gateway.accepted().values()) == {1}
    # Batches are full but at the end, where both may lock some of the last ten.
    assert len(gateway.ask("/calls")) in (40, 41)


def test_two_workers_at_the_same_place_do_no_harm(gateway, queue):
    alert = begun(gateway, size=100)
    racing = [start_worker(gateway, alert) for _place in range(2)]
    assert [ended(worker) for worker in racing] == [0, 0]
    recovered(gateway, alert)
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 100}


ALL, ONE_BATCH = {"accepted": 25}, {"accepted": 15, "unknown": 10}


@pytest.mark.parametrize(
    ("behaviour", "how", "states"),
    [
        ("status", {"status": 429, "headers": {"Retry-After": "1"}}, ALL),
        ("status", {"status": 500}, ONE_BATCH),
        ("status", {"status": 502}, ONE_BATCH),
        ("error_after_accepting", {"status": 500}, ONE_BATCH),
        ("half", {}, ONE_BATCH),
        ("hang_up", {}, ONE_BATCH),
        ("hang", {"seconds": 3}, ONE_BATCH),
        ("ok", {"type": "application/json; charset=utf-8"}, ALL),
        ("ok", {"seconds": 2}, ALL),
        ("empty", {"message": "Sent to 0/10"}, ALL),
        ("partial", {"code": 403, "status": "InvalidPhoneNumber"}, {"accepted": 20, "failed": 5}),
        ("partial", {"code": 501, "status": "GatewayError"}, ALL),
        ("silent_about_one", {}, {"accepted": 24, "unknown": 1}),
    ],
)
def test_a_gateway_that_fails_for_one_batch(gateway, queue, behaviour, how, states):
    alert = begun(gateway)
    gateway.behave(behaviour, **how)
    work(gateway, alert, "read=1" if behaviour == "hang" else "read=60", "slice=4")
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    assert states_of(alert) == states


def test_what_lives_depend_on_is_sent_once_more_however_often_the_gateway_fails(gateway, queue):
    alert = begun(gateway, life_safety=True)
    gateway.behave("hang_up", times=6)
    work(gateway, alert)
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    assert set(gateway.accepted().values()) == {2} and states_of(alert) == {"unknown": 25}


@pytest.mark.parametrize(
    ("behaviour", "how"),
    [
        ("status", {"status": 401}),
        ("partial", {"code": 405, "status": "InsufficientBalance"}),
        ("empty", {"message": "InvalidSenderId"}),
    ],
)
def test_a_gateway_that_wants_a_person_holds_everything_until_one_has_come(gateway, queue, behaviour, how):
    alert = begun(gateway)
    gateway.behave(behaviour, **how)
    work(gateway, alert)
    assert recovered(gateway, alert).state == AlertState.PAUSED
    assert len(gateway.ask("/calls")) == 1 and states_of(alert)["queued"] >= 20
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.SENDING)
    sending.wake(alert)
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    assert states_of(alert) == ALL


def test_a_gateway_that_refuses_connections_costs_nothing_but_time(gateway, queue):
    alert = begun(gateway)
    gateway.stop()
    work(gateway, alert, "slice=2")
    assert states_of(alert) == {"queued": 25}
    gateway.start()
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    assert states_of(alert) == ALL


def test_a_database_that_hangs_up_on_a_worker_in_the_middle_of_a_call(gateway, queue):
    """The server ends its connection, as a restart does; the server is shared, and is not restarted."""
    alert = begun(gateway)
    gateway.behave("ok", seconds=1.5)
    worker = start_worker(gateway, alert)
    until(lambda: gateway.ask("/calls"))
    hang_up_on_everybody()
    assert ended(worker) != 0
    assert recovered(gateway, alert).state == AlertState.COMPLETED
    prove(gateway, alert)
    assert states_of(alert) == ONE_BATCH


def test_someone_who_leaves_while_others_are_written_to_gets_nothing(gateway, queue):
    alert = begun(gateway)
    gateway.behave("ok", seconds=1)
    worker = start_worker(gateway, alert)
    until(lambda: gateway.ask("/calls"))
    Membership.objects.filter(subscriber__number__in=[number_of(20), number_of(21)]).delete()
    assert ended(worker) == 0
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 23, "suppressed": 2}


@pytest.mark.parametrize("how", [{"expires_at": timezone.now()}, {"state": AlertState.CANCELLED}])
def test_an_alert_that_ends_while_it_is_being_sent_stops_after_the_batch(gateway, queue, how):
    alert = begun(gateway)
    gateway.behave("ok", seconds=1)
    worker = start_worker(gateway, alert)
    until(lambda: gateway.ask("/calls"))
    Alert.objects.filter(pk=alert.pk).update(**how)
    assert ended(worker) == 0
    recovery.recover()
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 10, "suppressed": 15}


@KINDS
def test_the_night_falls_while_messages_leave_and_is_over_in_the_morning(gateway, queue, life_safety):
    SmsSettings.objects.update(quiet_from=time(20), quiet_until=time(7))
    evening = timezone.localtime().replace(hour=19, minute=59, second=58, microsecond=0) + timedelta(days=1)

    def later(seconds: int) -> str:
        return f"clock={(evening + timedelta(seconds=seconds)).isoformat()}"

    alert = make_alert(make_group(size=40), life_safety=life_safety, expires_at=evening + timedelta(days=1))
    sending.start(alert)
    assert work(gateway, alert, "place=0", later(-60)) == 0
    gateway.always("ok", seconds=1)
    assert work(gateway, alert, later(0)) == 0
    if life_safety:
        assert states_of(alert) == {"accepted": 40}
        return
    before_night = states_of(alert)
    assert before_night in ({"accepted": 10, "queued": 30}, {"accepted": 20, "queued": 20})
    gateway.always("ok")
    before_midnight, after_midnight, still_night, morning = 3600, 5 * 3600, 11 * 3600 - 10, 11 * 3600 + 3
    for seconds in (before_midnight, after_midnight, still_night):
        assert work(gateway, alert, "place=recovery", later(seconds)) == work(gateway, alert, later(seconds + 1)) == 0
        assert states_of(alert) == before_night
    assert work(gateway, alert, "place=recovery", later(morning)) == work(gateway, alert, later(morning + 1)) == 0
    alert.refresh_from_db()
    assert (alert.state, states_of(alert)) == (AlertState.COMPLETED, {"accepted": 40})
    prove(gateway, alert)


def test_the_first_batch_leaves_before_the_audience_is_whole(gateway, queue):
    alert = make_alert(make_group(size=25))
    sending.start(alert)
    assert work(gateway, alert, "place=0", "chunk=10", "die=between chunks") == -9
    let_time_pass(alert)
    recovery.recover()
    worker = start_worker(gateway, alert)
    until(lambda: len(gateway.accepted()) == 10)
    assert Delivery.objects.filter(alert=alert).count() == 10
    assert work(gateway, alert, "place=0") == 0
    assert ended(worker) == 0
    prove(gateway, alert)
    assert states_of(alert) == ALL
