"""A reader finds every local authority and every organisation, by place, by name and by field of action."""

from __future__ import annotations

import gzip
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.models import Space
from spaces.services import close_space, create_space
from territories.models import Territory, TerritoryName, Theme

pytestmark = pytest.mark.django_db

COLLECTIVITIES, ORGANISATIONS = "/collectivites/", "/osc/"


@pytest.fixture
def whole_country(site):
    """The real country, both maps, without any space."""
    call_command("load_territories", stdout=StringIO())


@pytest.fixture
def commune_spaces(whole_country):
    """`commune_spaces(n)` → spaces for the first n communes."""

    def make(number: int) -> list[Space]:
        communes = Territory.objects.filter(level="commune", spaces=None).order_by("code")[:number]
        return [create_space(kind="collectivity", title=f"Commune de {each.name}", territory=each) for each in communes]

    return make


@pytest.fixture
def organisation_spaces(whole_country):
    """`organisation_spaces(n)` → organisations, each in another commune, each with two fields of action."""

    def make(number: int) -> list[Space]:
        communes = list(Territory.objects.filter(level="commune").order_by("code")[:number])
        themes = list(Theme.objects.all())
        return [
            create_space(
                kind="organisation",
                title=f"Association {commune.name} {commune.code}",
                territory=commune,
                themes=[themes[index % 12], themes[(index + 1) % 12]],
                summary="Une association de la commune.",
            )
            for index, commune in enumerate(communes)
        ]

    return make


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def queries(client, address: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


def parts(html: str) -> list[str]:
    return re.findall(r'<details id="([^"]+)"', html)


def part(html: str, slug: str) -> str:
    """What the page says of one region."""
    return re.search(rf'<details id="{slug}".*?</details>', html, re.DOTALL)[0]


def places(html: str) -> list[str]:
    """The places that an asked name may mean, as text."""
    found = re.search(r'aria-labelledby="lieux".*?</section>', html, re.DOTALL)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in re.findall(r"<li>.*?</li>", found, re.DOTALL)]


# The whole map


def test_the_whole_country_is_listed(client, whole_country):
    html = read(client, COLLECTIVITIES)
    assert len(parts(html)) == 17
    assert html.count("<h4>") == 47
    assert html.count('<ul class="names">') == 47
    assert sum(names.count("<li>") for names in re.findall(r'<ul class="names">.*?</ul>', html)) == 351


def test_a_commune_with_a_space_is_a_link_and_the_others_are_names(client, whole_country):
    create_space(kind="collectivity", title="Commune de Ouahigouya", territory=Territory.objects.get(slug="ouahigouya"))
    yaadga = part(read(client, COLLECTIVITIES), "region-yaadga")
    assert '<li><a href="/collectivites/ouahigouya/">Ouahigouya</a></li>' in yaadga
    assert "<li>Thiou</li>" in yaadga
    assert client.get("/collectivites/ouahigouya/").status_code == 200


def test_a_region_with_a_space_links_it(client, whole_country):
    space = create_space(kind="collectivity", title="Région", territory=Territory.objects.get(slug="region-guiriko"))
    assert f'href="/collectivites/{space.page.slug}/"' in part(read(client, COLLECTIVITIES), "region-guiriko")


def test_a_closed_space_is_a_name_again(client, whole_country):
    space = create_space(
        kind="collectivity", title="Commune de Ouahigouya", territory=Territory.objects.get(slug="ouahigouya")
    )
    close_space(space)
    assert "<li>Ouahigouya</li>" in part(read(client, COLLECTIVITIES), "region-yaadga")


def test_look_alikes_stay_in_their_provinces(client, whole_country):
    for slug in ("boussouma-sandbondtenga", "boussouma-boulgou"):
        create_space(kind="collectivity", title="Commune de Boussouma", territory=Territory.objects.get(slug=slug))
    html = read(client, COLLECTIVITIES)
    assert "/collectivites/boussouma-sandbondtenga/" in part(html, "region-kuilse")
    assert "/collectivites/boussouma-boulgou/" in part(html, "region-nakambe")


def test_an_organisation_is_not_in_the_directory_of_local_authorities(client, organisation_spaces):
    organisation_spaces(1)
    assert "Association" not in read(client, COLLECTIVITIES)


# The map before July 2025


def test_the_old_map_shows_the_old_regions_and_provinces(client, whole_country):
    html = read(client, COLLECTIVITIES + "?carte=2024")
    assert len(parts(html)) == 13
    assert html.count("<h4>") == 45
    assert "<h3>Nord</h3>" in html
    assert "<h3>Yaadga</h3>" not in html
    assert "Diapaga" in part(html, "region-goulmou")  # then the region Est, which held the province of Tapoa
    assert "Diapaga" not in part(read(client, COLLECTIVITIES), "region-goulmou")


@pytest.mark.parametrize("query", ["carte=1984", "carte=2024%27", "carte=" + "9" * 5000])
def test_a_map_that_never_was_is_not_found(client, whole_country, query):
    assert client.get(f"{COLLECTIVITIES}?{query}").status_code == 404


def test_the_tile_map_leads_to_every_region_of_either_map(client, whole_country):
    for address, number in ((COLLECTIVITIES, 17), (COLLECTIVITIES + "?carte=2024", 13)):
        html = read(client, address)
        drawn = re.search(r"<svg class=\"map\".*?</svg>", html, re.DOTALL)[0]
        links = re.findall(r'<a href="#([^"]+)">', drawn)
        assert len(links) == number
        assert set(links) == set(parts(html))
        corners = re.findall(r'<rect x="(\d+)" y="(\d+)"', drawn)
        assert len(set(corners)) == number


# Looking for a place


@pytest.mark.parametrize("name", ["Ouahigouya", "ouahigouya", "OUAHIGOUYA", "Commune de Ouahigouya", "ouahi"])
def test_a_commune_is_found_however_it_is_written(client, whole_country, name):
    (found,) = places(read(client, f"{COLLECTIVITIES}?lieu={name}"))
    assert found.startswith("Ouahigouya Commune · Yatenga, Yaadga")


@pytest.mark.parametrize("name", ["Nord", "nord", "Yaadga", "Yaagda", "Région du Nord"])
def test_a_region_is_found_by_its_old_and_new_names(client, whole_country, name):
    found = places(read(client, f"{COLLECTIVITIES}?lieu={name}"))
    assert found[0].startswith("Yaadga Région")
    assert "Nord" in found[0]


def test_a_place_with_a_space_is_a_link(client, whole_country):
    create_space(kind="collectivity", title="Fada", territory=Territory.objects.get(slug="fada-n-gourma"))
    html = read(client, COLLECTIVITIES + "?lieu=FADA%20N'GOURMA")
    assert '<h3><a href="/collectivites/fada-n-gourma/">Fada N’Gourma</a></h3>' in html


def test_look_alikes_are_all_shown_with_their_province_and_region(client, whole_country):
    found = places(read(client, COLLECTIVITIES + "?lieu=Boussouma"))
    assert len(found) == 2
    assert {"Boulgou, Nakambé" in each for each in found} == {True, False}
    assert {"Sandbondtenga, Kuilsé" in each for each in found} == {True, False}


def test_a_name_of_a_province_and_of_a_region_shows_both(client, whole_country):
    found = places(read(client, COLLECTIVITIES + "?lieu=Sourou"))
    assert [each.split()[1] for each in found] == ["Région", "Province"]


def test_the_region_of_a_found_place_is_unfolded(client, whole_country):
    html = read(client, COLLECTIVITIES + "?lieu=Djibo")
    assert re.findall(r'<details id="([^"]+)" open', html) == ["region-soum"]


def test_a_place_is_shown_where_it_lay_on_the_old_map(client, whole_country):
    (found,) = places(read(client, COLLECTIVITIES + "?lieu=Djibo&carte=2024"))
    assert "Soum, Sahel" in found


def test_a_region_born_in_2025_is_said_to_be_absent_from_the_old_map(client, whole_country):
    html = read(client, COLLECTIVITIES + "?lieu=Sirba&carte=2024")
    assert len(places(html)) == 1
    assert "#region-sirba" not in html


def test_a_spelling_added_by_the_team_is_found(client, whole_country):
    TerritoryName.objects.create(territory=Territory.objects.get(slug="kaya"), name="Kaya la belle")
    (found,) = places(read(client, COLLECTIVITIES + "?lieu=kaya%20LA%20bellé"))
    assert found.startswith("Kaya Commune")


@pytest.mark.parametrize("name", ["Atlantide", "%2A%25_", "%F0%9F%8C%8D", "%ED%A0%80", "z" * 4000, "-"])
def test_an_unknown_place_is_said_to_be_unknown(client, whole_country, name):
    html = read(client, f"{COLLECTIVITIES}?lieu={name}")
    assert 'class="empty"' in html
    assert len(parts(html)) == 17


def test_a_nul_byte_is_refused(client, whole_country):
    assert client.get(COLLECTIVITIES + "?lieu=a%00b").status_code == 400


def test_what_was_asked_is_shown_as_text(client, whole_country):
    html = read(client, COLLECTIVITIES + "?lieu=<script>alert(1)</script>")
    assert "<script>alert" not in html


# Organisations


def test_organisations_stand_under_their_regions(client, whole_country):
    ouahigouya, kaya = (Territory.objects.get(slug=slug) for slug in ("ouahigouya", "kaya"))
    create_space(kind="organisation", title="Les amis de l’eau", territory=ouahigouya)
    create_space(kind="organisation", title="Électeurs debout", territory=kaya)
    create_space(kind="organisation", title="Union du pays", territory=None)
    html = read(client, ORGANISATIONS)
    order = ["Union du pays", "<h2>Kuilsé</h2>", "Électeurs debout", "<h2>Yaadga</h2>", "Les amis de l’eau"]
    assert sorted(order, key=html.index) == order
    assert client.get("/osc/electeurs-debout/").status_code == 200
    assert 'href="/osc/electeurs-debout/"' in html


@pytest.mark.parametrize("slug", ["region-yaadga", "province-yatenga", "ouahigouya"])
def test_organisations_are_narrowed_to_a_territory_and_what_lies_in_it(client, whole_country, slug):
    for place in ("ouahigouya", "kaya"):
        create_space(kind="organisation", title=f"Amis de {place}", territory=Territory.objects.get(slug=place))
    html = read(client, f"{ORGANISATIONS}?territoire={slug}")
    assert "Amis de ouahigouya" in html
    assert "Amis de kaya" not in html
    assert f'<option value="{slug}" selected>' in html


def test_organisations_are_narrowed_to_a_field_of_action(client, whole_country):
    kaya = Territory.objects.get(slug="kaya")
    for title, slug in (("Eau vive", "eau-assainissement"), ("Bons comptes", "budget-finances")):
        create_space(kind="organisation", title=title, territory=kaya, themes=[Theme.objects.get(slug=slug)])
    html = read(client, f"{ORGANISATIONS}?domaine=budget-finances")
    assert "Bons comptes" in html
    assert "Eau vive" not in html
    assert 'class="empty"' in read(client, f"{ORGANISATIONS}?domaine=sante")


@pytest.mark.parametrize("query", ["territoire=atlantide", "domaine=magie", "page=9", "page=x", "page=-1", "page=0"])
def test_an_unknown_filter_or_page_is_not_found(client, whole_country, query):
    assert client.get(f"{ORGANISATIONS}?{query}").status_code == 404


def test_an_empty_directory_of_organisations_says_so(client, whole_country):
    assert 'class="empty"' in read(client, ORGANISATIONS)


def test_organisations_come_in_pages_that_keep_the_filter(client, organisation_spaces):
    organisation_spaces(32)
    first = read(client, ORGANISATIONS + "?territoire=burkina-faso")
    assert first.count("<h3>") == 30
    assert '<a rel="next" href="?territoire=burkina-faso&amp;page=2">' in first
    assert read(client, ORGANISATIONS + "?territoire=burkina-faso&page=2").count("<h3>") == 2


def test_a_closed_organisation_leaves_the_directory(client, organisation_spaces):
    (space,) = organisation_spaces(1)
    close_space(space)
    assert "Association" not in read(client, ORGANISATIONS)


# What it costs


@pytest.mark.parametrize(
    "address", [COLLECTIVITIES, COLLECTIVITIES + "?carte=2024", COLLECTIVITIES + "?lieu=boussouma"]
)
def test_the_number_of_queries_does_not_grow_with_the_spaces(client, commune_spaces, address, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]
    commune_spaces(2)
    few = queries(client, address)
    commune_spaces(25)
    many = queries(client, address)
    assert len(few) == len(many) <= 12
    assert len(set(many)) == len(many)


@pytest.mark.parametrize(
    "address", [ORGANISATIONS, ORGANISATIONS + "?territoire=burkina-faso", ORGANISATIONS + "?domaine=sante"]
)
def test_the_number_of_queries_does_not_grow_with_the_organisations(client, organisation_spaces, address, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]
    Space.objects.all()
    organisation_spaces(13)
    few = queries(client, address)
    for space in Space.objects.all()[:2]:
        close_space(space)
    many = queries(client, address)
    assert len(few) == len(many) <= 12
    assert len(set(many)) == len(many)


def test_the_whole_directory_is_light(client, commune_spaces):
    commune_spaces(351)
    html = read(client, COLLECTIVITIES)
    assert len(re.findall(r'<li><a href="/collectivites/', html)) == 351
    assert len(gzip.compress(html.encode(), 6)) <= 12_000
