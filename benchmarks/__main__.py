"""`python -m benchmarks` prints the table, `python -m benchmarks figures` its part about figures and documents alone,
`python -m benchmarks sms` its part about text messages, `python -m benchmarks lighthouse` the scores of Lighthouse.

`--quick` is the table of a small site, measured briefly: it shows that everything runs, and its figures mean nothing.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

from .surroundings import LIGHTHOUSE, ROOT, TABLE, Surroundings, manage, surroundings
from .table import Table


@dataclass(frozen=True)
class Scale:
    articles: tuple[int, int]
    communes: int
    organisations: int
    photos: int
    seconds: float  # of load for one measure
    rounds: int


FULL = Scale((50, 5000), communes=351, organisations=60, photos=10, seconds=2, rounds=2)
QUICK = Scale((12, 40), communes=4, organisations=2, photos=2, seconds=1, rounds=1)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["table", "figures", "sms", "lighthouse"], default="table")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    needed = LIGHTHOUSE if options.what == "lighthouse" else TABLE
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with surroundings(needed) as around:
        announce(around)
        if options.what == "lighthouse" and around.missing:
            return 1
        database = prepare(around)
        if options.what == "lighthouse":
            from .lighthouse import scores

            table = scores(around, database)
        else:
            scale = QUICK if options.quick else FULL
            table = measure(around, database, scale) if options.what == "table" else Table()
            if options.what != "sms":
                measure_figures(table, around, database, scale)
            if options.what != "figures":
                measure_messages(table, around, scale)
    print("\n".join(table.lines()))
    print(f"\n{len(table.missed())} bar(s) missed.")
    announce(around)
    return 0


def announce(around: Surroundings) -> None:
    if around.missing:
        print(
            f"What cannot be measured is SKIPPED. It needs: sudo apt install {' '.join(around.missing)}\n", flush=True
        )


def prepare(around: Surroundings) -> str:
    """The address of a migrated database; this process is set up to use it as the servers do."""
    database = around.create_database(around.name)
    os.environ.update(around.environment(database))
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    progress("migrate, collectstatic")
    manage(dict(os.environ), "migrate", "-v0")
    manage(dict(os.environ), "collectstatic", "--noinput", "-v0")
    import django

    django.setup()
    return database


def measure(around: Surroundings, database: str, scale: Scale) -> Table:
    from . import content, rows, servers
    from .measuring import queries
    from .pages import measured_pages

    table, pace = Table(), {"seconds": scale.seconds, "rounds": scale.rounds}
    asked, spent = [], []
    with ExitStack() as open_servers:
        if around.has("wrk"):
            progress("wagtail start")
            floor = open_servers.enter_context(servers.bare_project(around, servers.make_bare_project(around)))
            plain = open_servers.enter_context(servers.civitac(around, database, "off"))
        for articles in scale.articles:
            progress(f"{articles} articles")
            content.fill(articles, communes=scale.communes, organisations=scale.organisations, photos=scale.photos)
            pages = measured_pages()
            progress("queries and CPU")
            asked.append({page.name: queries(page.path) for page in pages})
            if around.has("wrk"):
                spent.append(rows.processor(table, pages, articles, plain, floor, **pace))
        if spent:
            rows.growth(table, *spent, scale.articles)
        rows.statements(table, pages, *asked, scale.articles)
        home, article = pages[0], next(page for page in pages if page.name == "article")
        if around.has("wrk"):
            with servers.civitac(around, database, "missed") as missing:
                rows.missed(table, home, plain, missing, seconds=scale.seconds)
    with servers.civitac(around, database) as app:
        progress("caches")
        if around.has("wrk", "redis-server"):
            rows.kept_by_django(table, [home, article], app, around, **pace)
        rows.bytes_of_pages(table, pages, app, around)
        if around.has("nginx"):
            with servers.nginx(around, app) as (front, files):
                if around.has("wrk"):
                    rows.kept_by_nginx(table, [home, article], front, files, around, **pace)
                if around.has("chromium"):
                    progress("Chromium")
                    rows.views(table, pages, front, around)
    rows.photographs(table)
    return table


def measure_figures(table: Table, around: Surroundings, database: str, scale: Scale) -> None:
    """Figures and documents: on PostgreSQL and on SQLite, each in a process and a database of its own; then what is alike."""
    from django.core.management import call_command

    from . import documents, drawing
    from .database import measure_in_process

    databases = {"SQLite": around.sqlite_file(f"{around.name}_figures")}
    if around.postgresql:
        databases = {"PostgreSQL": around.create_database(f"{around.name}_figures"), **databases}
    for name, address in databases.items():
        progress(f"figures and documents on {name}")
        measure_in_process(table, around, address, "quick" if scale is QUICK else "full")
    progress("drawings, downloads")
    with open(os.devnull, "w") as silence:
        call_command("prepare", stdout=silence)
    drawing.drawings(table)
    if around.has("wrk", "nginx"):
        documents.downloads(table, database, around, seconds=scale.seconds, rounds=scale.rounds)


def measure_messages(table: Table, around: Surroundings, scale: Scale) -> None:
    from . import sms

    if around.postgresql is None:
        return
    progress("text messages")
    sms.measure_in_process(table, around, "quick" if scale is QUICK else "full")


STARTED = time.monotonic()


def progress(what: str) -> None:
    print(f"[{time.monotonic() - STARTED:4.0f} s] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
