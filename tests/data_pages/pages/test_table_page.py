"""A table of figures: who publishes it, under which licence, who may read it, and what it holds."""

from __future__ import annotations

import pytest

from data_pages.models import Observation
from data_pages.statistics.pages import reading
from tests.conftest import make_territory
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


@pytest.fixture
def figures_read(monkeypatch) -> list[tuple]:
    """The figures that were fetched from the database since the beginning of the test."""
    fetched, emptied = [], reading.emptied
    monkeypatch.setattr(reading, "emptied", lambda *columns: fetched.append(columns) or emptied(*columns))
    return fetched


@pytest.mark.parametrize("many", [60, 240])
def test_a_page_reads_the_figures_of_its_own_places_and_leads_to_the_others(
    client, schools, publish, country, organisation, figures_read, many
):
    table = publish(schools, organisation, {"2023": 1, "2024": 2})
    units = [
        make_territory("commune", f"Lieu {n:03}", country["province"], slug=f"lieu-{n:03}", code=f"LIEU-{n}")
        for n in range(many)
    ]
    Observation.objects.bulk_create(
        Observation(table=table, indicator=schools, territory=unit, period=period, value=unit.pk)
        for unit in units
        for period in ("2023", "2024")
    )
    first = read(client, table.get_absolute_url())
    assert [row[0] for row in cells(first)[1:]] == [f"Lieu {n:03} (commune, Yatenga)" for n in range(30)]
    assert f"Page 1 sur {many // 30 + 1}" in words(main(first)).replace("\u00a0", " ")
    assert len(figures_read) == 60
    last = read(client, f"{table.get_absolute_url()}?page={many // 30 + 1}")
    assert [row[0] for row in cells(last)[1:]] == [organisation.page.title]
    assert len(figures_read) == 62
    assert f"/donnees/tableaux/{table.pk}.csv" in links(main(last))
    assert client.get(f"{table.get_absolute_url()}?page={many // 30 + 2}").status_code == 404


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
        client.force_login(request.getfixturevalue(persona))
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
