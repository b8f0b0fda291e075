"""A table of figures: who publishes it, under which licence, who may read it, and what it holds."""

from __future__ import annotations

import pytest

from tests.reading import links, main, read, words

pytestmark = pytest.mark.django_db


def cells(page) -> list[list[str]]:
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in main(page).find("table").find_all("tr")]


@pytest.fixture
def table(schools, publish, space_a, country):
    publish(schools, country["kaya"], {"2024": 90}, space=space_a, title="Écoles du Yatenga")
    return publish(
        schools, country["ouahigouya"], {"2023": 70, "2024": (72, "P")}, space=space_a, title="Écoles du Yatenga"
    )


def test_places_go_down_and_periods_across_the_latest_first(client, table):
    page = read(client, table.get_absolute_url())
    assert page.h1.string == "Écoles du Yatenga"
    assert cells(page) == [
        ["Lieu", "2024", "2023"],
        ["Kaya (commune, Yatenga)", "90", "…"],
        ["Ouahigouya (commune, Yatenga)", "72 (p)", "70"],
    ]


def test_a_table_of_one_place_has_its_periods_down(client, schools, publish, country):
    table = publish(schools, country["kaya"], {"2023": 85, "2024": 90})
    assert cells(read(client, table.get_absolute_url())) == [
        ["Période", "Kaya (commune, Yatenga)"],
        ["2024", "90"],
        ["2023", "85"],
    ]


def test_the_owner_the_source_and_the_licence_are_named(client, table, space_a):
    page = main(read(client, table.get_absolute_url()))
    assert links(page)[space_a.page.url] == "Commune de Ouahigouya"
    licence = links(page)["https://creativecommons.org/licenses/by/4.0/"]
    assert licence == "CC BY 4.0 : à réutiliser librement, en citant la source"
    assert "Enquête (exemple)" in words(page)


def test_a_table_of_several_indicators_shows_one_at_a_time(client, table, measure, publish, space_a, country):
    publish(
        measure("csps", "Centres de santé", "centres"), country["kaya"], {"2024": 4}, space=space_a, title=table.title
    )
    page = read(client, f"{table.get_absolute_url()}?i=csps")
    assert page.find("h2").string == "Centres de santé"
    assert client.get(f"{table.get_absolute_url()}?i=rien").status_code == 404


@pytest.mark.parametrize(("visibility", "persona"), [("identified", None), ("members", None), ("members", "citizen")])
def test_what_describes_a_table_is_public_even_where_its_figures_are_not(
    client, request, schools, publish, space_a, country, visibility, persona
):
    table = publish(schools, country["kaya"], {"2024": 4417}, space=space_a, visibility=visibility, note="note interne")
    if persona:
        client.force_login(
            request.getfixturevalue(persona), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    page = read(client, table.get_absolute_url())
    assert "Commune de Ouahigouya" in words(main(page))
    assert cells(page)[1] == ["2024", "réservé"]
    assert "4417" not in words(main(page)).replace(" ", "")
    assert "interne" not in str(page)


def test_the_table_of_a_closed_space_is_hidden_like_its_page(client, table, space_a):
    space_a.closed_at = "2026-01-01T00:00Z"
    space_a.save()
    assert client.get(table.get_absolute_url()).status_code == 404
    assert client.get(f"/donnees/tableaux/{table.pk}.csv").status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_unknown_table_is_not_found(client, site, pk):
    assert client.get(f"/donnees/tableaux/{pk}/").status_code == 404
