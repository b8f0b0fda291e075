"""What an act costs this process and the database session that it speaks to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from . import PAGE_CACHE
from .measuring import TICKS, is_postgresql, read, stat_of

STATUS, RESET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one time: on the clock, and of processors (this process and its PostgreSQL session)."""

    clock: float
    cpu: float


def cost(act: Callable[[], object], *, times: int = 1) -> Cost:
    """Of one time, when it is done so many times running."""
    session = session_pid()
    before, start = processors(session), time.perf_counter()
    for _time in range(times):
        act()
    clock, cpu = time.perf_counter() - start, processors(session) - before
    return Cost(1000 * clock / times, 1000 * cpu / times)


def side_by_side(acts: dict[str, Callable[[], object]], *, seconds: float, rounds: int = 3) -> dict[str, Cost]:
    """Each act's lightest round; rounds alternate, so that whatever else the machine does falls on all of them."""
    times = {}
    for name, act in acts.items():
        act()
        times[name] = max(1, int(1000 * seconds / max(0.01, cost(act).clock)))
    found: dict[str, list[Cost]] = {name: [] for name in acts}
    for _round in range(rounds):
        for name, act in acts.items():
            found[name].append(cost(act, times=times[name]))
    return {name: Cost(min(e.clock for e in each), min(e.cpu for e in each)) for name, each in found.items()}


def page_cost(path: str, *, seconds: float, client: Client | None = None) -> Cost:
    """Of a page that no cache has kept, asked for inside this process: the lightest of three rounds."""
    client = client or Client()
    with uncached():
        return side_by_side({path: lambda: read(client, path)}, seconds=seconds)[path]


@contextmanager
def uncached() -> Iterator[None]:
    with override_settings(MIDDLEWARE=[each for each in settings.MIDDLEWARE if each != PAGE_CACHE]):
        yield


def session_pid() -> int | None:
    """The process that serves this connection, if it is PostgreSQL's and on this machine."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return pid if is_postgresql(pid) else None


def processors(session: int | None) -> float:
    fields = stat_of(session) if session else []
    return time.process_time() + (sum(map(int, fields[11:13])) / TICKS if fields else 0)


def peak_of(act: Callable[[], object]) -> float:
    """Megabytes of memory that an act takes at its most, above what this process held before (Linux)."""
    RESET_PEAK.write_text("5")
    before = resident("VmRSS")
    act()
    return max(0, resident("VmHWM") - before) / 1024


def resident(name: str) -> int:
    """Kilobytes."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])
