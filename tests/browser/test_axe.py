"""Axe finds nothing to say about any page, on a phone or a desk, by day or by night."""

from __future__ import annotations

from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from . import IN_BROWSER
from .reader import unfold

pytestmark = IN_BROWSER

# Levels A and AA of WCAG up to 2.2, and what axe calls good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# By night colours alone are others.
ASKED = {"light": RULES, "dark": ["cat.color"]}


def faults(page: Page, rules: list[str] = RULES) -> list[str]:
    unfold(page)
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def test_axe_finds_nothing(reader, exhibits):
    someone = reader(320)
    found = {}
    for exhibit in exhibits:
        page, _answer = someone.open(exhibit)
        for width, scheme in product((320, 1280), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found[exhibit.name, width, scheme] = faults(page, ASKED[scheme])
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_axe_finds_what_is_wrong(new_page):
    page = new_page()
    page.goto("/contact/")
    page.locator("main").evaluate(
        """main => {
          main.insertAdjacentHTML("beforeend", "<details><summary>Plus</summary><p>Pâle</p><img src=''></details>");
          Object.assign(main.querySelector("details p").style, {color: "#bbb", background: "#fff"});
        }"""
    )
    assert {fault.partition(":")[0] for fault in faults(page)} == {"color-contrast", "image-alt"}
    page.emulate_media(color_scheme="dark")
    assert {fault.partition(":")[0] for fault in faults(page, ASKED["dark"])} == {"color-contrast"}
