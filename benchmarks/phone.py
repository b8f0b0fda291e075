"""A phone of 360 × 640 at 2×, in Chromium. What it costs is read in nginx's log: every byte of every answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright


@dataclass(frozen=True)
class View:
    bytes: int
    requests: int


class Log:
    """The lines that nginx adds; each ends with status, bytes sent and seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mark()

    def mark(self) -> None:
        self.read = self.path.stat().st_size

    def since_mark(self) -> View:
        with self.path.open() as lines:
            lines.seek(self.read)
            sent = [int(line.split()[-2]) for line in lines]
        self.mark()
        return View(sum(sent), len(sent))


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


def empty_phone(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="fr-FR"
    )


def views(browser: Browser, address: str, log: Log) -> tuple[View, View, View]:
    """What the first view costs on an empty phone, what scrolling to the end then adds, and what coming back costs."""
    context = empty_phone(browser)
    page = context.new_page()
    log.mark()
    page.goto(address, wait_until="networkidle")
    first = log.since_mark()
    height = page.evaluate("document.documentElement.scrollHeight")
    for depth in range(0, height, 500):
        page.evaluate(f"scrollTo(0, {depth})")
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    rest = log.since_mark()
    page.goto("about:blank")
    page.goto(address, wait_until="networkidle")
    again = log.since_mark()
    context.close()
    return first, rest, again
