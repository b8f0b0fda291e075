"""A real Chromium before the whole site, which Django's live server answers for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from django.db import connections, transaction
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User

from .exhibits import Exhibit, build_exhibits
from .reader import Reader, sign_in

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ABSENT = "Chromium is absent: nothing was tried in a browser (apt-get install chromium)"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(ABSENT)
    ours = {alias: connections[alias] for alias in connections}
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread. Django takes what runs beside it for asynchronous code: it would
        # refuse every query, and make other connections than those of the test database.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        for alias, connection in ours.items():
            connections[alias] = connection
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def address(chromium, live_server, settings) -> str:
    """Where the site is served, as the site itself knows it: feeds and canonical addresses lead there."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def new_page(chromium, address) -> Iterator[Callable[..., Page]]:
    """`new_page(width=1280, **options)` → a page of a browser that nobody has used before."""
    contexts = []
    usual = {"base_url": address, "locale": "fr-FR", "service_workers": "block"}

    def open_page(width: int = 1280, height: int = 800, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        contexts.append(chromium.new_context(viewport=viewport, **(usual | options)))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def exhibits(address) -> list[Exhibit]:
    """Every kind of page that readers meet, indexed once when all of them are there."""
    with transaction.atomic():
        return build_exhibits()


@pytest.fixture
def reader(new_page) -> Callable[..., Reader]:
    """`reader(width, **options)` → someone who opens exhibits on one screen."""
    return lambda width, **options: Reader(lambda: new_page(width, **options))


@pytest.fixture
def at_work(new_page) -> Callable[[User], Page]:
    """`at_work(user)` → a page of that person's own browser, signed in."""

    def begin(user: User) -> Page:
        page = new_page()
        sign_in(page, user)
        return page

    return begin
