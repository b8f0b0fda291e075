"""All the figures of one place on one page, beside those of what it lies in."""

from __future__ import annotations

import datetime

import pytest

from territories.models import TerritoryName, TerritorySuccession
from tests.conftest import make_territory
from tests.reading import links, main, read, titles, words

pytestmark = pytest.mark.django_db

KAYA = "/donnees/territoires/C2/"


def lines(page) -> list[list[str]]:
    """The rows of every table of figures of the page."""
    return [
        [words(cell) for cell in row.find_all(["th", "td"])]
        for body in main(page).find_all("tbody")
        for row in body.find_all("tr")
    ]


def test_the_latest_figure_of_each_indicator_stands_under_its_theme_with_the_one_before(
    client, measure, publish, country, themes
):
    publish(measure("ecoles", "Écoles", "écoles"), country["kaya"], {"2022": 80, "2023": 85, "2024": 90})
    water = measure("forages", "Forages", "forages", theme=themes["eau-assainissement"])
    publish(water, country["kaya"], {"2024": (12, "P")})
    page = read(client, KAYA)
    assert titles(main(page), "h2")[:2] == ["Budget et finances", "Eau et assainissement"]
    assert lines(page) == [["Écoles écoles, 2024", "90 2023 : 85"], ["Forages forages, 2024", "12 (p)"]]


def test_the_province_the_region_and_the_country_are_compared_for_the_same_period(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    publish(schools, country["province"], {"2024": 500})
    publish(schools, country["country"], {"2023": 14_000})
    page = read(client, KAYA)
    assert words(main(page).find("thead")) == "Indicateur Kaya Yatenga Province"
    assert lines(page) == [["Écoles primaires écoles, 2024", "90", "500"]]


def test_a_last_figure_that_is_missing_gives_way_to_the_last_one_known(client, schools, publish, country):
    publish(schools, country["kaya"], {"2023": 85, "2024": None})
    assert lines(read(client, KAYA)) == [["Écoles primaires écoles, 2023", "85"]]


def test_what_asks_for_identification_is_named_and_not_told(client, citizen, schools, publish, space_b, country):
    publish(schools, country["kaya"], {"2023": 4417, "2024": 4418}, space=space_b, visibility="identified")
    page = read(client, KAYA)
    assert lines(page) == [["Écoles primaires écoles, 2024", "réservé"]]
    assert "441" not in words(main(page))
    assert "/compte/connexion/?next=%2Fdonnees%2Fterritoires%2FC2%2F" in links(main(page))
    client.force_login(citizen)
    assert lines(read(client, KAYA)) == [["Écoles primaires écoles, 2024", "4 418 2023 : 4 417"]]


def test_the_page_leads_to_the_documents_the_articles_and_the_space_of_the_place(client, space_b, country):
    found = links(main(read(client, KAYA)))
    assert {
        "/donnees/documents/?territoire=kaya",
        "/actualites/?territoire=kaya",
        space_b.page.url,
    } <= set(found)
    assert "/donnees/comparer/?t=C2" in found


def test_a_province_lists_what_lies_in_it(client, country):
    found = links(main(read(client, "/donnees/territoires/P/")))
    assert found["/donnees/territoires/C1/"] == "Ouahigouya"
    assert found["/donnees/territoires/C2/"] == "Kaya"


def test_the_names_and_the_map_of_before_are_told(client, country):
    reform = datetime.date(2025, 7, 2)
    TerritoryName.objects.create(territory=country["region"], name="Nord", kind="official", valid_to=reform)
    born = make_territory("region", "Sourou", country["country"], slug="region-sourou", code="R2")
    TerritorySuccession.objects.create(predecessor=country["region"], successor=born, date=reform, kind="split")
    told = words(main(read(client, "/donnees/territoires/R/")))
    assert "S’appelait Nord jusqu’au 2 juillet 2025" in told
    assert "Sourou en a été détaché le 2 juillet 2025" in told
    assert "Détaché de Yaadga le 2 juillet 2025" in words(main(read(client, "/donnees/territoires/R2/")))
    assert "Yaadga s’appelait Nord jusqu’au 2 juillet 2025" in words(main(read(client, KAYA)))


def test_a_territory_that_is_no_more_keeps_its_page(client, country):
    country["province"].valid_to = datetime.date(2025, 7, 2)
    country["province"].save()
    assert "A existé jusqu’au 2 juillet 2025" in words(main(read(client, "/donnees/territoires/P/")))


def test_an_unknown_territory_is_not_found(client, country):
    assert client.get("/donnees/territoires/ZZ/").status_code == 404


def test_an_organisation_has_the_same_page(client, schools, publish, organisation):
    publish(schools, organisation, {"2024": 3}, space=organisation)
    page = read(client, "/donnees/organisations/nong-taaba/")
    assert lines(page) == [["Écoles primaires écoles, 2024", "3"]]
    assert client.get("/donnees/organisations/inconnue/").status_code == 404


def test_the_page_of_a_space_shows_its_first_figures_and_leads_to_all(client, schools, publish, space_b, country):
    publish(schools, country["kaya"], {"2024": 90}, space=space_b, title="Chiffres de Kaya")
    page = read(client, space_b.page.url)
    section = next(each for each in page.find_all("section") if words(each.find("h2")) == "Chiffres")
    assert "90 écoles" in words(section)
    assert {KAYA, "/donnees/indicateurs/ecoles/?t=C2"} <= set(links(section))
    assert "Chiffres de Kaya" in links(section).values()


def test_the_page_of_a_space_without_figures_says_nothing_of_them(client, space_b, country):
    assert "Chiffres" not in titles(main(read(client, space_b.page.url)), "h2")


def test_a_name_leads_to_the_one_place_that_bears_it(client, country):
    assert client.get("/donnees/territoires/?lieu=kaya")["Location"] == KAYA


def test_a_name_that_several_places_bear_is_asked_about(client, country):
    make_territory("commune", "Kaya", country["region"], slug="kaya-region", code="C3")
    page = read(client, "/donnees/territoires/?lieu=Kaya")
    assert list(links(main(page).find(role="status")).values()) == ["Kaya (commune, Yatenga)", "Kaya (commune, Yaadga)"]


def test_letters_lead_to_the_places_of_which_a_word_begins_with_them(client, country):
    make_territory("commune", "Plateau-Central", country["region"], slug="plateau-central", code="C3")
    assert client.get("/donnees/territoires/?lieu=centr")["Location"] == "/donnees/territoires/C3/"
    assert "Aucun autre lieu" in words(main(read(client, "/donnees/territoires/?lieu=eau")))


def test_a_name_that_no_place_bears_is_said_so(client, country):
    assert "Aucun autre lieu" in words(main(read(client, "/donnees/territoires/?lieu=%3Cscript%3E")))
