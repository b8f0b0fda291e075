"""What a page costs: few queries whatever the number of rows, few bytes, few requests. Nothing here is timed.

Each page is read twice over, on a small site and on one four times as large. Queries are counted without the page cache,
once the process knows what surrounds every page (`home.navigation`), as it does from its second answer on.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from home.models import HomePage
from spaces.models import ArticlePage
from tests.home.world import World
from tests.reading import queries

pytestmark = pytest.mark.django_db

NAMES = [
    "home",
    "news",
    "news of a region",
    "news of a space",
    "theme",
    "search",
    "search of articles",
    "suggestions",
    "authorities",
    "organisations",
    "citizens",
    "services",
    "questions",
    "contact",
    "enrolment",
    "alerts",
    "alert",
    "feed of alerts",
    "feed",
    "feed of a theme",
    "feed of a space",
    "space",
    "article",
    "service",
    "question",
    "standard page",
]
FRAGMENTS = ["suggestions", "feed of alerts", "feed", "feed of a theme", "feed of a space"]
PAGES = [name for name in NAMES if name not in FRAGMENTS]
# A search asks once for each kind of page among its ten results, and which ones come first is the words' affair.
STEADY = [name for name in NAMES if name != "search"]
# Lists and long articles may weigh more than a page does.
LONG = ["alerts", "news", "news of a region", "news of a space", "theme", "search", "search of articles", "authorities"]
LONG += ["organisations", "citizens", "services", "questions", "article", "standard page"]
# The document itself, the rest of its style, and some pictures on the first screen.
MOST_REQUESTS = 6
TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}


@dataclass
class Cost:
    few: list[str]
    many: list[str]
    embedded: list[str]  # the same as `many`, where the cache is a table of the database
    html: bytes

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.html.decode(), "html.parser")


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> dict[str, Cost]:
    """Name → what the page of that name asks of the database at two sizes, and what it answers at the larger one."""
    uncached = [each for each in settings.MIDDLEWARE if "PageCache" not in each]
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MIDDLEWARE=uncached):
        cache.clear()
        client, world = Client(), World()
        world.grow(3)
        few = {name: queries(client, address) for name, address in world.addresses.items()}
        world.grow(9)
        addresses = world.addresses
        many = {name: queries(client, address) for name, address in addresses.items()}
        with override_settings(CACHES=settings.CACHES | {"default": TABLE}):
            call_command("createcachetable")
            embedded = {name: queries(client, address) for name, address in addresses.items()}
        answers = {name: client.get(address).content for name, address in addresses.items()}
        # The budgets say "every kind of block": a room that adds one adds it to the world too.
        for holder in (HomePage.objects.get(), ArticlePage.objects.get(slug="tout")):
            assert {each["type"] for each in holder.body.raw_data} == set(holder.body.stream_block.child_blocks)
        transaction.set_rollback(True)
    return {name: Cost(few[name], many[name], embedded[name], answers[name]) for name in addresses}


def test_every_page_of_the_site_is_weighed(pages):
    assert set(pages) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_few_queries(pages, name):
    assert len(pages[name].many) <= (15 if name == "home" else 12), "\n".join(pages[name].many)


@pytest.mark.parametrize("name", STEADY)
def test_the_number_of_queries_does_not_grow_with_the_rows(pages, name):
    assert len(pages[name].few) == len(pages[name].many), "\n".join(pages[name].many)


@pytest.mark.parametrize("name", NAMES)
def test_no_query_is_asked_twice(pages, name):
    assert len(set(pages[name].many)) == len(pages[name].many), "\n".join(pages[name].many)


@pytest.mark.parametrize("name", NAMES)
def test_a_cache_that_is_a_table_is_looked_into_twice_at_most(pages, name):
    looks = [query for query in pages[name].embedded if "cache_entries" in query]
    assert len(pages[name].embedded) - len(looks) == len(pages[name].many)
    assert len(looks) <= 2, "\n".join(looks)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(pages, name):
    assert len(gzip.compress(pages[name].html, 6)) <= (12_000 if name in LONG else 8_000)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_few_things_at_first_and_all_of_them_from_the_site(pages, name):
    addresses = first_things(pages[name].page)
    assert 1 + len(addresses) <= MOST_REQUESTS, addresses
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)


@pytest.mark.parametrize("name", PAGES)
def test_no_script_holds_a_page_up_and_nothing_heavy_comes_unasked(pages, name):
    page = pages[name].page
    scripts = [each for each in page.find_all("script") if each.get("type") != "application/ld+json"]
    assert all(each.get("type") == "module" or each.has_attr("defer") for each in scripts)
    assert all(each["preload"] == "none" for each in page.find_all(["audio", "video"]))
    assert page.find("iframe") is None


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_says_its_size_before_it_comes(pages, name):
    for picture in pages[name].page.find_all("img"):
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0
        assert picture.has_attr("alt")


def test_style_and_script_are_light_and_bring_no_font(pages):
    page = pages["home"].page
    styles = [text_of(each["href"]) for each in page.find_all("link", rel="stylesheet")]
    styles += [each.text for each in page.find_all("style")]
    scripts = {each.text for name in ("article", "home") for each in pages[name].page.find_all("script", type="module")}
    assert len(styles) == 2
    assert len(scripts) == 2
    assert sum(len(gzip.compress(each.encode(), 9)) for each in styles) <= 7_000
    assert sum(len(gzip.compress(each.encode(), 9)) for each in scripts) <= 4_000
    assert not re.search(r"@font-face|@import|\.woff", "".join(styles))


def first_things(page: BeautifulSoup) -> list[str]:
    """Addresses that a browser asks for on its own before anyone scrolls."""
    links = page.find_all("link", rel=["stylesheet", "icon", "manifest", "preload"])
    scripts = page.find_all("script", src=True)
    pictures = [each for each in page.find_all("img") if each.get("loading") != "lazy"]
    addresses = [each["href"] for each in links] + [each["src"] for each in scripts + pictures]
    return [address for address in addresses if not address.startswith("data:")]


def text_of(address: str) -> str:
    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_text()
