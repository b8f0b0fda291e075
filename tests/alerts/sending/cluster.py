"""Clusters as they run in production: `manage.py qcluster`, with its sentinel, pusher, monitor and workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from django.db import connection
from django_q.tasks import async_task

from alerts.sending import clusters
from tests.processes import database_of_the_test

from .scene import ROOT, StandIn, until

SMALL_BATCHES = "tests.alerts.sending.small.SmallBatches"


class Cluster:
    """One machine's workers, started on entering and gone on leaving, whatever was done to them in between."""

    def __init__(
        self, gateway: StandIn, folder: Path, name: str = clusters.DEFAULT, transport: str = SMALL_BATCHES
    ) -> None:
        self.gateway = gateway
        self.name, self.log = name, folder / f"{name}-{id(self)}.log"
        self.surroundings = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.alerts.sending.cluster_settings",
            "DATABASE_URL": database_of_the_test(),
            "PGAPPNAME": self.log.stem,
            "SMS_GATEWAY": transport,
            "AFRICASTALKING_BASE_URL": gateway.address,
            "AFRICASTALKING_USERNAME": "civitac",
            "AFRICASTALKING_API_KEY": "civitac",
            "TMPDIR": str(folder),
        }
        if name != clusters.DEFAULT:
            self.surroundings["Q_CLUSTER_NAME"] = name

    def __enter__(self) -> Cluster:
        self.is_gone = False
        with self.log.open("wb") as log:
            self.main = subprocess.Popen(
                [sys.executable, "manage.py", "qcluster"],
                cwd=ROOT,
                env=self.surroundings,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:
            error.add_note(f"{self.log.name}:\n{self.log.read_text()[-3000:]}")
        self.lose_power()

    @property
    def is_ready(self) -> bool:
        """Its sentinel says so, in whichever language."""
        return f"[{self.name}]" in self.log.read_text()

    def lose_power(self) -> None:
        """SIGKILL for every process of it at once; over once the database has noticed, which commits what it was sent."""
        if not self.is_gone:
            self.tell_all(signal.SIGKILL)
            self.main.wait()
            until(lambda: not self.sessions())
            self.is_gone = True

    def sessions(self) -> int:
        """How many of its connections the database still has; the embedded one knows none."""
        if connection.vendor != "postgresql":
            return 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [self.log.stem])
            return cursor.fetchone()[0]

    def freeze(self) -> None:
        self.tell_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self.tell_all(signal.SIGCONT)

    def tell_all(self, what: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.main.pid, what)

    def lose_its_main_process(self) -> None:
        """What it had started goes on without it."""
        self.main.kill()
        self.main.wait()

    def takes_part(self) -> bool:
        """Whether the gateway was called by a process of it that is still there."""
        return any(group_of(int(call["from"])) == self.main.pid for call in self.gateway.ask("/calls"))

    def asked(self, task: str) -> None:
        async_task(task, q_options={"cluster": self.name})


def group_of(process: int) -> int | None:
    with suppress(ProcessLookupError):
        return os.getpgid(process)
    return None
