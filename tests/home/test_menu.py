"""The menu at the top of every page, drawn once and shown on many."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from tests.reading import read

pytestmark = pytest.mark.django_db


def test_the_menu_marks_the_part_where_the_reader_is_whatever_was_read_before(client, space_a):
    marked = {}
    for address in ("/osc/", space_a.page.url, "/", "/actualites/", "/collectivites/", "/donnees/documents/", "/osc/"):
        found = read(client, address).find(id="menu").find_all("a", attrs={"aria-current": "true"})
        marked[address] = [link["href"] for link in found]
    assert marked == {
        "/osc/": ["/osc/"],
        space_a.page.url: ["/collectivites/"],
        "/": [],
        "/actualites/": ["/actualites/"],
        "/collectivites/": ["/collectivites/"],
        "/donnees/documents/": ["/donnees/"],
    }


def test_a_part_that_stands_under_no_site_has_no_address_and_is_not_in_the_menu(client, space_a):
    Site.objects.update(root_page=space_a.page_id)
    Site.clear_site_root_paths_cache()
    found = read(client, "/contact/").find(id="menu").find_all("a")
    assert [link["href"] for link in found] == ["/donnees/", "/actualites/", "/alertes/", "/compte/"]
