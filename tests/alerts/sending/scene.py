"""What the tests of sending stand on: subscribers, an approved alert, a gateway and workers in processes of their own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess as Process
from pathlib import Path

from django.db import connection, connections, transaction
from django.utils import timezone
from wagtail.models import Collection

from alerts.enums import AlertState, DeliveryState
from alerts.models import (
    Alert,
    AlertKind,
    AlertText,
    Delivery,
    DiffusionGroup,
    Lease,
    Membership,
    SmsSettings,
    Subscriber,
)
from alerts.sending import leases

ROOT = Path(__file__).resolve().parents[3]
TEXT = "Crue au pont de Goughin : prenez l'autre route."


def make_group(
    name: str = "Inondations (exemple)", size: int = 0, first: int = 0, language: str = "fr"
) -> DiffusionGroup:
    """A group with `size` members, whose invented numbers count up from `first`."""
    group, _made = DiffusionGroup.objects.get_or_create(name=name, collection=Collection.get_first_root_node())
    people = [Subscriber(number=number_of(each), language=language) for each in range(first, first + size)]
    Subscriber.objects.bulk_create(people, ignore_conflicts=True)
    found = Subscriber.objects.filter(number__in=[person.number for person in people])
    earlier = timezone.now() - timedelta(days=1)
    memberships = [Membership(group=group, subscriber=each, joined_at=earlier) for each in found]
    Membership.objects.bulk_create(memberships, ignore_conflicts=True)
    return group


def number_of(rank: int) -> str:
    return f"+22670{rank:06d}"


def make_alert(*groups: DiffusionGroup, life_safety: bool = False, state: str = AlertState.APPROVED, **fields) -> Alert:
    """An alert as the approval leaves it behind: decided, without deliveries."""
    kind, _made = AlertKind.objects.get_or_create(
        name="Crue (exemple)" if life_safety else "Conseil (exemple)", defaults={"life_safety": life_safety}
    )
    fields = {"expires_at": timezone.now() + timedelta(hours=6), "decided_at": timezone.now()} | fields
    texts = fields.pop("texts", {"fr": TEXT})
    alert = Alert(
        kind=kind, headline="Crue au pont", collection=Collection.get_first_root_node(), state=state, **fields
    )
    alert.save()
    AlertText.objects.bulk_create(AlertText(alert=alert, language=each, text=text) for each, text in texts.items())
    alert.groups.set(groups)
    alert.save()
    return alert


def never_quiet(rate: int = 1_000_000) -> None:
    """Notices may leave at any hour, and as fast as they can."""
    settings = SmsSettings.load()
    settings.quiet_from = settings.quiet_until = timezone.localtime().time().replace(hour=3, minute=0)
    settings.segments_per_second = rate
    settings.save()


def states_of(alert: Alert) -> dict[str, int]:
    return dict(Counter(Delivery.objects.filter(alert=alert).values_list("state", flat=True)))


def let_time_pass(alert: Alert, minutes: int = 10) -> None:
    """For whoever looks at claims and leases, as the recovery does.

    What is being recorded is left to its worker, as the recovery leaves it: each could wait for the other's rows.
    """
    ago = timedelta(minutes=minutes)
    claimed = Delivery.objects.filter(alert=alert, claimed_at__isnull=False)
    with transaction.atomic():
        keys = list(claimed.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Delivery.objects.filter(pk__in=keys).update(claimed_at=timezone.now() - ago)
    Lease.objects.filter(alert=alert).update(seen_at=timezone.now() - ago)


def holder_of(alert: Alert, place: int) -> leases.Holder:
    lease = Lease.objects.get(alert=alert, place=place)
    return leases.Holder(alert.pk, place, str(lease.token))


# --- Processes -------------------------------------------------------------------------------------------------------


@dataclass
class StandIn:
    port: int
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, str(ROOT / "tests/alerts/gateway.py"), str(self.port)])
        until(lambda: self.ask("/calls") is not None)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ask(self, path: str, body: object = None) -> object:
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(self.address + path, data, timeout=5) as response:
                return json.load(response)
        except OSError:
            return None

    def behave(self, behaviour: str, *, times: int = 1, **how: object) -> None:
        self.ask("/control", {"next": [{"behaviour": behaviour, **how}] * times})

    def always(self, behaviour: str, **how: object) -> None:
        self.ask("/control", {"usual": {"behaviour": behaviour, **how}})

    def accepted(self) -> Counter[str]:
        """How often each number was accepted."""
        return Counter(number for number, _reference, _text in self.ask("/accepted"))


def until(is_so, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def stand_in() -> Iterator[StandIn]:
    gateway = StandIn(free_port())
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()


def start_worker(gateway: StandIn, alert: Alert, *steps: str) -> Process:
    """A process that holds a place of the alert; `steps` are those of `tests/alerts/sending/worker.py`.

    It is forked: a worker that starts Django anew takes seconds. It opens its own connection to the database.
    """
    from . import worker

    connections.close_all()
    asked = dict(step.split("=", 1) for step in steps)
    process = get_context("fork").Process(target=worker.main, args=(alert.pk, gateway.address, asked))
    process.start()
    return process


def ended(process: Process) -> int:
    """What a process ended with: 0, 1 when it failed, -9 when it was killed."""
    process.join(60)
    return process.exitcode


def work(gateway: StandIn, alert: Alert, *steps: str) -> int:
    return ended(start_worker(gateway, alert, *steps))


def hang_up_on_everybody() -> None:
    """What a restart of PostgreSQL does to those who are connected to this database, whoever asks for it excepted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def prove(gateway: StandIn, *alerts: Alert) -> None:
    """Nobody twice (or once more and marked, where lives depend on it), and nobody lost without a state that says so.

    Several alerts are proven together if they are for different people.
    """
    accepted = gateway.accepted()
    for delivery in Delivery.objects.filter(alert__in=alerts).select_related("alert__kind"):
        times = accepted.pop(delivery.number, 0)
        assert times <= 1 + (delivery.alert.kind.life_safety and delivery.resent), (delivery.number, times)
        if delivery.state in (DeliveryState.ACCEPTED, DeliveryState.DELIVERED):
            assert times, f"{delivery.number} is said to be accepted"
        elif delivery.state != DeliveryState.UNKNOWN:
            assert not times, f"{delivery.number} was accepted, and is said to be {delivery.state}"
    assert not accepted, "some had no delivery"
