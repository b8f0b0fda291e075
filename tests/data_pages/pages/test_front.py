"""The first page of the database, its lists and its search."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from data_pages.models import CivitacDocument
from tests.reading import links, main, read, titles, words

pytestmark = pytest.mark.django_db

FRONT = "/donnees/"


def test_it_says_what_the_database_holds(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    figures = words(main(read(client, FRONT)).find(class_="figs"))
    assert figures == "Documents 0 Indicateurs 1 Tableaux de chiffres 1 Communes 2"


def test_every_part_of_the_site_leads_to_it(client, site):
    assert links(read(client, "/").find("header"))[FRONT] == "Données"
    assert read(client, FRONT).find("header").find("a", attrs={"aria-current": "true"})["href"] == FRONT


def test_indicators_stand_under_their_themes(client, schools, measure, country, themes):
    measure("forages", "Forages", "forages", theme=themes["eau-assainissement"])
    measure("menages", "Ménages", "ménages", theme=None)
    page = main(read(client, FRONT))
    assert titles(page)[:3] == ["Population et généralités", "Budget et finances", "Eau et assainissement"]
    assert links(page)["/donnees/indicateurs/ecoles/"] == "Écoles primaires"


def test_the_latest_documents_and_tables_are_offered_but_not_those_of_members(
    client, schools, publish, space_a, country
):
    publish(schools, country["kaya"], {"2024": 90}, space=space_a, title="Écoles 2024")
    publish(schools, country["ouahigouya"], {"2024": 9}, space=space_a, title="Suivi interne", visibility="members")
    for title, visibility in (("Budget 2024", "identified"), ("Note interne", "members")):
        CivitacDocument.objects.create(
            title=title, visibility=visibility, collection=space_a.collection, file=ContentFile(b"x", "a.txt")
        )
    shown = words(main(read(client, FRONT)))
    assert "Écoles 2024" in shown
    assert "Budget 2024" in shown
    assert "interne" not in shown


def test_a_search_finds_indicators_tables_and_places_and_leads_to_the_documents(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90}, title="Écoles de Kaya")
    found = links(main(read(client, f"{FRONT}?q=ECOLES")))
    assert found["/donnees/indicateurs/ecoles/"] == "Écoles primaires"
    assert "/donnees/documents/?q=ECOLES" in found
    assert "/donnees/territoires/C2/" in links(main(read(client, f"{FRONT}?q=kaya")))


@pytest.mark.parametrize("words_asked", ["%25", "'", "%22%3B--", "<b>", "a" * 200, "é%CC%81", "%2A%3A%26%7C!"])
def test_a_search_of_any_words_is_answered(client, schools, country, words_asked):
    page = read(client, f"{FRONT}?q={words_asked}")
    assert page.find("b") is None or page.find("b").string != ""


def test_a_search_that_is_too_long_is_refused_in_words(client, country):
    page = read(client, f"{FRONT}?q={'a' * 201}", status=400)
    assert "trop longue" in words(main(page))


def test_the_list_of_tables_is_narrowed_by_theme_by_space_and_by_access(
    client, measure, publish, space_a, country, themes
):
    water = measure("forages", "Forages", "forages", theme=themes["eau-assainissement"])
    money = measure("budget", "Budget", "F CFA")
    for indicator, space, visibility in ((water, space_a, "identified"), (money, None, "public")):
        table = publish(
            indicator,
            country["kaya"],
            {"2024": 1},
            space=space,
            visibility=visibility,
            title=f"Tableau {indicator.name}",
        )
        table.indicators.add(indicator)

    def shown(query: str) -> list[str]:
        return titles(main(read(client, f"/donnees/statistiques/?{query}")).find(id="tableaux"))

    assert shown("") == ["Tableau Budget", "Tableau Forages"]
    assert shown("theme=eau-assainissement") == ["Tableau Forages"]
    assert shown(f"espace={space_a.page.slug}") == ["Tableau Forages"]
    assert shown("acces=public") == ["Tableau Budget"]
    assert shown("theme=inconnu") == []


def test_search_engines_are_told_of_the_pages(client, schools, publish, country):
    table = publish(schools, country["kaya"], {"2024": 90})
    told = client.get("/sitemap.xml").content.decode()
    lists = (FRONT, "/api/donnees/")
    for address in (*lists, "/donnees/indicateurs/ecoles/", "/donnees/territoires/C2/", table.get_absolute_url()):
        assert f"{address}</loc>" in told
