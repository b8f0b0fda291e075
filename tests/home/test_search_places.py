"""The site's search knows the places of the country by any of their names, and leads to what is told of each."""

from __future__ import annotations

import pytest
from bs4 import Tag

from spaces.enums import SpaceKind
from spaces.services import close_space, create_space
from territories.models import Territory
from territories.services import load_territories
from tests.reading import links, main, queries, read, words

pytestmark = pytest.mark.django_db

SEARCH, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"


@pytest.fixture
def land(site) -> None:
    load_territories()


def block(client, query: str) -> Tag | None:
    return main(read(client, f"{SEARCH}?q={query}")).find("section", class_="collectivites")


def named(client, query: str) -> list[str]:
    found = block(client, query)
    return [words(name) for name in found.select("li > b")] if found else []


def test_a_commune_without_a_space_is_found_with_its_figures_and_the_directory(client, land):
    code = Territory.objects.get(name="Djibo").code
    assert named(client, "Djibo") == ["Djibo (commune, Djelgodji)"]
    assert links(block(client, "Djibo")) == {
        f"/donnees/territoires/{code}/": "Les chiffres de Djibo →",
        "/collectivites/?lieu=Djibo": "Dans l’annuaire des collectivités →",
    }
    for address in links(block(client, "Djibo")):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("typed", ["djibo", "DJIBO", " Djibo ", "commune de Djibo", "Commune urbaine de Djibo"])
def test_case_and_the_level_do_not_count(client, land, typed):
    assert named(client, typed) == ["Djibo (commune, Djelgodji)"]


def test_the_beginning_of_a_name_shows_those_that_begin_so(client, land):
    assert named(client, "djib") == ["Djibasso (commune, Koosin)", "Djibo (commune, Djelgodji)"]
    assert named(client, "dji") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("reo", "Réo"), ("Réo", "Réo"), ("gorom gorom", "Gorom-Gorom"), ("Gorom-Gorom", "Gorom-Gorom"), ("po", "Pô")],
)
def test_accents_and_hyphens_do_not_count(client, land, typed, expected):
    (found,) = named(client, typed)
    assert found.startswith(f"{expected} (commune")


def test_homonyms_are_all_shown_with_what_tells_them_apart(client, land):
    found = named(client, "Namissiguima")
    assert len(set(found)) == 2
    assert all(each.startswith("Namissiguima (commune, ") for each in found)


def test_a_name_of_two_levels_shows_both_and_the_level_chooses(client, land):
    assert named(client, "Kadiogo") == ["Kadiogo (région)", "Kadiogo (province, Kadiogo)"]
    assert named(client, "province du Kadiogo") == ["Kadiogo (province, Kadiogo)"]


def test_a_former_name_and_another_spelling_are_understood_and_said(client, land):
    assert "Yaadga (région) anciennement Nord" in words(block(client, "nord"))
    assert "Bokin (commune, Passoré) aussi écrit Boken" in words(block(client, "boken"))


def test_a_place_is_found_in_a_sentence_but_no_former_name_and_no_little_word(client, land):
    assert named(client, "budget de Gorom-Gorom 2025") == ["Gorom-Gorom (commune, Oudalan)"]
    for sentence in ("centre de santé", "acte de naissance", "di", "la ville du nord"):
        assert named(client, sentence) == (["Di (commune, Sourou)"] if sentence == "di" else []), sentence


def test_a_place_leads_to_the_open_space_of_its_authority(client, land):
    unit = Territory.objects.get(name="Djibo")
    space = create_space(kind=SpaceKind.COLLECTIVITY, title="Commune de Djibo", territory=unit)
    create_space(kind=SpaceKind.ORGANISATION, title="Association de Djibo", territory=unit)
    assert links(block(client, "djibo")).get(space.page.url) == "Commune de Djibo →"
    assert "Association" not in words(block(client, "djibo"))
    close_space(space)
    assert space.page.url not in links(block(client, "djibo"))


def test_what_names_no_place_shows_none_and_asks_nothing_for_it(client, land):
    assert block(client, "zzz") is None
    assert block(client, "djibo&type=articles") is None
    asked = queries(client, f"{SEARCH}?q=zzz")
    assert not [each for each in asked if 'FROM "territories_' in each]
    few, many = queries(client, f"{SEARCH}?q=djibo"), queries(client, f"{SEARCH}?q=boussouma")
    assert len(few) == len(many) == len(asked) + 1
    assert len(many) <= 12


def test_names_of_places_are_suggested_first(client, land):
    assert client.get(SUGGESTIONS, {"q": "dji"}).json()["suggestions"] == ["Djibasso", "Djibo", "Djigoué"]
    assert client.get(SUGGESTIONS, {"q": "DJIBO"}).json()["suggestions"] == ["Djibo"]
    assert client.get(SUGGESTIONS, {"q": "namissig"}).json()["suggestions"] == ["Namissiguima"]
    assert len(client.get(SUGGESTIONS, {"q": "bou"}).json()["suggestions"]) <= 3


def test_a_place_alone_does_not_read_as_a_failure(client, land):
    page = main(read(client, f"{SEARCH}?q=Fada%20Ngourma"))
    assert words(page.find(attrs={"role": "status"})) == "1 lieu"
    page = main(read(client, f"{SEARCH}?q=Namissiguima"))
    assert words(page.find(attrs={"role": "status"})) == "2 lieux"
    page = main(read(client, f"{SEARCH}?q=zzzz"))
    assert words(page.find(attrs={"role": "status"})) == "0 résultat"


def test_a_place_is_counted_beside_what_else_was_found(client, land, write_article):
    kaya = create_space(
        kind=SpaceKind.COLLECTIVITY, title="Commune de Kaya", territory=Territory.objects.get(name="Kaya")
    )
    write_article(kaya, "À Kaya, le marché")
    page = main(read(client, f"{SEARCH}?q=Kaya"))
    assert words(page.find(attrs={"role": "status"})) == "1 lieu · 1 résultat"
