"""The title of an article is seen whole while it is written, on a laptop and on a phone."""

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
