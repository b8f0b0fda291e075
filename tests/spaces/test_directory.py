"""A reader finds every local authority and every organisation, by place, by name and by field of action."""

from __future__ import annotations

import gzip
from io import StringIO

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.management import call_command

from spaces.enums import SpaceKind
from spaces.models import CollectivityIndexPage, Space, SpacePage
from spaces.services import close_space, create_space
from territories.models import Territory, TerritoryName, Theme
from tests.home.world import found_space
from tests.reading import links, main, queries, read, titles, words

pytestmark = pytest.mark.django_db

COLLECTIVITIES, ORGANISATIONS = "/collectivites/", "/osc/"
MOST_QUERIES, HEAVIEST = 12, 12_000


@pytest.fixture
def whole_country(site):
    """The real country, both maps, without any space."""
    call_command("load_territories", stdout=StringIO())


@pytest.fixture
def commune_spaces(whole_country):
    """`commune_spaces(n)` → spaces for the first n communes that have none."""

    def make(number: int) -> list[Space]:
        communes = Territory.objects.filter(level="commune", spaces=None).order_by("code")[:number]
        return [create_space(kind="collectivity", title=f"Commune de {each.name}", territory=each) for each in communes]

    return make


@pytest.fixture
def organisation_spaces(whole_country):
    """`organisation_spaces(n)` → n more organisations, each in another commune, each with two fields of action."""

    def make(number: int) -> list[Space]:
        first = Space.objects.count()
        communes = list(Territory.objects.filter(level="commune").order_by("code")[first : first + number])
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


@pytest.fixture
def uncached(settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]


def space_of(slug: str, **fields) -> Space:
    """A new space for the territory of that slug."""
    territory = Territory.objects.get(slug=slug)
    return create_space(**{"kind": "collectivity", "title": territory.name, **fields}, territory=territory)


def regions(page: BeautifulSoup) -> dict[str, Tag]:
    """The foldable part of each region, by the name its link uses."""
    return {part["id"]: part for part in page.find_all("details", id=True)}


def unfolded(page: BeautifulSoup) -> list[str]:
    return [slug for slug, part in regions(page).items() if part.has_attr("open")]


def communes(part: Tag) -> list[str]:
    return [words(item) for item in part.find_all("li")]


def places(page: BeautifulSoup) -> list[str]:
    """The places that an asked name may mean, as text."""
    found = page.find(attrs={"aria-labelledby": "lieux"})
    return [words(item) for item in found.find_all("li") if item.find("h3")]


# The whole map


def test_the_whole_country_is_listed(client, whole_country):
    parts = regions(read(client, COLLECTIVITIES))
    assert len(parts) == 17
    assert sum(len(titles(part, "h4")) for part in parts.values()) == 47
    assert sum(len(communes(part)) for part in parts.values()) == 351


def test_a_commune_with_a_space_is_a_link_and_the_others_are_names(client, whole_country):
    space_of("ouahigouya")
    yaadga = regions(read(client, COLLECTIVITIES))["region-yaadga"]
    assert links(yaadga) == {"/collectivites/ouahigouya/": "Ouahigouya"}
    assert "Thiou" in communes(yaadga)
    assert client.get("/collectivites/ouahigouya/").status_code == 200


def test_a_region_with_a_space_links_it(client, whole_country):
    space = space_of("region-guiriko")
    assert f"/collectivites/{space.page.slug}/" in links(regions(read(client, COLLECTIVITIES))["region-guiriko"])


def test_a_closed_space_is_a_name_again(client, whole_country):
    close_space(space_of("ouahigouya"))
    yaadga = regions(read(client, COLLECTIVITIES))["region-yaadga"]
    assert "Ouahigouya" in communes(yaadga)
    assert links(yaadga) == {}


def test_look_alikes_stay_in_their_provinces(client, whole_country):
    for slug in ("boussouma-sandbondtenga", "boussouma-boulgou"):
        space_of(slug)
    parts = regions(read(client, COLLECTIVITIES))
    assert "/collectivites/boussouma-sandbondtenga/" in links(parts["region-kuilse"])
    assert "/collectivites/boussouma-boulgou/" in links(parts["region-nakambe"])


def test_an_organisation_is_not_in_the_directory_of_local_authorities(client, organisation_spaces):
    (organisation,) = organisation_spaces(1)
    assert organisation.page.title not in words(main(read(client, COLLECTIVITIES)))


# The map before July 2025


def test_the_old_map_shows_the_old_regions_and_provinces(client, whole_country):
    now, then = (regions(read(client, address)) for address in (COLLECTIVITIES, f"{COLLECTIVITIES}?carte=2024"))
    assert len(then) == 13
    assert sum(len(titles(part, "h4")) for part in then.values()) == 45
    names = [name for part in then.values() for name in titles(part)]
    assert "Nord" in names
    assert "Yaadga" not in names
    # The region Est of then, now Goulmou, held the province of Tapoa.
    assert "Diapaga" in communes(then["region-goulmou"])
    assert "Diapaga" not in communes(now["region-goulmou"])


@pytest.mark.parametrize("query", ["carte=1984", "carte=2024%27", "carte=" + "9" * 5000])
def test_a_map_that_never_was_is_not_found(client, whole_country, query):
    assert client.get(f"{COLLECTIVITIES}?{query}").status_code == 404


@pytest.mark.parametrize(("query", "number"), [("", 17), ("?carte=2024", 13)])
def test_the_tile_map_leads_to_every_region_of_either_map(client, whole_country, query, number):
    page = read(client, COLLECTIVITIES + query)
    tiles = {link["href"]: link.find("rect") for link in page.find("svg", class_="map").find_all("a")}
    assert len(tiles) == number
    assert set(tiles) == {f"#{slug}" for slug in regions(page)}
    assert len({(tile["x"], tile["y"]) for tile in tiles.values()}) == number


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


def test_a_region_or_province_is_said_to_hold_the_spaces_of_its_communes(client, whole_country):
    space_of("ouahigouya")
    region, *_others = places(read(client, f"{COLLECTIVITIES}?lieu=Nord"))
    province, *_others = places(read(client, f"{COLLECTIVITIES}?lieu=Yatenga"))
    for found in (region, province):
        assert "1 espace" in found and "pas encore" not in found


def test_only_what_may_have_a_space_is_said_to_have_none_yet(client, whole_country):
    said = {
        name: "pas encore d’espace" in places(read(client, f"{COLLECTIVITIES}?lieu={name}"))[0]
        for name in ("Yaadga", "Yatenga", "Ouahigouya")
    }
    assert said == {"Yaadga": True, "Yatenga": False, "Ouahigouya": True}


def test_a_place_with_a_space_is_a_link(client, whole_country):
    space_of("fada-n-gourma")
    found = read(client, COLLECTIVITIES + "?lieu=FADA%20N'GOURMA").find(attrs={"aria-labelledby": "lieux"})
    assert links(found)["/collectivites/fada-n-gourma/"] == "Fada N’Gourma"


def test_look_alikes_are_all_shown_with_their_province_and_region(client, whole_country):
    found = places(read(client, COLLECTIVITIES + "?lieu=Boussouma"))
    assert len(found) == 2
    assert {"Boulgou, Nakambé" in each for each in found} == {True, False}
    assert {"Sandbondtenga, Kuilsé" in each for each in found} == {True, False}


def test_a_name_of_a_province_and_of_a_region_shows_both(client, whole_country):
    found = places(read(client, COLLECTIVITIES + "?lieu=Sourou"))
    assert [each.split()[1] for each in found] == ["Région", "Province"]


def test_the_region_of_a_found_place_is_unfolded(client, whole_country):
    assert unfolded(read(client, COLLECTIVITIES + "?lieu=Djibo")) == ["region-soum"]


def test_a_place_is_shown_where_it_lay_on_the_old_map(client, whole_country):
    (found,) = places(read(client, COLLECTIVITIES + "?lieu=Djibo&carte=2024"))
    assert "Soum, Sahel" in found


def test_a_region_born_in_2025_is_said_to_be_absent_from_the_old_map(client, whole_country):
    page = read(client, COLLECTIVITIES + "?lieu=Sirba&carte=2024")
    assert len(places(page)) == 1
    assert "#region-sirba" not in links(page)


def test_a_spelling_added_by_the_team_is_found(client, whole_country):
    TerritoryName.objects.create(territory=Territory.objects.get(slug="kaya"), name="Kaya la belle")
    (found,) = places(read(client, COLLECTIVITIES + "?lieu=kaya%20LA%20bellé"))
    assert found.startswith("Kaya Commune")


@pytest.mark.parametrize("name", ["Atlantide", "%2A%25_", "%F0%9F%8C%8D", "%ED%A0%80", "z" * 4000, "-"])
def test_an_unknown_place_is_said_to_be_unknown(client, whole_country, name):
    page = read(client, f"{COLLECTIVITIES}?lieu={name}")
    assert places(page) == []
    assert "Aucun lieu ne porte ce nom" in words(page.find(attrs={"aria-labelledby": "lieux"}))
    assert len(regions(page)) == 17


def test_a_nul_byte_is_refused(client, whole_country):
    assert client.get(COLLECTIVITIES + "?lieu=a%00b").status_code == 400


def test_what_was_asked_is_shown_as_text(client, whole_country):
    page = read(client, COLLECTIVITIES + "?lieu=<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in words(main(page))
    assert main(page).find("script") is None


# Organisations


def test_organisations_stand_under_their_regions(client, whole_country):
    space_of("ouahigouya", kind="organisation", title="Les amis de l’eau")
    space_of("kaya", kind="organisation", title="Électeurs debout")
    create_space(kind="organisation", title="Union du pays", territory=None)
    page = main(read(client, ORGANISATIONS))
    listed = [words(heading) for heading in page.find_all(["h2", "h3"])]
    order = ["Union du pays", "Kuilsé", "Électeurs debout", "Yaadga", "Les amis de l’eau"]
    assert [each for each in listed if each in order] == order
    assert links(page)["/osc/electeurs-debout/"] == "Électeurs debout"
    assert client.get("/osc/electeurs-debout/").status_code == 200


@pytest.mark.parametrize("slug", ["region-yaadga", "province-yatenga", "ouahigouya"])
def test_organisations_are_narrowed_to_a_territory_and_what_lies_in_it(client, whole_country, slug):
    for place in ("ouahigouya", "kaya"):
        space_of(place, kind="organisation", title=f"Amis de {place}")
    page = read(client, f"{ORGANISATIONS}?territoire={slug}")
    assert titles(main(page)) == ["Amis de ouahigouya"]
    assert page.find("option", value=slug).has_attr("selected")


def test_the_page_of_an_organisation_names_its_place(client, organisation_spaces):
    (space,) = organisation_spaces(1)
    place = space.territory
    said = words(main(read(client, space.page.url)).find("p", class_="facts"))
    assert said == f"{place.name} · {place.parent.name}, {place.parent.parent.name}"


def test_an_article_tells_its_place_from_others_of_that_name(client, whole_country, write_article):
    (boulgou,) = Territory.objects.filter(name="Boussouma", parent__name="Boulgou")
    space = create_space(kind="collectivity", title="Commune de Boussouma", territory=boulgou)
    article = write_article(space, "Le marché rouvre")
    assert words(main(read(client, article.url)).find("p", class_="facts")) == "Boussouma (Boulgou)"


def test_organisations_are_narrowed_to_a_field_of_action(client, whole_country):
    for title, slug in (("Eau vive", "eau-assainissement"), ("Bons comptes", "budget-finances")):
        space_of("kaya", kind="organisation", title=title, themes=[Theme.objects.get(slug=slug)])
    assert titles(main(read(client, f"{ORGANISATIONS}?domaine=budget-finances"))) == ["Bons comptes"]
    empty = main(read(client, f"{ORGANISATIONS}?domaine=sante"))
    assert titles(empty) == []
    assert "Aucune organisation ne correspond" in words(empty)


@pytest.mark.parametrize("query", ["territoire=atlantide", "domaine=magie", "page=9", "page=x", "page=-1", "page=0"])
def test_an_unknown_filter_or_page_is_not_found(client, whole_country, query):
    assert client.get(f"{ORGANISATIONS}?{query}").status_code == 404


def test_an_empty_directory_of_organisations_says_so(client, whole_country):
    assert "Aucune organisation ne correspond" in words(main(read(client, ORGANISATIONS)))


def test_organisations_come_in_pages_that_keep_the_filter(client, organisation_spaces):
    organisation_spaces(32)
    first = main(read(client, ORGANISATIONS + "?territoire=burkina-faso"))
    assert len(titles(first)) == 30
    (following,) = first.find_all("a", rel="next")
    assert following["href"] == "?territoire=burkina-faso&page=2"
    assert len(titles(main(read(client, ORGANISATIONS + following["href"])))) == 2


def test_a_closed_organisation_leaves_the_directory(client, organisation_spaces):
    (space,) = organisation_spaces(1)
    assert titles(main(read(client, ORGANISATIONS + "?page=1"))) == [space.page.title]
    close_space(space)
    assert titles(main(read(client, ORGANISATIONS))) == []


# What it costs


def asked(client, addresses: list[str]) -> dict[str, list[str]]:
    """The queries of each address."""
    return {address: queries(client, address) for address in addresses}


def test_the_number_of_queries_does_not_grow_with_the_spaces(client, commune_spaces, uncached):
    addresses = [COLLECTIVITIES + query for query in ("", "?carte=2024", "?lieu=boussouma")]
    commune_spaces(2)
    few = asked(client, addresses)
    commune_spaces(25)
    for address, many in asked(client, addresses).items():
        assert len(few[address]) == len(many) <= MOST_QUERIES, address
        assert len(set(many)) == len(many), address


def test_the_number_of_queries_does_not_grow_with_the_organisations(client, organisation_spaces, uncached):
    filters = ("", "?territoire=burkina-faso", "?domaine=sante", "?territoire=burkina-faso&domaine=sante")
    addresses = [ORGANISATIONS + query for query in filters]
    organisation_spaces(12)
    few = asked(client, addresses)
    organisation_spaces(14)
    for address, many in asked(client, addresses).items():
        assert len(few[address]) == len(many) <= MOST_QUERIES, address
        assert len(set(many)) == len(many), address


def test_the_whole_directory_is_light(client, whole_country):
    directory = CollectivityIndexPage.objects.get()
    for commune in Territory.objects.filter(level="commune"):
        page = directory.add_child(instance=SpacePage(title=f"Commune de {commune.name}", slug=commune.slug))
        found_space(SpaceKind.COLLECTIVITY, page, commune)
    response = client.get(COLLECTIVITIES)
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert sum(len(links(part)) for part in regions(page).values()) == 351
    assert len(gzip.compress(response.content, 6)) <= HEAVIEST
