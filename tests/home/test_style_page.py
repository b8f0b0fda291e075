"""The living page of the look shows every block and every drawing, to people of the administration only."""

from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from home.blocks import HomeBodyBlock
from spaces.blocks import ArticleBodyBlock
from territories.services import load_territories

pytestmark = pytest.mark.django_db


def test_every_block_is_shown_with_its_preview(signed_in, editor):
    page = signed_in(editor).get(reverse("style")).content.decode()
    for block in (*ArticleBodyBlock().child_blocks.values(), *HomeBodyBlock().child_blocks.values()):
        assert str(block.label) in page
    assert "img/sample" in page


def test_the_blocks_that_list_articles_show_those_there_are(signed_in, editor, space_a, write_article):
    write_article(space_a, "Le forage est réparé")
    page = signed_in(editor).get(reverse("style")).content.decode()
    assert "Le forage est réparé" in page


def test_every_drawing_is_shown(signed_in, superuser):
    load_territories()
    page = BeautifulSoup(signed_in(superuser).get(reverse("style")).content.decode(), "html.parser")
    charts = {each.title.text for each in page.select("svg.chart")}
    assert len(charts) >= 5
    assert len(page.select("svg.carto rect")) == 17


def test_no_heading_leaves_out_a_level(signed_in, editor):
    page = BeautifulSoup(signed_in(editor).get(reverse("style")).content.decode(), "html.parser")
    levels = [int(heading.name[1]) for heading in page.main.find_all(["h1", "h2", "h3", "h4"])]
    assert [(above, below) for above, below in pairwise(levels) if below > above + 1] == []


@pytest.mark.parametrize("persona", [None, "citizen"])
def test_others_do_not_see_it(request, client, signed_in, persona):
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    assert browser.get(reverse("style")).status_code == 302
