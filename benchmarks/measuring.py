"""Processor time, requests a second, queries and bytes."""

from __future__ import annotations

import os
import re
import subprocess
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from . import PAGE_CACHE

# A slow page is asked for longer, until so many answers are there to be averaged.
FEWEST = 20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What a server did while wrk asked it for one address."""

    requests: int
    per_second: float
    cpu: float  # milliseconds for one request, of the server and of its database sessions


def load(
    address: str,
    *pids: int,
    seconds: float,
    connections: int = 2,
    gzipped: bool = False,
    cookie: str = "",
    script: Path | None = None,
) -> Load:
    """Ask for one address again and again, as wrk's `script` says. Raises AssertionError when an answer is an error."""
    headers = ["-H", "Accept-Encoding: gzip"] if gzipped else []
    headers += ["-H", f"Cookie: {cookie}"] if cookie else []
    headers += ["-s", str(script)] if script else []
    command = ["wrk", "-t1", f"-c{connections}", "--timeout", "30s", *headers, address, f"-d{seconds}s"]
    before, requests, rates = cpu_seconds(*pids), 0, []
    while requests < FEWEST:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in said and "Socket errors" not in said, f"{address}: {said}"
        requests += int(re.search(r"(\d+) requests in", said)[1])
        rates.append(float(re.search(r"Requests/sec: +([\d.]+)", said)[1]))
    return Load(requests, max(rates), 1000 * (cpu_seconds(*pids) - before) / requests)


def warm(address: str) -> None:
    """Ask often enough for each of two workers to have compiled its templates."""
    for _time in range(12):
        with urllib.request.urlopen(address) as response:
            response.read()


def cpu_seconds(*pids: int) -> float:
    """Processor time that processes, their descendants and their PostgreSQL sessions have used so far."""
    children = defaultdict(list)
    used = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (line := stat_of(int(entry.name))):
            children[int(line[1])].append(int(entry.name))
            # Its own user and system time, then what its dead children had used.
            used[int(entry.name)] = sum(map(int, line[11:15]))
    family, waiting = [], list(pids)
    while waiting:
        each = waiting.pop()
        family.append(each)
        waiting += children[each]
    sessions = database_sessions()
    return sum(used.get(each, 0) for each in [*family, *sessions]) / TICKS


def stat_of(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the state on; empty for a process that has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def database_sessions() -> list[int]:
    """Processes that serve this run's databases, save the one that serves this query; none that are not on this machine."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname LIKE current_database() || '%%' AND pid <> pg_backend_pid()"
        )
        pids = [pid for (pid,) in cursor.fetchall()]
    return [pid for pid in pids if is_postgresql(pid)]


def is_postgresql(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False


@dataclass(frozen=True)
class Queries:
    total: int
    repeated: int  # statements that are exactly, parameters included, like one before


def queries(path: str, *, cached: bool = False) -> Queries:
    """What a page asks of the database once the process is warm; nothing is kept in between unless `cached`."""
    kept = settings.MIDDLEWARE if cached else [each for each in settings.MIDDLEWARE if each != PAGE_CACHE]
    with override_settings(MIDDLEWARE=kept):
        client = Client()
        read(client, path)
        with CaptureQueriesContext(connection) as captured:
            read(client, path)
    statements = [query["sql"] for query in captured]
    return Queries(len(statements), len(statements) - len(set(statements)))


def read(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"


def fetch(address: str) -> bytes:
    """The body as it travels to a phone that reads gzip."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        body = response.read()
        assert response.headers["Content-Encoding"] == "gzip", f"{address} is not compressed"
    return body


@dataclass(frozen=True)
class Answer:
    path: str
    cache: str  # nginx's word for where it took the answer from
    bytes: int


class Log:
    """The lines that nginx adds: "METHOD path" in quotes, then status, cache, bytes sent and seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mark()

    def mark(self) -> None:
        self.read = self.path.stat().st_size

    def since_mark(self) -> list[Answer]:
        with self.path.open() as lines:
            lines.seek(self.read)
            parts = [(line.split('"')[1].split(), line.split()) for line in lines]
        self.mark()
        return [Answer(request[1], words[-3], int(words[-2])) for request, words in parts]


def weight(answers: list[Answer]) -> int:
    return sum(answer.bytes for answer in answers)
