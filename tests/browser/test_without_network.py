"""When the network goes, the pages read lately stay readable, and the others say what has happened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page

from . import IN_BROWSER
from .reader import sign_in

pytestmark = IN_BROWSER


@pytest.fixture
def kept_page(new_page) -> Page:
    """A page whose site has put its service worker to work."""
    page = new_page(320, service_workers="allow")
    page.goto("/contact/")
    page.evaluate(
        """() => navigator.serviceWorker.controller
        || new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))"""
    )
    return page


def test_a_page_read_lately_opens_without_the_network(kept_page, site, space_a, write_article):
    article = write_article(space_a, "Le forage du secteur 4")
    kept_page.goto(article.url)
    kept_page.wait_for_function("() => caches.match(location.href)")
    kept_page.context.set_offline(True)
    kept_page.goto("about:blank")
    kept_page.goto(article.url)
    assert kept_page.locator("h1").inner_text() == article.title
    assert kept_page.evaluate("getComputedStyle(document.querySelector('.masthead')).paddingTop") != "0px"


def test_another_page_says_that_the_network_is_gone(kept_page, site):
    kept_page.context.set_offline(True)
    kept_page.goto("/actualites/")
    assert "hors ligne" in kept_page.locator("h1").inner_text()


def test_nothing_of_a_persons_own_is_kept(kept_page, site, citizen):
    sign_in(kept_page, citizen)
    kept_page.goto("/actualites/")
    kept_page.context.set_offline(True)
    kept_page.goto("/actualites/")
    assert "hors ligne" in kept_page.locator("h1").inner_text()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        kept_page.goto("/compte/")
