"""An alert for very many people: audience, hand-over and recording, beside the same HTTP calls and bare SQL.

The gateway is the tests' stand-in, a process that answers at once; two workers are processes as well.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from . import reports
from .surroundings import ROOT, Surroundings
from .table import Bar, Table, number

WORKERS, BATCH = 2, 500
FLOOR_BAR, MEMORY_BAR, FIRST_BAR = Bar(3, of_ratio=True), Bar(200), Bar(1, of_ratio=True)
TEXT = "Crue au pont : prenez l'autre route (exemple)."
FAN_OUT = """
INSERT INTO alerts_delivery (alert_id, subscriber_id, number, language, segments, state, reason, tries, resent, reference,
    report_rank, currency)
SELECT DISTINCT %s, s.id, s.number, 'fr', 1, 'queued', '', 0, false, '', 0, ''
FROM alerts_subscriber s JOIN alerts_membership m ON m.subscriber_id = s.id JOIN alerts_alert_groups g
    ON g.diffusiongroup_id = m.group_id WHERE g.alert_id = %s AND s.stopped_at IS NULL
"""
CLAIM = """
UPDATE alerts_delivery SET state = 'claimed', claimed_at = now(), tries = tries + 1 WHERE id IN (
    SELECT id FROM alerts_delivery WHERE alert_id = %s AND state = 'queued' ORDER BY language, id LIMIT %s
    FOR UPDATE SKIP LOCKED) RETURNING id, number
"""
RECORD = """
UPDATE alerts_delivery d SET state = 'accepted', accepted_at = now(), reference = v.reference, cost = 12.5, currency = 'XOF'
FROM unnest(%s::bigint[], %s::text[]) AS v(id, reference) WHERE d.id = v.id
"""


@dataclass(frozen=True)
class Scale:
    few: int
    many: int
    seconds: float


SCALES = {"full": Scale(1_000, 100_000, seconds=3), "quick": Scale(50, 1_200, seconds=1)}


@dataclass(frozen=True)
class Sent:
    seconds: float
    first: float  # seconds until the gateway heard the first call
    audience: float  # seconds until everybody's delivery was made
    memory: float  # megabytes, of the largest worker


def measured(scale: Scale, gateway: str) -> Table:
    """Everything, on the database of this process: PostgreSQL, migrated, otherwise empty."""
    table = Table()
    sending(table, scale, gateway)
    reports.receiving(table, Path(os.environ["BENCH_FOLDER"]), scale.seconds)
    reports.applying(table, make_alert(scale.few), scale.many)
    return table


def sending(table: Table, scale: Scale, gateway: str) -> None:
    fill(scale.many)
    # Whatever runs first pays for cold pages: each has a small turn before its measured one.
    few = engine(scale.few, gateway)
    bare(scale.few, gateway)
    floor = bare(scale.many, gateway)
    many = engine(scale.many, gateway)
    table.section(
        f"PostgreSQL: an alert for {number(scale.many)} people; floor: the same HTTP calls, one INSERT … SELECT, bare claims"
        " and recording"
    )
    table.add("audience, hand-over, recording", many.seconds, "s", floor, FLOOR_BAR)
    table.add("the first batch leaves, beside the end of the audience", many.first, "s", many.audience, FIRST_BAR)
    table.add("memory of a worker at its most", many.memory, "MB", few.memory, MEMORY_BAR)


def fill(people: int) -> None:
    """Subscribers with invented numbers, half of them in two groups."""
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Collection

    from alerts.models import DiffusionGroup, SmsSettings

    root = Collection.get_first_root_node()
    groups = [DiffusionGroup.objects.create(name=f"Banc {rank}", collection=root).pk for rank in range(2)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO alerts_subscriber (number, language, created_at)"
            " SELECT '+22670' || lpad(rank::text, 6, '0'), 'fr', now() FROM generate_series(0, %s) AS rank",
            [people - 1],
        )
        for group, share in zip(groups, (1, 2), strict=True):
            cursor.execute(
                "INSERT INTO alerts_membership (group_id, subscriber_id, joined_at)"
                " SELECT %s, id, %s FROM alerts_subscriber WHERE id %% %s = 0",
                [group, timezone.now() - timedelta(days=1), share],
            )
        cursor.execute("ANALYZE alerts_subscriber, alerts_membership")
    settings = SmsSettings.load()
    settings.segments_per_second = 10_000_000
    settings.save()


def make_alert(people: int) -> int:
    """An approved alert for the first `people` subscribers, in groups of their own where they are not all."""
    from django.utils import timezone
    from wagtail.models import Collection

    from alerts.models import Alert, AlertKind, AlertText, DiffusionGroup, Membership, Subscriber

    root, now = Collection.get_first_root_node(), timezone.now()
    groups = list(DiffusionGroup.objects.filter(name__startswith="Banc"))
    if people < Subscriber.objects.count():
        few, made = DiffusionGroup.objects.get_or_create(name=f"Essai {people}", collection=root)
        groups = [few]
        if made:
            first = Subscriber.objects.order_by("pk")[:people]
            Membership.objects.bulk_create(
                Membership(group=few, subscriber=each, joined_at=now - timedelta(days=1)) for each in first
            )
    kind, _made = AlertKind.objects.get_or_create(name="Banc (exemple)", defaults={"life_safety": True})
    alert = Alert(kind=kind, headline="Banc (exemple)", collection=root, state="approved", decided_at=now)
    alert.expires_at = now + timedelta(hours=6)
    alert.save()
    AlertText.objects.create(alert=alert, text=TEXT)
    alert.groups.set(groups)
    alert.save()
    return alert.pk


def engine(people: int, gateway: str) -> Sent:
    """Raises AssertionError when somebody was not handed over."""
    from alerts import sending
    from alerts.models import Alert, Delivery, Lease
    from alerts.sending import leases, moves, tasks

    alert_id = make_alert(people)
    before = len(ask(gateway, "/calls"))

    def work(task: Callable[[int, int, str], None], place: int) -> None:
        while not (lease := Lease.objects.filter(alert=alert_id, place=place).first()):
            time.sleep(0.005)
        # A task ends after its slice; another would go on.
        while Lease.objects.filter(pk=lease.pk).exists():
            task(alert_id, place, str(lease.token))

    # No cluster takes up what is queued: the processes below do it.
    started_at, started = time.time(), time.monotonic()
    sending.start(Alert.objects.get(pk=alert_id))
    acts = [partial(work, tasks.make_deliveries, leases.AUDIENCE)]
    acts += [partial(work, tasks.hand_over, place) for place in range(1, WORKERS + 1)]
    memory = in_processes(acts)
    seconds = time.monotonic() - started
    moves.finish(alert_id)
    assert Delivery.objects.filter(alert=alert_id, state="accepted").count() == people
    first = ask(gateway, "/calls")[before]["at"] - started_at
    audience = Alert.objects.get(pk=alert_id).fanned_out_at.timestamp() - started_at
    return Sent(seconds, first, audience, max(memory))


def bare(people: int, gateway: str) -> float:
    """Seconds."""
    from django.db import connection

    alert_id = make_alert(people)
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT, [alert_id, alert_id])
    in_processes([lambda: bare_worker(alert_id, gateway)] * WORKERS)
    return time.monotonic() - started


def bare_worker(alert_id: int, gateway: str) -> None:
    import requests
    from django.db import connection

    with connection.cursor() as cursor:
        while True:
            cursor.execute(CLAIM, [alert_id, BATCH])
            claimed = {number: key for key, number in cursor.fetchall()}
            if not claimed:
                return
            form = {"username": "banc", "to": ",".join(claimed), "message": TEXT, "bulkSMSMode": 1, "enqueue": 1}
            told = requests.post(f"{gateway}/version1/messaging", form, timeout=60).json()
            references = {claimed[each["number"]]: each["messageId"] for each in told["SMSMessageData"]["Recipients"]}
            cursor.execute(RECORD, [list(references), list(references.values())])


def in_processes(acts: list[Callable[[], None]]) -> list[float]:
    """Do each act in a process, all at once: the megabytes that each took at its most. Raises AssertionError."""
    from django.db import connections

    connections.close_all()
    context = get_context("fork")
    told = context.SimpleQueue()

    def act(place: int) -> None:
        acts[place]()
        connections.close_all()
        told.put((place, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    processes = [context.Process(target=act, args=(place,)) for place in range(len(acts))]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return [megabytes for _place, megabytes in sorted(told.get() for _process in processes)]


def ask(gateway: str, path: str) -> list:
    with urllib.request.urlopen(gateway + path) as response:
        return json.load(response)


@contextmanager
def stand_in() -> Iterator[str]:
    """The address of a gateway that lives as long as this."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(ROOT / "tests/alerts/gateway.py"), str(port)])
    try:
        for _time in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def measure_in_process(table: Table, around: Surroundings, scale: str) -> None:
    """Add the rows, measured in a new database. Raises CalledProcessError when it fails."""
    rows = around.folder / "sms.pickle"
    with stand_in() as gateway:
        environment = around.environment(
            around.create_database(f"{around.name}_sms"),
            PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            SMS_GATEWAY="africastalking",
            AFRICASTALKING_USERNAME="banc",
            AFRICASTALKING_API_KEY="banc",
            AFRICASTALKING_BASE_URL=gateway,
        )
        command = [sys.executable, "-m", "benchmarks.sms", scale, gateway, str(rows)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    table.rows += pickle.loads(rows.read_bytes())


def main() -> None:
    """`python -m benchmarks.sms SCALE GATEWAY FILE`: the rows, for the process that asked for them."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    table = measured(SCALES[sys.argv[1]], sys.argv[2])
    Path(sys.argv[3]).write_bytes(pickle.dumps(table.rows))


if __name__ == "__main__":
    main()
