"""Tables whose columns are places: headings of communes, provinces or regions, a row for each indicator or period."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from data_pages.models import StatisticTable, TableShape
from spaces.services import create_space
from tests.conftest import make_user
from tests.core.sheets.files import csv, xlsx
from tests.data_pages.importer.conftest import Desk
from tests.reading import words

pytestmark = pytest.mark.django_db

BOUSSE, LAYE, NIOU, KOURWEOGO = "BF550201", "BF550202", "BF550203", "BF5502"
IN_BOULGOU, IN_SANMATENGA = "BF480106", "BF490302"
PEOPLE, WELLS = "test-population", "test-forages"


def columns(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """Heading → what its column holds and its place, as the page of understanding shows them."""
    shown = {}
    for line in page.select(".civitac-columns tbody tr"):
        role = line.find("select", {"name": lambda name: name.startswith("role-")}).find("option", selected=True)
        place = line.find("input", {"name": lambda name: name.startswith("place-")})
        shown[line.find("th").text] = role["value"], (place.get("value", "") if place else None)
    return shown


def main(page: BeautifulSoup) -> str:
    return words(page.find("main")).replace("\u00a0", " ")


def test_a_row_for_each_indicator_is_imported_and_undone(desk):
    file = csv("Indicateur;Boussé;LAYE;Niou", "Population (essai);57 463;n.d.;0", "test-forages;12;;31")
    desk.send(file)
    assert columns(desk.page()) == {
        "Indicateur": ("indicator", None),
        "Boussé": ("value", "Boussé (commune, Kourwéogo)"),
        "LAYE": ("value", "Laye (commune, Kourwéogo)"),
        "Niou": ("value", "Niou (commune, Kourwéogo)"),
    }
    desk.act("settle", period="2024")
    assert desk.row.counts == desk.row.counts | {"new": 5, "missing": 1, "empty": 1, "wrong": 0, "rows": 2}
    preview = main(desk.page())
    assert "Boussé" in preview and "57 463" in preview
    desk.act("apply")
    first = desk.row
    assert desk.figures() == {
        (BOUSSE, PEOPLE, "2024"): "57463",
        (LAYE, PEOPLE, "2024"): "M",
        (NIOU, PEOPLE, "2024"): "0",
        (BOUSSE, WELLS, "2024"): "12",
        (NIOU, WELLS, "2024"): "31",
    }
    desk.send(file).act("settle")
    assert desk.row.counts == desk.row.counts | {"new": 0, "changed": 0, "same": 5, "wrong": 0}
    desk.row = first
    desk.act("undo")
    assert desk.figures() == {}


def test_a_row_for_each_year_is_imported(desk):
    desk.send(csv("Population (essai);;", "Année;Commune de Boussé;bf550202", "2022;1;2", "2023;3;4"))
    assert desk.row.understanding["indicator"] == PEOPLE
    desk.act("settle")
    desk.act("apply")
    assert desk.figures() == {
        (BOUSSE, PEOPLE, "2022"): "1",
        (LAYE, PEOPLE, "2022"): "2",
        (BOUSSE, PEOPLE, "2023"): "3",
        (LAYE, PEOPLE, "2023"): "4",
    }


def test_the_ambiguous_the_mistaken_and_the_unknown_are_settled_step_by_step_and_remembered(desk):
    rows = ["Année;Boussé;Boussouma;Lay;Atlantide", "2023;10;20;30;40", "2024;11;21;31;41"]
    desk.send(csv(*rows))
    assert columns(desk.page())["Boussouma"] == ("value", "Boussouma")
    assert columns(desk.page())["Atlantide"] == ("value", "Atlantide")
    desk.act("settle", indicator=WELLS, place_3="Laye")
    assert desk.row.state == "asked"
    asked = {question["text"]: question["choices"] for question in desk.row.questions}
    assert asked["Boussouma"] == [IN_BOULGOU, IN_SANMATENGA] and asked["Atlantide"] == [] and len(asked) == 2
    page = main(desk.page())
    assert "Colonne C" in page and "Colonne E" in page and "ignorer cette colonne" in page
    desk.act("answer", choice_0=IN_SANMATENGA, choice_1="-")
    assert desk.row.counts == desk.row.counts | {"new": 6, "wrong": 0}
    assert "1 colonne ignorée" in main(desk.page())
    desk.act("apply")
    assert desk.figures()[IN_SANMATENGA, WELLS, "2024"] == "21"
    assert desk.figures()[LAYE, WELLS, "2023"] == "30"
    # The next file of these headings: nothing is asked again.
    desk.send(csv(rows[0], "2025;12;22;32;42"))
    assert columns(desk.page())["Lay"] == ("value", "Laye (commune, Kourwéogo)")
    desk.act("settle")
    assert desk.row.state == "previewed" and desk.row.counts["new"] == 3
    desk.act("apply")
    assert desk.figures()[IN_SANMATENGA, WELLS, "2025"] == "22"


def test_two_columns_of_one_name_are_asked_about_one_by_one(desk):
    file = csv("Année;Boussouma;Boussouma;Boussé", "2023;10;20;30")
    desk.send(file).act("settle", indicator=WELLS)
    assert [(each["text"], each["columns"]) for each in desk.row.questions] == [
        ("Boussouma", ["B"]),
        ("Boussouma", ["C"]),
    ]
    desk.act("answer", choice_0=IN_BOULGOU, choice_1=IN_SANMATENGA)
    desk.act("apply")
    assert desk.figures()[IN_BOULGOU, WELLS, "2023"] == "10"
    assert desk.figures()[IN_SANMATENGA, WELLS, "2023"] == "20"
    desk.send(file).act("settle")
    assert desk.row.counts == desk.row.counts | {"new": 0, "same": 3}


def test_one_answer_settles_the_years_of_one_name(desk):
    desk.send(csv("Indicateur;Boussouma;;Boussé;", ";2022;2023;2022;2023", "test-forages;1;2;3;4")).act("settle")
    assert [(each["text"], each["columns"]) for each in desk.row.questions] == [("Boussouma", ["B", "C"])]
    desk.act("answer", choice_0=IN_BOULGOU)
    desk.act("apply")
    assert desk.figures() == {
        (IN_BOULGOU, WELLS, "2022"): "1",
        (IN_BOULGOU, WELLS, "2023"): "2",
        (BOUSSE, WELLS, "2022"): "3",
        (BOUSSE, WELLS, "2023"): "4",
    }


@pytest.mark.parametrize(
    "headings",
    [
        ["Indicateur;2022;;2023;", ";Boussé;Laye;Boussé;Laye"],
        [";2022;;2023;", "Indicateur;Boussé;Laye;Boussé;Laye"],
        ["Indicateur;Boussé 2022;Laye (2022);2023 Boussé;Laye - 2023"],
    ],
)
def test_years_stand_above_places_or_beside_them(desk, headings):
    desk.send(csv(*headings, "test-forages;1;2;3;4")).act("settle")
    desk.act("apply")
    assert desk.figures() == {
        (BOUSSE, WELLS, "2022"): "1",
        (LAYE, WELLS, "2022"): "2",
        (BOUSSE, WELLS, "2023"): "3",
        (LAYE, WELLS, "2023"): "4",
    }


def test_a_province_above_communes_tells_look_alikes_apart(desk):
    desk.send(csv(";Boulgou;;Sanmatenga", "Année;Boussouma;Garango;Boussouma", "2023;1;2;3")).act(
        "settle", indicator=WELLS
    )
    desk.act("apply")
    assert desk.figures() == {
        (IN_BOULGOU, WELLS, "2023"): "1",
        ("BF480107", WELLS, "2023"): "2",
        (IN_SANMATENGA, WELLS, "2023"): "3",
    }


def test_sexes_stand_under_places(desk):
    sheet = [
        ["Année", "Boussé", None, "Laye", None, "Total", None],
        [None, "Garçons inscrits", "Filles inscrites", "Garçons inscrits", "Filles inscrites", "Garçons", "Filles"],
        [2023, 1, 2, 3, 4, 4, 6],
    ]
    desk.send(xlsx(*sheet), "a.xlsx").act("settle")
    assert "2 colonnes de totaux passées" in main(desk.page())
    desk.act("apply")
    assert desk.figures() == {
        (BOUSSE, "test-garcons", "2023"): "1",
        (BOUSSE, "test-filles", "2023"): "2",
        (LAYE, "test-garcons", "2023"): "3",
        (LAYE, "test-filles", "2023"): "4",
    }


def test_columns_of_totals_are_passed_over_and_a_named_province_is_not(desk):
    desk.send(csv("Année;Boussé;Laye;Ensemble;Province;Kourwéogo;Total 2023", "2023;1;2;3;3;4;3"))
    shown = columns(desk.page())
    assert {heading for heading, (role, _place) in shown.items() if role == "total"} == {
        "Ensemble",
        "Province",
        "Total 2023",
    }
    assert shown["Kourwéogo"] == ("value", "Kourwéogo (province, Oubri)")
    desk.act("settle", indicator=WELLS)
    assert "3 colonnes de totaux passées" in main(desk.page())
    desk.act("apply")
    assert desk.figures() == {
        (BOUSSE, WELLS, "2023"): "1",
        (LAYE, WELLS, "2023"): "2",
        (KOURWEOGO, WELLS, "2023"): "4",
    }


def test_old_regions_in_the_headings_tell_the_map(desk):
    desk.send(csv("Année;Est;Centre-Nord;Nord", "2019;1;2;3"))
    assert desk.row.understanding["map_day"] == "2025-07-01"
    desk.act("settle", indicator=PEOPLE)
    desk.act("apply")
    assert {place for place, _indicator, _period in desk.figures()} == {"BF52", "BF49", "BF54"}


@pytest.mark.parametrize("corner", ["", "Commune", "Désignation"])
def test_what_the_rows_are_about_is_seen_whatever_the_corner_says(desk, corner):
    desk.send(csv(f"{corner};Boussé;Laye", "2022;1;2", "2023;3;4"))
    assert desk.row.understanding["columns"][0]["role"] == "period"
    desk.send(csv(f"{corner};Boussé;Laye", "Forages fonctionnels (essai);1;2", "Population (essai);3;4"))
    assert desk.row.understanding["columns"][0]["role"] == "indicator"


def test_a_column_of_units_is_no_column_of_places(desk):
    desk.send(csv("N°;Indicateur;Unité;Boussé;Laye;Observations", "1;test-forages;u;5;6;ok", "2;Autre;hbts;7;8;RAS"))
    roles = [column["role"] for column in desk.row.understanding["columns"]]
    assert roles == ["ignored", "indicator", "ignored", "value", "value", "note"]


def test_an_organisation_is_told_that_the_places_of_its_headings_are_not_its_own(site, country, indicators):
    organisation = create_space(kind="organisation", title="Association Laafi (exemple)", territory=country["province"])
    client = Client()
    client.force_login(make_user("osc", organisation.editors))
    table = StatisticTable.objects.create(title="Nos actions", source="Nous", collection=organisation.collection)
    desk = Desk(client, table).send(csv("Année;Ouahigouya;Kaya", "2023;1;2"))
    assert columns(desk.page())["Kaya"] == ("value", "Kaya (commune, Yatenga)")
    desk.act("settle", indicator=WELLS)
    assert [(row, column) for row, column, _why in desk.wrong()] == [(2, "B"), (2, "C")]


def test_a_wrong_cell_names_its_row_and_column_and_comes_back_in_a_file_of_the_same_shape(desk):
    headings = ["Indicateur;Boussé;;Laye;", ";2022;2023;2022;2023"]
    desk.send(csv(*headings, "test-forages;1;~2;3;4", "test-population;5;6;7;8")).act("settle")
    assert [(row, column) for row, column, _why in desk.wrong()] == [(3, "C")]
    desk.act("apply", without_wrong="1")
    assert len(desk.figures()) == 4
    rejects = desk.client.get(reverse("data_pages_import:rejects", args=[desk.row.pk])).content.decode()
    assert "Boussé 2022;Boussé 2023;Laye 2022;Laye 2023;" in rejects
    desk.send(rejects.replace("~2", "2").encode(), "a-corriger.csv").act("settle")
    assert TableShape.objects.count() == 1
    desk.act("apply")
    assert desk.figures()[BOUSSE, WELLS, "2023"] == "2" and len(desk.figures()) == 8


def test_a_place_given_in_two_columns_is_refused_where_they_differ(desk):
    desk.send(csv("Année;Est;Goulmou;Boussé", "2023;1;2;3")).act("settle", indicator=WELLS)
    assert [(row, column) for row, column, _why in desk.wrong()] == [(2, "B"), (2, "C")]


def test_a_column_that_names_nothing_is_given_its_place_by_hand(desk):
    desk.send(csv("Année;Site A;Site B", "2023;1;2"))
    assert columns(desk.page()) == {"Année": ("period", None), "Site A": ("value", ""), "Site B": ("value", "")}
    refused = desk.act("settle", status=422, indicator=WELLS, place_1="Boussé")
    assert "Rien ne dit de quel lieu sont ces colonnes : Site B" in main(refused)
    refused = desk.act("settle", status=422, indicator=WELLS, place_1="Boussé", place_2="Boussouma")
    assert "Laquelle" in main(refused) or "Lequel" in main(refused)
    desk.act("settle", indicator=WELLS, place_1="Boussé", place_2="Boussouma (commune, Boulgou)")
    desk.act("apply")
    assert desk.figures() == {(BOUSSE, WELLS, "2023"): "1", (IN_BOULGOU, WELLS, "2023"): "2"}


def test_no_place_is_asked_of_columns_where_rows_name_places(desk):
    desk.send(csv("Commune;Boussé;Laye", "Niou;1;2", "Boussé;3;4"))
    assert {place for _role, place in columns(desk.page()).values()} == {None}
    assert not desk.page().find("th", string="Lieu")


def test_no_place_is_asked_of_columns_that_are_years_or_indicators(desk):
    desk.send(csv("Rubrique;2022;2023;Forages fonctionnels (essai)", "Recettes;1;2;3"))
    assert {place for _role, place in columns(desk.page()).values()} == {None}


def test_a_column_of_places_may_be_renounced_and_the_headings_named_instead(desk):
    desk.send(csv("Commune;Boussé;Laye", "Niou;1;2", "test-forages;3;4"))
    page = desk.act("settle", status=422, role_0="indicator", period="2023")
    assert columns(page)["Boussé"] == ("value", "")


def test_a_place_out_of_the_owners_reach_is_wrong(town_hall):
    town_hall.send(csv("Année;Ouahigouya;Kaya", "2023;1;2")).act("settle", indicator=WELLS)
    assert [(row, column) for row, column, _why in town_hall.wrong()] == [(2, "C")]
    assert "ne relève pas" in town_hall.wrong()[0][2]


def test_an_indicator_whose_name_begins_with_total_is_no_row_of_totals(desk, indicators):
    indicators[WELLS].name = "Total des forages"
    indicators[WELLS].save()
    desk.send(csv("Indicateur;Boussé;Laye", "Total des forages;1;2", "Total;3;4")).act("settle", period="2023")
    assert desk.row.counts == desk.row.counts | {"new": 2, "totals": 1, "wrong": 0}
