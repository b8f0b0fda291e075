"""Clusters as production runs them, killed, frozen and kept waiting: proven against the gateway's own log."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from alerts import sending
from alerts.enums import AlertState
from alerts.models import Alert, Callback, Delivery, Heartbeat
from alerts.sending import clusters, recovery
from tests import COMMITTED
from tests.alerts.callbacks import TOKEN, call

from .cluster import Cluster
from .scene import (
    TEXT,
    StandIn,
    hang_up_on_everybody,
    let_time_pass,
    make_alert,
    make_group,
    number_of,
    prove,
    states_of,
    until,
)

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SKIPPED LOUDLY: clusters that share rows need PostgreSQL (DATABASE_URL)",
    ),
]


@pytest.fixture(autouse=True)
def _a_real_queue(monkeypatch) -> None:
    """What the test asks for waits in the database for a cluster, as it does in production."""
    monkeypatch.setattr(Conf, "SYNC", False)


@pytest.fixture
def machine(gateway, tmp_path) -> Callable[..., Cluster]:
    return partial(Cluster, gateway, tmp_path)


def approved(size: int, first: int = 0, **fields) -> Alert:
    """An alert for people of its own, that has just been approved."""
    alert = make_alert(make_group(f"Groupe {first} (exemple)", size, first=first), **fields)
    sending.start(alert)
    return alert


def handed_over(gateway: StandIn, calls: int) -> None:
    until(lambda: len(gateway.ask("/calls")) >= calls, 60)


def ends(alert: Alert) -> None:
    until(lambda: Alert.objects.get(pk=alert.pk).state == AlertState.COMPLETED, 60)


def minutes_later(*alerts: Alert) -> None:
    """Those who worked on them are dead: what the recovery finds, and has done by whichever cluster is there."""
    for alert in alerts:
        let_time_pass(alert)
    recovery.recover()


def test_a_worker_that_is_killed_costs_its_cluster_one_batch(gateway, machine):
    alert = approved(40)
    gateway.behave("ok")
    gateway.behave("hang")
    with machine():
        until(lambda: len(gateway.accepted()) == 20, 60)
        os.kill(int(gateway.ask("/calls")[-1]["from"]), signal.SIGKILL)
        minutes_later(alert)
        ends(alert)
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 30, "unknown": 10}


def test_a_machine_that_loses_power_again_and_again_sends_nothing_twice(gateway, machine):
    alert = approved(200)
    gateway.always("ok", seconds=0.1)
    for calls in (2, 9):
        with machine():
            handed_over(gateway, calls)
        minutes_later(alert)
    with machine():
        ends(alert)
    prove(gateway, alert)
    states = states_of(alert)
    assert states["accepted"] + states.get("unknown", 0) == 200 and states.get("unknown", 0) <= 20


def test_workers_that_outlive_their_cluster_do_not_send_what_its_successor_sends(gateway, machine):
    gateway.always("ok", seconds=0.2)
    with machine() as orphaned, machine() as successor:
        until(lambda: orphaned.is_ready and successor.is_ready, 60)
        successor.freeze()
        alert = approved(400)
        handed_over(gateway, 2)
        orphaned.lose_its_main_process()
        successor.thaw()

        def both_are_at_work() -> bool:
            # The place is given to whoever comes, although its holder is still at work.
            minutes_later(alert)
            time.sleep(0.3)
            return successor.takes_part() and orphaned.takes_part()

        until(both_are_at_work)
        gateway.always("ok")
        ends(alert)
    prove(gateway, alert)
    states = states_of(alert)
    assert states["accepted"] + states.get("unknown", 0) == 400 and states.get("unknown", 0) <= 20


def test_two_machines_share_the_alerts_and_one_does_the_work_of_the_other_that_loses_power(gateway, machine):
    gateway.always("ok", seconds=0.1)
    with machine() as one, machine() as other:
        until(lambda: one.is_ready and other.is_ready, 60)
        alerts = [approved(60, first=100 * rank) for rank in range(6)]
        until(lambda: one.takes_part() and other.takes_part())
        other.lose_power()
        gateway.always("ok")
        minutes_later(*alerts)
        for alert in alerts:
            ends(alert)
    prove(gateway, *alerts)
    unknown = sum(states_of(alert).get("unknown", 0) for alert in alerts)
    assert unknown <= 20, "two workers of one machine held a batch each"


def test_a_frozen_cluster_is_noticed_and_what_lives_depend_on_leaves_by_the_other(gateway, machine, capsys):
    def answers(name: str) -> bool:
        try:
            call_command("check_cluster", name)
        except SystemExit as left:
            assert left.code == 1 and f"« {name} » ne donne plus signe de vie" in capsys.readouterr().err
            return False
        return True

    def beat(*asked: Cluster) -> None:
        for each in asked:
            each.asked("alerts.sending.clusters.beat")

    with machine() as usual, machine(clusters.URGENT) as urgent:
        beat(usual, urgent)
        until(lambda: answers("civitac") and answers("urgent"), 60)
        urgent.freeze()
        alert = approved(20, life_safety=True)
        let_time_pass(alert, minutes=2)
        usual.asked("alerts.sending.recovery.recover")
        ends(alert)
        assert answers("urgent"), "after two minutes nobody has noticed yet"

        Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))
        assert not answers("civitac") and not answers("urgent")
        beat(usual, urgent)
        until(lambda: answers("civitac"))
        assert not answers("urgent")
        until(lambda: "'urgent' has been silent since" in usual.log.read_text())

        urgent.thaw()
        until(lambda: answers("urgent"))
        until(lambda: not OrmQ.objects.filter(key=clusters.URGENT).exists())
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 20} and set(gateway.accepted().values()) == {1}


def test_lives_wait_neither_behind_a_long_notice_nor_behind_a_gateway_that_takes_thirty_seconds_over_it(
    gateway, machine
):
    """The gateway answers within the minute that a call may take (`READ_SECONDS`): what it says is what is written down.

    Beyond that minute the batch is `unknown`, and of a notice never sent again: `test_faults_committed` tries it with a
    minute that is a second long.
    """

    def urgent_calls() -> list[bool]:
        return [call["message"] != TEXT for call in gateway.ask("/calls")]

    texts = {"fr": "Crue : quittez les berges."}
    gateway.always("ok", seconds=0.1)
    with machine(), machine(clusters.URGENT):
        notice = approved(200)
        handed_over(gateway, 3)
        first = approved(30, first=1000, life_safety=True, texts=texts)
        ends(first)
        calls = urgent_calls()
        between = calls[calls.index(True) : len(calls) - calls[::-1].index(True)]
        assert between.count(False) <= 1, "what was on its way may pass, nothing else"

        gateway.behave("ok", seconds=30)
        until(lambda: gateway.ask("/calls")[-1]["seconds"] == 30)
        began = time.monotonic()
        second = approved(30, first=2000, life_safety=True, texts=texts)
        ends(second)
        assert time.monotonic() - began < 15
        recovery.recover()
        assert states_of(notice)["claimed"] == 10, "nobody has given it up"
        ends(notice)
    prove(gateway, notice, first, second)
    assert [states_of(alert) for alert in (notice, first, second)] == [{"accepted": size} for size in (200, 30, 30)]


def test_a_cluster_goes_on_by_itself_after_the_database_has_come_back(gateway, machine):
    """All its connections are ended by the server, as a restart does. The server itself is shared, and is not restarted."""
    alert = approved(30)
    gateway.behave("ok", seconds=2)
    with machine():
        handed_over(gateway, 1)
        hang_up_on_everybody()
        until(lambda: Delivery.objects.filter(alert=alert, state="claimed").count() == 10)
        minutes_later(alert)
        ends(alert)
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 20, "unknown": 10}


def test_what_the_gateway_tells_before_it_has_answered_is_not_lost(gateway, machine, settings):
    """Reports before the answer, twice, backwards and of an unknown message; and someone who wants nothing more."""
    settings.SMS_CALLBACK_TOKENS = [TOKEN]
    alert = approved(30)
    gateway.behave("late")
    with machine() as cluster:
        until(lambda: len(gateway.accepted()) == 10, 60)
        for number, reference, _text in gateway.ask("/accepted"):
            for status in ("Success", "Sent", "Success"):
                call("livraison", id=reference, status=status, phoneNumber=number, networkCode="61302")
        call("livraison", id="ATXid_unknown", status="Success", phoneNumber=number_of(999), networkCode="61302")
        call("desabonnement", senderId="CIVITAC", phoneNumber=number_of(25))
        until(lambda: states_of(alert) == {"claimed": 10, "queued": 19, "suppressed": 1}, 60)
        gateway.ask("/control", {"release": True})
        ends(alert)
        cluster.asked("alerts.callbacks.tasks.apply_all")  # as the clock does every minute
        until(lambda: states_of(alert) == {"delivered": 10, "accepted": 19, "suppressed": 1})
    prove(gateway, alert)
    assert number_of(25) not in gateway.accepted()
    assert Callback.objects.get(applied_at=None).body.startswith("id=ATXid_unknown")
