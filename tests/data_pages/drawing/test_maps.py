"""Maps: each place as light or as full as its figure, in words too; regions as tiles while there is no outline."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from data_pages.drawing.maps import choropleth
from territories.enums import Level
from territories.models import Territory
from territories.services import load_territories


@pytest.fixture
def regions(db) -> dict[str, int]:
    """Name → key of the regions of today."""
    load_territories()
    return dict(Territory.objects.current().filter(level=Level.REGION).values_list("name", "pk"))


def soup(html):
    return BeautifulSoup(html, "html.parser")


def test_without_outlines_the_regions_are_tiles(regions, django_assert_num_queries):
    values = {pk: Decimal(index) for index, pk in enumerate(regions.values())}
    with django_assert_num_queries(2):
        drawing = soup(choropleth("region", values, title="Écoles").render())
    assert len(drawing.find_all("rect")) == 17
    assert {title.text.split("\u00a0:")[0] for title in drawing.select("rect > title")} == set(regions)


def test_without_outlines_there_is_no_map_of_communes(regions):
    commune_map = choropleth("commune", {}, title="Écoles")
    assert not commune_map.is_drawn
    assert commune_map.figure().strip() == ""
