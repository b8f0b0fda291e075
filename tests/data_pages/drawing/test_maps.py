"""Maps: each place as light or as full as its figure, in words too; regions as tiles while there is no outline."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Collection

from data_pages.drawing.classes import Classes
from data_pages.drawing.locators import locator, locator_image
from data_pages.drawing.maps import choropleth, map_address
from data_pages.models import Indicator, Observation, StatisticTable
from territories.enums import Level
from territories.models import Territory
from territories.services import load_territories

from .world import REAL, area, collection, needs_outlines, square, take_in


@pytest.fixture
def regions(db) -> dict[str, int]:
    """Name → key of the regions of today."""
    load_territories()
    return dict(Territory.objects.current().filter(level=Level.REGION).values_list("name", "pk"))


@pytest.fixture
def outlined(regions, tmp_path) -> dict[str, int]:
    """The same, three of which have an outline."""
    path = tmp_path / "regions.geojson"
    areas = [area(square(west=west), pcode=code) for west, code in ((-2, "BF46"), (-1, "BF47"), (0, "BF48"))]
    path.write_text(collection(*areas))
    take_in(path)
    return regions


def soup(html):
    return BeautifulSoup(html, "html.parser")


def titles(html):
    return {title.text for title in soup(html).select("path > title, rect > title")}


def opacities(html):
    """Words about a place → how full it is drawn, or how it is filled."""
    return {
        shape.title.text: shape.find_parent("g").get("fill-opacity") or shape.find_parent("g")["fill"]
        for shape in soup(html).select("path:has(> title), rect:has(> title)")
    }


def test_without_outlines_the_regions_are_tiles(regions, django_assert_num_queries):
    values = {pk: Decimal(index) for index, pk in enumerate(regions.values())}
    with django_assert_num_queries(2):
        drawing = choropleth("region", values, title="Écoles").render()
    assert len(soup(drawing).find_all("rect")) == 17
    assert {words.split("\u00a0:")[0] for words in titles(drawing)} == set(regions)


def test_without_outlines_there_is_no_map_of_communes(regions):
    commune_map = choropleth("commune", {}, title="Écoles")
    assert not commune_map.is_drawn
    assert commune_map.figure().strip() == ""


def test_the_higher_the_fuller_and_without_figure_hatched(outlined):
    values = {outlined["Bankui"]: Decimal(10), outlined["Tannounyan"]: Decimal("2000.4")}
    drawing = choropleth("region", values, title="Écoles", statuses={outlined["Bankui"]: "P"}).render()
    filled = opacities(drawing)
    assert float(filled["Bankui\u00a0: 10\u00a0(p)"]) < float(filled["Tannounyan\u00a0: 2\u202f000"])
    hatching = re.fullmatch(r"url\(#(\w+)\)", filled["Nakambé\u00a0: …"])[1]
    assert soup(drawing).find("pattern", id=hatching)


def test_zero_is_a_figure(outlined):
    filled = opacities(choropleth("region", {outlined["Bankui"]: Decimal(0)}, title="x").render())
    assert not filled["Bankui\u00a0: 0"].startswith("url")


def test_the_number_in_a_region_is_the_number_in_the_legend(outlined):
    values = {outlined[name]: Decimal(value) for name, value in (("Bankui", 1), ("Tannounyan", 2), ("Nakambé", 3))}
    region_map = choropleth("region", values, title="x")
    assert [text.text for text in soup(region_map.render()).find_all("text")] == ["1", "2", "3"]
    lines = [line.get_text(" ", strip=True) for line in soup(region_map.legend()).find_all("li")]
    assert lines == ["1 moins de 2", "2 2 à moins de 3", "3 3 et plus"]


def test_a_region_that_has_an_address_is_a_link_and_the_map_a_way_to_go(outlined):
    linked = choropleth("region", {}, title="Écoles", links={outlined["Bankui"]: "/donnees/territoires/BF46/"}).render()
    assert [link["href"] for link in soup(linked).find("nav").find_all("a")] == ["/donnees/territoires/BF46/"]
    assert not soup(linked).find(role="img")
    assert soup(choropleth("region", {}, title="Écoles").render()).find(role="img")


def test_two_maps_on_a_page_do_not_share_their_hatching(outlined):
    drawings = [choropleth("region", {}, title=title).render() for title in ("Écoles", "Forages")]
    first, second = (soup(each).find("pattern")["id"] for each in drawings)
    assert first != second


def test_a_map_stands_beside_its_table(outlined):
    page = soup(choropleth("region", {outlined["Bankui"]: Decimal(12)}, title="x", unit="écoles").figure())
    rows = {row.th.text: row.td.text for row in page.find("tbody").find_all("tr")}
    assert rows == {"Bankui": "12", "Nakambé": "…", "Tannounyan": "…"}


CASES = {
    "none": [],
    "one": [5],
    "all-equal": [7] * 50,
    "two": [1, 2],
    "few": [1, 1, 1, 2, 3],
    "many": list(range(351)),
    "one-giant": [1] * 300 + [2] * 20 + [10**15],
    "negative": [-50, -20, -3, 0, 4, 60, 70, 80],
    "close": [Decimal("99.91") + Decimal(index) / 1000 for index in range(60)],
    "small": [Decimal(index) / 1000 for index in range(60)],
}


@pytest.mark.parametrize("values", CASES.values(), ids=CASES)
def test_no_class_is_empty_and_higher_figures_are_never_in_a_lower_class(values):
    known = sorted(Decimal(value) for value in values)
    classes = Classes.of(known, decimals=3)
    held = [classes.index(value) for value in known]
    assert held == sorted(held)
    assert len(classes.steps) <= 5
    if known:
        assert set(held) == set(range(len(classes.steps)))
    assert len({step.opacity for step in classes.steps}) == len(classes.steps)
    assert len({step.words for step in classes.steps}) == len(classes.steps)


def test_steps_are_round_where_that_keeps_them_apart():
    assert Classes.of([Decimal(value) for value in range(1013, 9000, 7)]).breaks == (2600, 4200, 5800, 7400)


@needs_outlines
def test_the_map_of_351_communes_is_one_light_file(regions, django_assert_num_queries):
    take_in(REAL / "communes_351.geojson")
    values = dict(Territory.objects.filter(level=Level.COMMUNE).values_list("pk", "population_2019"))
    with django_assert_num_queries(1):
        response = choropleth("commune", {pk: Decimal(value) for pk, value in values.items()}, title="x").response()
    assert response["Content-Type"] == "image/svg+xml"
    assert len(response.content) <= 50_000
    assert len(gzip.compress(response.content, 9)) <= 16_000
    assert len(titles(response.content)) == 351


def test_the_only_style_that_acts_in_a_file_is_its_own(outlined):
    response = choropleth("region", {}, title="x").response()
    style = soup(response.content).find("style").text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert response["Content-Security-Policy"] == f"default-src 'none'; style-src 'sha256-{digest}'"


# Where a place lies


def test_a_small_place_is_ringed_in_the_country(outlined, tmp_path, django_assert_num_queries):
    path = tmp_path / "commune.geojson"
    path.write_text(collection(area(square(side=0.2), pcode="BF460101")))
    take_in(path)
    commune = Territory.objects.get(code="BF460101")
    with django_assert_num_queries(1):
        drawing = soup(locator(commune).response().content)
    assert len(drawing.find_all("path")) == 4
    assert drawing.find("circle")


def test_without_outlines_a_commune_is_in_the_tile_of_its_region(regions):
    drawing = soup(locator(Territory.objects.get(slug="ouagadougou")).response().content)
    assert len(drawing.find_all("rect")) == 17


def test_what_is_on_no_map_of_today_is_not_located(regions, client):
    Territory.objects.filter(slug="ouagadougou").update(valid_to="2025-07-02")
    for territory in (Territory.objects.get(level="country"), Territory.objects.get(slug="ouagadougou")):
        assert locator_image(territory) == ""
        assert client.get(f"/donnees/territoires/{territory.code}/carte.svg").status_code == 404


def test_the_picture_of_a_place_is_fetched_from_its_own_address(regions, client):
    image = soup(locator_image(Territory.objects.get(slug="ouagadougou"))).img
    assert image["loading"] == "lazy" and image["alt"] == "Ouagadougou sur la carte du Burkina Faso"
    assert client.get(image["src"])["Content-Type"] == "image/svg+xml"


# The map of an indicator


@pytest.fixture
def figures(outlined):
    """`figures(visibility, {region: value}, period)` → a table that gives them."""
    indicator = Indicator.objects.create(code="ecoles", name="Écoles", definition="x", unit="écoles")

    def give(visibility, values, period="2024"):
        table = StatisticTable.objects.create(
            title="Tableau (exemple)", source="x", visibility=visibility, collection=Collection.get_first_root_node()
        )
        Observation.objects.bulk_create(
            Observation(table=table, indicator=indicator, territory_id=outlined[name], period=period, value=value)
            for name, value in values.items()
        )

    return give


def test_a_reader_keeps_the_picture_of_a_place_for_a_day(regions, client):
    answer = client.get("/donnees/territoires/BF46/carte.svg")
    assert answer["Cache-Control"] == "max-age=86400, public, s-maxage=60"


ADDRESS = "/donnees/indicateurs/ecoles/carte.svg?niveau=region"


@pytest.mark.parametrize(
    ("visibility", "persona", "answer"),
    [
        ("public", None, 200),
        ("public", "citizen", 200),
        ("identified", None, 404),
        ("identified", "citizen", 200),
        ("members", "citizen", 404),
        ("members", "superuser", 200),
    ],
)
def test_a_map_shows_the_figures_that_its_reader_may_see(
    request, client, signed_in, figures, visibility, persona, answer
):
    figures(visibility, {"Bankui": 12})
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    response = browser.get(ADDRESS)
    assert response.status_code == answer
    assert ("Bankui\u00a0: 12" in response.content.decode()) == (answer == 200)
    if persona:
        assert "private" in response["Cache-Control"]


def test_a_map_of_open_figures_is_kept_for_all_visitors(client, figures):
    figures("public", {"Bankui": 12})
    for address in (ADDRESS, "/donnees/territoires/BF46/carte.svg"):
        first = client.get(address)
        assert "public" in first["Cache-Control"]
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_figures_of_an_open_and_a_reserved_table_are_told_apart(client, figures):
    figures("public", {"Bankui": 12})
    figures("identified", {"Nakambé": 99})
    assert titles(client.get(ADDRESS).content) == {"Bankui\u00a0: 12", "Nakambé\u00a0: …", "Tannounyan\u00a0: …"}


def test_the_latest_period_is_drawn_unless_another_is_asked_for(client, figures):
    figures("public", {"Bankui": 10}, "2023")
    figures("public", {"Bankui": 12}, "2024")
    assert "Bankui\u00a0: 12" in titles(client.get(ADDRESS).content)
    assert "Bankui\u00a0: 10" in titles(client.get(map_address("ecoles", "region", "2023")).content)


@pytest.mark.parametrize(
    "query",
    [
        "niveau=pays",
        "niveau=%FF",
        "niveau=region&periode=x",
        "niveau=region&periode=9999",
        "niveau=province",
        "periode=" + "9" * 200,
    ],
)
def test_a_question_that_makes_no_sense_finds_nothing(client, figures, query):
    figures("public", {"Bankui": 10})
    assert client.get(f"/donnees/indicateurs/ecoles/carte.svg?{query}").status_code == 404


def test_an_unknown_indicator_has_no_map(client, regions):
    assert client.get("/donnees/indicateurs/inconnu/carte.svg").status_code == 404


def test_a_map_costs_three_queries_however_many_figures_there_are(client, figures, django_assert_num_queries):
    figures("public", {"Bankui": 10})
    client.get(ADDRESS)
    for year in range(1990, 2020):
        figures("public", {"Bankui": year, "Nakambé": year}, str(year))
    with django_assert_num_queries(3):
        client.get(map_address("ecoles", "region", "2015"))
