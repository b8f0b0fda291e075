"""`python -m benchmarks lighthouse`: scores on slow 3G and on 2G, each the median of three.

Needs nginx, Chromium and Node.js; the lighthouse package is fetched by npx. One run of a page in about fifty fails for no
reason of the page's (NO_NAVSTART): such a run is set aside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from statistics import median

from . import content, servers
from .pages import measured_pages
from .surroundings import Surroundings
from .table import Bar, Table

PACKAGE = "lighthouse@12.8.2"
CHROME_FLAGS = " ".join(
    f"--{flag}"
    for flag in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    )
)
ARTICLES, RUNS = 50, 3
PAGES = ("home", "news", "directory of local authorities", "space", "article", "practical information")


@dataclass(frozen=True)
class Line:
    """A phone's line: round trip in milliseconds, kilobits a second, and the bars of score and LCP (seconds)."""

    name: str
    rtt: int
    throughput: int
    score: int
    lcp: float


LINES = [Line("slow 3G", 400, 400, 97, 2.5), Line("2G", 800, 256, 78, 4.5)]


def scores(around: Surroundings, database: str) -> Table:
    """The scores of the main pages, through nginx."""
    content.fill(ARTICLES)
    table = Table()
    with servers.civitac(around, database) as app, servers.nginx(around, app) as (front, _files):
        for page in measured_pages():
            if page.name in PAGES:
                add_scores(table, page.name, front.url + page.path)
    return table


def add_scores(table: Table, name: str, address: str) -> None:
    for line in LINES:
        reports = [each for each in (report(address, line) for _run in range(RUNS)) if "runtimeError" not in each]
        score = median(100 * each["categories"]["performance"]["score"] for each in reports)
        paint = median(each["audits"]["largest-contentful-paint"]["numericValue"] for each in reports)
        table.add(f"{name}, {line.name}: performance", score, "", None, Bar(line.score, at_least=True))
        table.add(f"{name}, {line.name}: largest paint", paint / 1000, "s", None, Bar(line.lcp))
    for category in ("accessibility", "best-practices", "seo"):
        worst = min(100 * each["categories"][category]["score"] for each in reports)
        table.add(f"{name}: {category}", worst, "", None, Bar(100, at_least=True))


def report(address: str, line: Line) -> dict:
    command = [
        "npx",
        "--yes",
        PACKAGE,
        address,
        "--quiet",
        "--output=json",
        "--form-factor=mobile",
        "--throttling-method=simulate",
        f"--chrome-flags={CHROME_FLAGS}",
        f"--throttling.rttMs={line.rtt}",
        f"--throttling.throughputKbps={line.throughput}",
        "--throttling.cpuSlowdownMultiplier=6",
    ]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium"), "PUPPETEER_SKIP_DOWNLOAD": "1"}
    return json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
