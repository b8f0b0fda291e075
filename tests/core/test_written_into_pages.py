"""Style and script that are written into pages: the security policy names them, and they are nowhere twice."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def policy(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("address", ["/", "/recherche/", "/collectivites/", "/rien/", "/hors-ligne/"])
def test_the_policy_names_what_a_page_carries_and_nothing_else(client, site, address):
    response = client.get(address)
    page = BeautifulSoup(response.content.decode(), "html.parser")
    allowed = policy(response)
    styles = {digest(each.string) for each in page.find_all("style")}
    assert len(styles) == 1
    assert styles < set(allowed["style-src"])
    assert len(allowed["style-src"]) == 3, "the page itself, with what the home page adds, without it"
    assert {digest(each.string) for each in page.find_all("script", type="module")} < set(allowed["script-src"])
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/recherche/", "/collectivites/", "/rien/", "/hors-ligne/"])
def test_the_rest_of_the_style_is_linked_where_the_first_screen_ends(client, site, address):
    page = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    (link,) = page.find_all("link", rel="stylesheet")
    assert link.find_previous("h1") is page.find("h1")
    style = (settings.WRITTEN_INTO_PAGES / "first_screen.css").read_text()
    if address == "/":
        style += (settings.WRITTEN_INTO_PAGES / "first_screen_home.css").read_text()
    assert page.find("head").find("style").string == style


def test_no_rule_of_the_first_screen_is_written_again_in_the_linked_sheet():
    first, rest = (
        set(RULE.findall(sheet))
        for sheet in (
            "".join(each.read_text() for each in settings.WRITTEN_INTO_PAGES.glob("first_screen*.css")),
            Path(finders.find("css/civitac.css")).read_text(),
        )
    )
    assert len(first) > 100
    assert not {(selector.strip(), body) for selector, body in first} & {(s.strip(), body) for s, body in rest}
