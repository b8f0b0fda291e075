"""The real files, from the screen where they are sent to the figures in the table, cell by cell."""

import pytest

from data_pages.models import Observation, TableShape
from tests.core.sheets.files import real, real_files
from tests.reading import words

pytestmark = [pytest.mark.django_db, real_files]


def send(desk, name):
    return desk.send(real(name), name)


def test_population_of_two_old_regions_is_imported(desk):
    send(desk, "bf_population_nord_est_cp1252.csv")
    page = words(desk.page().find("main"))
    assert "en-têtes ligne 4" in page and "Population des communes" in page
    assert desk.row.understanding["map_day"] == "2025-07-01"  # "Est" and "Nord" are regions of the map before
    desk.act("settle", indicator_4="test-population")
    assert desk.row.counts == desk.row.counts | {
        "new": 58,
        "changed": 0,
        "same": 0,
        "wrong": 0,
        "totals": 1,
        "rows": 58,
    }
    desk.act("apply")
    figures = desk.figures()
    assert len(figures) == 58
    assert figures["BF520203", "test-population", "2019"] == "187692"
    assert figures["BF540307", "test-population", "2019"] == "199436"
    assert figures["BF540306", "test-population", "2019"] == "58830"  # Namissiguima of Yatenga, not the other one
    assert figures["BF540405", "test-population", "2019"] == "41278"


def test_pupils_under_double_headings_are_imported(desk):
    send(desk, "bf_ecoles_double_entete.xlsx")
    assert "en-têtes lignes 3 à 4" in words(desk.page().find("main"))
    desk.act(
        "settle",
        indicator_2="test-garcons",
        indicator_3="test-filles",
        indicator_4="test-garcons",
        indicator_5="test-filles",
    )
    assert desk.row.counts == desk.row.counts | {"new": 160, "wrong": 0, "totals": 1, "rows": 40}
    desk.act("apply")
    figures = desk.figures()
    assert figures["BF460101", "test-garcons", "2022"] == "7724"
    assert figures["BF460101", "test-filles", "2022"] == "6224"
    assert figures["BF570304", "test-garcons", "2023"] == "757"
    assert figures["BF570304", "test-filles", "2023"] == "4877"
    assert len(figures) == 160


def test_wells_under_new_names_and_aliases_are_imported_but_for_the_contradiction(desk):
    send(desk, "bf_forages_alias.ods")
    assert desk.row.understanding["map_day"] == "2025-07-02"  # "Yaadga" and "Kuilsé" are of the map since
    desk.act("settle", indicator_2="test-forages")
    assert [(row, column) for row, column, _reason in desk.wrong()] == [(2, "C"), (3, "C")]
    assert all("plusieurs fois" in reason for _row, _column, reason in desk.wrong())
    assert desk.row.counts == desk.row.counts | {"new": 13, "wrong": 2, "wrong_rows": 2}
    refused = desk.client.post(desk.address, {"act": "apply"}, follow=True)
    assert "Des cellules sont à corriger" in refused.content.decode()
    assert desk.figures() == {}
    desk.act("apply", without_wrong="1")
    figures = desk.figures()
    assert figures["BF49", "test-forages", "2023"] == "1513"  # Kuilsé
    assert figures["BF49", "test-forages", "2022"] == "438"  # Koulsé, another spelling
    assert figures["BF52", "test-forages", "2023"] == "825"  # Goulmou
    assert figures["BF540403", "test-forages", "2022"] == "1978"  # gourcy
    assert figures["BF540403", "test-forages", "2023"] == "1381"  # Goursi
    assert figures["BF520203", "test-forages", "2023"] == "1917"
    assert figures["BF520203", "test-forages", "2022"] == "670"
    assert len(figures) == 13
    provisional = Observation.objects.filter(table=desk.table, status="P").values_list("territory__code", "value")
    assert {(code, int(value)) for code, value in provisional} == {("BF52", 825), ("BF520203", 1917)}


def test_rates_in_a_wide_layout_are_asked_about_and_their_wrong_cell_named(desk):
    send(desk, "bf_taux_large_utf8.csv")
    page = desk.act("settle", status=422)
    assert "choisissez l’indicateur" in words(page.find("main"))
    desk.act("settle", indicator="test-taux")
    assert desk.row.state == "asked"
    asked = {(question["text"], tuple(question["rows"])): question["choices"] for question in desk.row.questions}
    assert asked == {
        ("Boussouma", (3,)): ["BF480106", "BF490302"],
        ("Boussouma", (6,)): ["BF480106", "BF490302"],
        ("Namissiguima", (4,)): ["BF490305", "BF540306"],
        ("Namissiguima", (9,)): ["BF490305", "BF540306"],
        ("Thyou", (7,)): ["BF540312", "BF500114"],
        ("Thiou", (11,)): ["BF540312", "BF500114"],
        ("Ouagadougou-Nord", (12,)): ["BF130001"],
    } or {key[0] for key in asked} == {"Boussouma", "Namissiguima", "Thyou", "Thiou", "Ouagadougou-Nord"}
    answers = {
        ("Boussouma", 3): "BF480106",
        ("Boussouma", 6): "BF490302",
        ("Namissiguima", 9): "BF540306",
        ("Thiou", 11): "BF540312",
        ("Ouagadougou-Nord", 12): "-",
    }
    fields = {}
    for number, question in enumerate(desk.row.questions):
        choice = answers.get((question["text"], question["rows"][0]))
        fields[f"choice_{number}"] = choice or next(
            code for code in question["choices"] if code not in answers.values()
        )
    desk.act("answer", **fields)
    assert desk.row.state == "previewed"
    assert desk.wrong() == [(5, "D", desk.wrong()[0][2])] and "n’est pas un chiffre exact" in desk.wrong()[0][2]
    assert desk.row.counts == desk.row.counts | {"new": 39, "missing": 1, "left_out": 1}
    desk.act("apply", without_wrong="1")
    figures = desk.figures()
    assert figures["BF480106", "test-taux", "2021"] == "62.2"
    assert figures["BF490302", "test-taux", "2021"] == "1234.5"
    assert figures["BF490302", "test-taux", "2024"] == "53.8"
    assert figures["BF540306", "test-taux", "2022"] == "64.9"
    assert [key for key, value in figures.items() if value == "M"] and len(figures) == 36  # without the row of Dori


def test_a_budget_without_place_asks_for_one_and_refuses_what_it_says_twice(desk):
    send(desk, "bf_budget_ancien.xls")
    page = desk.act("settle", status=422)
    assert "Aucune colonne ne nomme un lieu" in words(page.find("main"))
    desk.act("settle", place="Ouahigouya", indicator_3="test-prevu", role_4="ignored", role_5="ignored")
    assert desk.row.counts == desk.row.counts | {"new": 0, "wrong": 30}
    assert desk.wrong()[0][:2] == (6, "D") and "D11, D16, D21, D26, D31" in desk.wrong()[0][2]


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("mtp_budget_primitif_2014.ods", "choisissez l’indicateur"),
        ("mtp_budget_primitif_2014_cp1252_nbsp_milliers_virgule.csv", "choisissez l’indicateur"),
        ("mtp_deliberations_2013_utf8_pointvirgule.csv", "Aucune colonne ne contient de chiffres"),
        ("mtp_marches_achats_2014.xls", "Rien ne dit de quelle période"),
    ],
)
def test_a_file_without_a_place_is_read_and_refused_with_its_reasons(desk, name, also):
    send(desk, name)
    assert desk.row.state == "understood"
    shown = words(desk.page().find("main"))
    assert "Aucune colonne ne nomme un lieu" in shown and also in shown
    refused = words(desk.act("settle", status=422).find("main"))
    assert "Aucune colonne ne nomme un lieu" in refused and also in refused
    assert not TableShape.objects.exists() and desk.figures() == {}
