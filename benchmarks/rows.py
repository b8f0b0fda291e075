"""The rows of the table, group by group: each is measured together with its floor."""

from __future__ import annotations

import gzip
from statistics import median

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from media_library.models import CivitacImage

from . import phone, servers
from .measuring import Load, Log, Queries, fetch, load, queries, warm, weight
from .pages import Page
from .servers import Server
from .surroundings import Surroundings
from .table import Bar, Table, number

CPU_BAR = Bar(2.5, of_ratio=True)
KEPT_BAR = Bar(0.6, at_least=True, of_ratio=True)
FILE_BAR = Bar(0.9, at_least=True, of_ratio=True)
PHOTO_BARS = {
    "photo": {"avif": 12_000, "webp": 17_000, "jpeg": 22_000},
    "thumb": dict.fromkeys(("avif", "webp", "jpeg"), 3_000),
}


def lightest(loads: list[Load]) -> float:
    return min(each.cpu for each in loads)


def processor(
    table: Table, pages: list[Page], articles: int, app: Server, floor: Server, *, seconds: float, rounds: int
) -> dict[str, float]:
    """CPU of each page, computed anew at each request, beside the bare home page; → milliseconds by name of page."""
    table.section(f"CPU of one uncached page, {number(articles)} articles; floor: home page of `wagtail start`")
    found = {}
    warm(floor.url + "/")
    for page in pages:
        warm(app.url + page.path)
        ours, bare = [], []
        for _round in range(rounds):
            bare.append(load(floor.url + "/", floor.pid, seconds=seconds))
            ours.append(load(app.url + page.path, app.pid, seconds=seconds))
        found[page.name] = lightest(ours)
        table.add(page.name, found[page.name], "ms", lightest(bare), CPU_BAR)
    return found


def growth(table: Table, small: dict[str, float], large: dict[str, float], sizes: tuple[int, int]) -> None:
    table.section(f"The same at {number(sizes[1])} articles; floor: at {sizes[0]}")
    for name, milliseconds in large.items():
        table.add(name, milliseconds, "ms", small[name])


def statements(
    table: Table, pages: list[Page], small: dict[str, Queries], large: dict[str, Queries], sizes: tuple[int, int]
) -> None:
    table.section(f"SQL queries of one uncached page, {number(sizes[1])} articles; floor: at {sizes[0]}")
    for page in pages:
        table.add(page.name, large[page.name].total, "", small[page.name].total, Bar(page.queries))
    repeated = sum(each.repeated for each in [*small.values(), *large.values()])
    table.add("exact duplicates, all pages at both sizes", repeated, "", None, Bar(0))


def missed(table: Table, page: Page, kept_off: Server, missing: Server, *, seconds: float) -> None:
    """What compressing and keeping a page adds to computing it."""
    table.section("A page that the cache has lost: computed, compressed and kept; floor: computed only")
    warm(missing.url + page.path)
    plain = load(kept_off.url + page.path, kept_off.pid, seconds=seconds)
    full = load(missing.url + page.path, missing.pid, seconds=seconds, gzipped=True)
    table.add(page.name, full.cpu, "ms", plain.cpu)


def kept_by_django(
    table: Table, pages: list[Page], app: Server, around: Surroundings, *, seconds: float, rounds: int
) -> None:
    table.section("Page from Django's cache; floor: bare Django view that answers the same bytes")
    for page in pages:
        body = fetch(app.url + page.path)
        with servers.bare_view(around, body) as floor:
            ours, bare = [], []
            for _round in range(rounds):
                bare.append(load(floor.url + "/", floor.pid, seconds=seconds, connections=8, gzipped=True))
                ours.append(load(app.url + page.path, app.pid, seconds=seconds, connections=8, gzipped=True))
        table.add(f"{page.name}, requests a second", fastest(ours), "/s", fastest(bare), KEPT_BAR)
        table.add(f"{page.name}, CPU", lightest(ours), "ms", lightest(bare))
        table.add(f"{page.name}, SQL queries", queries(page.path, cached=True).total, "", None, Bar(0))


def kept_by_nginx(
    table: Table, pages: list[Page], front: Server, files: Server, around: Surroundings, *, seconds: float, rounds: int
) -> None:
    table.section("Page from nginx's cache; floor: nginx serving the same bytes as a compressed file")
    log = Log(around.folder / "nginx.log")
    for page in pages:
        fetch(front.url + page.path)
        log.mark()
        body = fetch(front.url + page.path)
        assert [answer.cache for answer in log.since_mark()] == ["HIT"], f"{page.path} is not kept by nginx"
        # A file of its own: nginx remembers the length of a file for a minute.
        (around.folder / "floor" / f"{page.name}.html.gz").write_bytes(body)
        ours, bare = [], []
        # So many requests a second leave the client, which shares the processors, little: it takes more rounds than others.
        for _round in range(3 * rounds):
            bare.append(load(f"{files.url}/{page.name}.html", files.pid, seconds=seconds, connections=8, gzipped=True))
            ours.append(load(front.url + page.path, front.pid, seconds=seconds, connections=8, gzipped=True))
        table.add(f"{page.name}, requests a second", fastest(ours), "/s", fastest(bare), FILE_BAR)
        table.add(f"{page.name}, CPU of nginx", 1000 * lightest(ours), "µs", 1000 * lightest(bare))


def fastest(loads: list[Load]) -> float:
    return max(each.per_second for each in loads)


def bytes_of_pages(table: Table, pages: list[Page], app: Server, around: Surroundings) -> None:
    table.section("Bytes, gzipped")
    for page in pages:
        table.add(f"{page.name}, HTML", len(fetch(app.url + page.path)), "B", None, Bar(page.html))
    linked = around.folder / "static" / f"{staticfiles_storage.stored_name('css/civitac.css')}.gz"
    style = written("first_screen.css") + written("first_screen_home.css") + linked.stat().st_size
    table.add("style, of the first screen and linked", style, "B", None, Bar(7_000))
    table.add("scripts", written("script.js") + written("suggestions.js"), "B", None, Bar(4_000))


def written(name: str) -> int:
    """What a file that templates write into pages weighs on its own."""
    return len(gzip.compress((settings.WRITTEN_INTO_PAGES / name).read_bytes(), 9))


def views(table: Table, pages: list[Page], front: Server, around: Surroundings) -> None:
    table.section("Views on a phone of 360 × 640 at 2×, through nginx: bytes on the wire, headers included")
    log = Log(around.folder / "nginx.log")
    with phone.chromium() as browser:
        for page in pages:
            seen = phone.views(browser, front.url + page.path, log)
            table.add(f"{page.name}, first view", weight(seen.first), "B", None, Bar(page.first_view))
            table.add(f"{page.name}, requests", len(seen.first), "", None, Bar(6))
            if page.path == "/":
                whole = weight(seen.first + seen.rest)
                table.add(f"{page.name}, scrolled to its end", whole, "B", None, Bar(80_000))
                table.add(f"{page.name}, then kept for reading without the network", weight(seen.later), "B")
            table.add(f"{page.name}, coming back", weight(seen.again), "B", None, Bar(500))
            table.add(f"{page.name}, requests on coming back", len(seen.again), "", None, Bar(2))


def photographs(table: Table) -> None:
    """Median weight of what a phone downloads of real photographs."""
    sources = [picture.sources for picture in CivitacImage.objects.exclude(sources={})]
    if not sources:
        table.section("Photographs: SKIPPED, CIVITAC_TEST_DATA names no folder that holds any")
        return
    table.section(f"Photographs, median of {len(sources)}")
    for size, bars in PHOTO_BARS.items():
        for kind, limit in bars.items():
            weights = [weight_of(each[size][kind][0]) for each in sources]
            table.add(f"{size}, {kind}", median(weights), "B", None, Bar(limit))


def weight_of(url: str) -> int:
    return (settings.MEDIA_ROOT / url.removeprefix(settings.MEDIA_URL)).stat().st_size
