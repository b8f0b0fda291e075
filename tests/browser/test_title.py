"""Titles are seen whole: that of an article while it is written, those of screens on a phone."""

import pytest

from . import IN_BROWSER
from .reader import sign_in

pytestmark = IN_BROWSER


@pytest.mark.parametrize("width", [1280, 320])
def test_a_title_of_187_characters_is_not_cut(new_page, space_a, editor, width):
    page = new_page(width)
    sign_in(page, editor)
    page.goto(f"/admin/pages/add/spaces/articlepage/{space_a.page_id}/?kind=report")
    title = page.locator("[name=title]")
    title.fill(("Le conseil municipal de Ouahigouya prépare la réhabilitation des forages " * 3)[:187])
    page.wait_for_function("e => e.clientHeight > 60", arg=title.element_handle())
    assert title.evaluate("e => e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth")


def test_a_letter_made_of_two_stays_two_in_the_address_made_of_a_title(new_page, space_a, editor):
    page = new_page(1280)
    sign_in(page, editor)
    page.goto(f"/admin/pages/add/spaces/articlepage/{space_a.page_id}/?kind=report")
    page.locator("[name=title]").fill("Une ŒUVRE d’école")
    page.locator("[name=title]").blur()
    page.wait_for_function("document.querySelector('[name=slug]').value === 'une-oeuvre-decole'")


# Words of the title of a screen that stand on more than one line.
BROKEN = """
() => [...document.querySelectorAll("h1, h2")].filter(title => title.checkVisibility()).flatMap(title => {
  const found = [], walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) for (const word of node.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
  }
  return found;
})
"""


def test_the_title_of_a_screen_breaks_between_words_on_a_phone(at_work, animator):
    page = at_work(animator)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/admin/passerelle-refus/", "/admin/consentements/"):
        page.goto(address)
        assert page.evaluate(BROKEN) == []
