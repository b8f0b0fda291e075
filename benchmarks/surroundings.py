"""What a run stands on: programs of the machine, a folder and databases of its own, all gone when it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379"
# What each command asks of the machine: program → Debian package.
TABLE = {"nginx": "nginx", "wrk": "wrk", "chromium": "chromium"}
LIGHTHOUSE = {"nginx": "nginx", "chromium": "chromium", "npx": "npm"}


@dataclass
class Surroundings:
    folder: Path
    postgresql: str | None  # address of a server, None where there is none
    redis: str | None
    programs: dict[str, str]
    databases: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"civitac_bench_{os.getpid()}"

    @cached_property
    def missing(self) -> list[str]:
        """Debian packages without which something cannot be measured."""
        absent = [package for program, package in self.programs.items() if not shutil.which(program)]
        return absent + ["postgresql"] * (self.postgresql is None) + ["redis-server"] * (self.redis is None)

    def has(self, *packages: str) -> bool:
        return not set(packages) & set(self.missing)

    def create_database(self, name: str) -> str:
        """The address of a new database: PostgreSQL's where there is a server, else a file of the run."""
        if self.postgresql is None:
            return self.sqlite_file(name)
        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        self.databases.append(name)
        return self.postgresql.rsplit("/", 1)[0] + f"/{name}"

    def sqlite_file(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def environment(self, database: str, **more: str) -> dict[str, str]:
        """The environment of a process that serves Civitac as production does."""
        return {
            **os.environ,
            "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": database,
            "REDIS_URL": self.redis or "",
            "BENCH_FOLDER": str(self.folder),
            "BENCH_PREFIX": self.name,
            "LOG_LEVEL": "WARNING",
            **more,
        }

    def clear(self) -> None:
        if self.redis:
            server = redis.Redis.from_url(self.redis)
            for key in server.scan_iter(match=f"{self.name}:*", count=1000):
                server.delete(key)
        if self.postgresql:
            with psycopg.connect(self.postgresql, autocommit=True) as connection:
                for name in self.databases:
                    connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def surroundings(programs: dict[str, str]) -> Iterator[Surroundings]:
    with tempfile.TemporaryDirectory(prefix="civitac-bench-") as folder:
        # nginx reads from here as its own user.
        os.chmod(folder, 0o755)
        around = Surroundings(Path(folder), postgresql_server(), redis_server(), programs)
        try:
            yield around
        finally:
            around.clear()


def postgresql_server() -> str | None:
    address = os.environ.get("DATABASE_URL", POSTGRESQL)
    if not address.startswith("postgres"):
        return None
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError:
        return None
    return address


def redis_server() -> str | None:
    address = os.environ.get("REDIS_URL", REDIS)
    try:
        redis.Redis.from_url(address, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return None
    return address


def manage(environment: dict[str, str], *arguments: str, folder: Path = ROOT) -> None:
    """Run manage.py there. Raises CalledProcessError, after what it said, when it fails."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=folder, env=environment, check=True)
