"""A phone of 360 × 640 at 2×, in Chromium. What it costs is read in nginx's log: every byte of every answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from .measuring import Answer, Log

# What is fetched once a page has loaded, so that a phone can read without the network: not part of a view.
FOR_LATER = {"/sw.js", "/hors-ligne/"}


@dataclass(frozen=True)
class Views:
    """What a page costs: the first time on an empty phone, then scrolled to its end, then again; and what is kept for later."""

    first: list[Answer]
    rest: list[Answer]
    again: list[Answer]
    later: list[Answer]


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


def views(browser: Browser, address: str, log: Log) -> Views:
    context = empty_phone(browser)
    page = context.new_page()
    log.mark()
    page.goto(address, wait_until="networkidle")
    first = log.since_mark()
    height = page.evaluate("document.documentElement.scrollHeight")
    for depth in range(0, height, 500):
        page.evaluate(f"scrollTo(0, {depth})")
        page.wait_for_timeout(50)
    page.wait_for_timeout(1000)
    rest = log.since_mark()
    page.goto("about:blank")
    page.goto(address, wait_until="networkidle")
    again = log.since_mark()
    context.close()
    everything = (first, rest, again)
    own = [[answer for answer in answers if answer.path not in FOR_LATER] for answers in everything]
    return Views(*own, [answer for answers in everything for answer in answers if answer.path in FOR_LATER])
