"""The life of an import: preview, application, the same again, undoing, what is remembered, who may."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from data_pages.models import Observation, ObservationChange, StatisticTable, TableImport, TableShape
from data_pages.statistics.figures import Figure
from data_pages.statistics.services import write
from spaces.services import create_space
from tests.conftest import make_user
from tests.core.sheets.files import csv, xlsx
from tests.data_pages.importer.conftest import Desk
from tests.reading import words

pytestmark = pytest.mark.django_db

WELLS = csv("Commune;2023;2024", "Ouahigouya;12;1 250")
OF_WELLS = {"indicator": "test-forages"}


def taken(desk, content=WELLS, **fields):
    desk.send(content).act("settle", **{**OF_WELLS, **fields})
    return desk


def test_nothing_is_written_before_someone_says_yes(town_hall):
    taken(town_hall)
    assert town_hall.row.state == "previewed" and town_hall.figures() == {}
    page = words(town_hall.page().find("main"))
    assert "Écrire 2 chiffres dans le tableau" in page and "1 250" in page
    town_hall.act("apply")
    assert town_hall.row.state == "applied"
    assert town_hall.figures() == {("C1", "test-forages", "2023"): "12", ("C1", "test-forages", "2024"): "1250"}


def test_every_figure_is_in_the_journal_and_the_act_in_the_history_of_the_table(town_hall, editor):
    taken(town_hall).act("apply")
    assert {(change.made_by, change.table_import) for change in ObservationChange.objects.all()} == {
        (editor, town_hall.row)
    }
    entry = ModelLogEntry.objects.get(action="data_pages.write_figures")
    assert entry.object_id == str(town_hall.table.pk) and entry.user == editor
    assert "Ouahigouya" in words(town_hall.page().find("main"))


def test_the_same_file_twice_changes_nothing(town_hall):
    taken(town_hall).act("apply")
    before = list(Observation.objects.values_list("pk", "value"))
    town_hall.send(WELLS)
    page = words(town_hall.page().find("main"))
    assert "Ce même fichier a été appliqué" in page and "déjà venu" in page
    town_hall.act("settle")  # remembered: nothing is to be said again
    assert town_hall.row.counts == town_hall.row.counts | {"new": 0, "changed": 0, "same": 2, "wrong": 0}
    assert "rien à écrire" in words(town_hall.page().find("main"))
    town_hall.client.post(town_hall.address, {"act": "apply"})
    assert list(Observation.objects.values_list("pk", "value")) == before
    assert ObservationChange.objects.count() == 2


def test_a_corrected_file_shows_what_it_changes_and_undoing_puts_it_back(town_hall):
    taken(town_hall).act("apply")
    taken(town_hall, csv("Commune;2023;2024", "Ouahigouya;12;1 300"))
    assert town_hall.row.counts == town_hall.row.counts | {"new": 0, "changed": 1, "same": 1}
    assert "1 250 1 300" in words(town_hall.page("?lines=changed").find("main"))
    town_hall.act("apply")
    assert town_hall.figures()["C1", "test-forages", "2024"] == "1300"
    town_hall.act("undo")
    assert town_hall.row.state == "undone"
    assert town_hall.figures()["C1", "test-forages", "2024"] == "1250"
    assert "1 chiffre remis en place" in words(town_hall.page().find("main"))


def test_undoing_leaves_alone_what_someone_changed_since(town_hall, indicators, country, editor):
    taken(town_hall).act("apply")
    changed = Figure(indicators["test-forages"].pk, country["ouahigouya"].pk, None, "2023", 99)
    write(town_hall.table, [changed], editor)
    town_hall.act("undo")
    assert town_hall.figures() == {("C1", "test-forages", "2023"): "99"}
    assert "1 chiffre a changé depuis" in words(town_hall.page().find("main"))


def test_a_table_that_changed_after_the_preview_is_previewed_again(town_hall, indicators, country, editor):
    taken(town_hall)
    write(town_hall.table, [Figure(indicators["test-forages"].pk, country["ouahigouya"].pk, None, "2023", 7)], editor)
    town_hall.act("apply")
    assert town_hall.row.state == "previewed"
    assert "entre-temps" in words(town_hall.page().find("main"))
    assert town_hall.figures() == {("C1", "test-forages", "2023"): "7"}
    assert town_hall.row.counts == town_hall.row.counts | {"new": 1, "changed": 1}
    town_hall.act("apply")
    assert town_hall.figures()["C1", "test-forages", "2023"] == "12"


def test_a_place_out_of_the_owners_reach_is_wrong(town_hall, country):
    taken(town_hall, csv("Commune;2024", "Kaya;5", "Ouahigouya;6"))
    assert [(row, column) for row, column, _why in town_hall.wrong()] == [(2, "B")]
    assert "ne relève pas" in town_hall.wrong()[0][2]


def test_the_button_counts_what_is_written_once_the_wrong_rows_are_left_out(town_hall):
    taken(town_hall, csv("Commune;2024;2025", "Ouahigouya;5;~6"))
    page = town_hall.page().find("main")
    assert not page.find("button", {"name": "act", "value": "apply"}) and not page.find(
        "input", {"name": "without_wrong"}
    )
    assert "Aucune autre ligne n’a rien à écrire" in words(page)
    rows = ["Commune;Période;Nombre", "Ouahigouya;2023;~5", "Ouahigouya;2024;6", "Ouahigouya;2025;7"]
    taken(town_hall, csv(*rows))
    assert "Écrire 2 chiffres" in words(town_hall.page().find("main"))
    town_hall.act("apply", without_wrong="1")
    assert len(town_hall.figures()) == town_hall.row.counts["new"] == 2


def test_a_figure_that_another_table_gives_is_wrong_and_names_the_table(town_hall, national, indicators, country):
    write(national, [Figure(indicators["test-forages"].pk, country["ouahigouya"].pk, None, "2024", 3)], None)
    taken(town_hall)
    assert [(row, column) for row, column, _why in town_hall.wrong()] == [(2, "C")]
    assert "« Chiffres du pays »" in town_hall.wrong()[0][2].replace("\u00a0", " ")


def test_the_rejected_rows_open_in_a_french_spreadsheet_and_hold_no_formula(town_hall):
    rows = ["Commune;2023;2024;Note", "Ouahigouya;12;~5;=1+1", "Ouahigouya;x;3;@SOMME(1)", "+Ouahigouya;-4;5;-2+3"]
    taken(town_hall, csv(*rows))
    while town_hall.row.state == "asked":
        town_hall.act("answer", choice_0="C1")
    response = town_hall.client.get(reverse("data_pages_import:rejects", args=[town_hall.row.pk]))
    text = response.content.decode()
    assert text.startswith("\ufeffCommune;2023;2024;Note;Ligne du fichier;Pourquoi\r\n")
    assert response["Content-Disposition"] == f'attachment; filename="a-corriger-{town_hall.row.pk}.csv"'
    cells = [cell for line in text.lstrip("\ufeff").splitlines() for cell in line.split(";")]
    assert "'=1+1" in cells and "'@SOMME(1)" in cells
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "@", "+"))]


def test_corrected_rejects_are_of_the_same_shape(town_hall):
    taken(town_hall, csv("Commune;2023;2024", "Ouahigouya;12;~5"))
    corrected = csv("Commune;2023;2024;Ligne du fichier;Pourquoi", "Ouahigouya;12;5;2;« ~5 »")
    town_hall.send(corrected).act("settle")
    assert town_hall.row.counts == town_hall.row.counts | {"new": 2, "wrong": 0}


def test_numbers_of_a_spreadsheet_come_back_from_the_rejects_as_they_were(town_hall):
    content = xlsx(["Commune", "2022", "2023", "2024"], ["Ouahigouya", 12.345, -0.125, "~5"])
    town_hall.send(content, "a.xlsx").act("settle", **OF_WELLS)
    text = town_hall.client.get(reverse("data_pages_import:rejects", args=[town_hall.row.pk])).content.decode()
    town_hall.send(text.replace("~5", "5").encode(), "a-corriger.csv").act("settle")
    assert town_hall.row.counts["wrong"] == 0
    town_hall.act("apply")
    assert sorted(town_hall.figures().values()) == ["-0.125", "12.345", "5"]


def test_a_contradiction_inside_the_file_leaves_both_out_and_a_repetition_counts_once(town_hall):
    taken(
        town_hall,
        csv("Commune;Année;Valeur", "Ouahigouya;2023;1", "OUAHIGOUYA;2023;2", "Ouahigouya;2024;3", "Ouahigouya;2024;3"),
    )
    assert {(row, column) for row, column, _why in town_hall.wrong()} == {(2, "C"), (3, "C")}
    assert town_hall.row.counts == town_hall.row.counts | {"new": 1, "repeated": 1}


def test_missing_is_kept_as_missing_and_an_empty_cell_says_nothing(town_hall):
    taken(town_hall, csv("Commune;2022;2023;2024", "Ouahigouya;n.d.;;0")).act("apply")
    assert town_hall.figures() == {("C1", "test-forages", "2022"): "M", ("C1", "test-forages", "2024"): "0"}


def test_a_long_table_names_its_indicators_statuses_and_notes(town_hall):
    rows = [
        "Indicateur;Territoire;Période;Valeur;Statut;Note",
        "test-forages;Ouahigouya;2024;10;P;Compté en mai",
        "Naissances déclarées (essai);Commune de Ouahigouya;janv. 2024;1 204;;",
        "test-forages;Ouahigouya;2023;;manquant;",
        "Nuages;Ouahigouya;2024;1;;",
        "test-forages;Ouahigouya;T1 2024;1;;",
        "test-forages;Ouahigouya;2022;1;peut-être;",
    ]
    town_hall.send(csv(*rows)).act("settle")
    assert [(row, column) for row, column, _why in town_hall.wrong()] == [(5, "A"), (6, "C"), (7, "E")]
    town_hall.act("apply", without_wrong="1")
    assert town_hall.figures() == {
        ("C1", "test-forages", "2024"): "10",
        ("C1", "test-naissances", "2024-01"): "1204",
        ("C1", "test-forages", "2023"): "M",
    }
    assert Observation.objects.get(period="2024").note == "Compté en mai"


def test_thousands_in_the_heading_multiply(town_hall):
    taken(town_hall, csv("Commune;2024 (en milliers)", "Ouahigouya;1,5")).act("apply")
    assert town_hall.figures() == {("C1", "test-forages", "2024"): "1500"}


def test_two_years_are_counted_as_the_person_says(town_hall):
    taken(town_hall, csv("Commune;Année scolaire;Effectif", "Ouahigouya;2021-2022;5"))
    assert "deux années" in town_hall.wrong()[0][2]
    page = town_hall.page("?step=understanding")
    assert page.find("select", {"name": "span"})
    town_hall.send(csv("Commune;Année scolaire;Effectif", "Ouahigouya;2021-2022;5")).act(
        "settle", span="first", **OF_WELLS
    )
    town_hall.act("apply")
    assert town_hall.figures() == {("C1", "test-forages", "2021"): "5"}


def test_a_preview_names_periods_in_words(town_hall, indicators):
    indicators["test-forages"].frequency = "Q"
    indicators["test-forages"].save()
    taken(town_hall, csv("Commune;Trimestre;Nombre", "Ouahigouya;T3 2024;5", "Ouahigouya;T1 2024;6"))
    page = words(town_hall.page().find("main"))
    assert "3e trimestre 2024" in page and "1er trimestre 2024" in page and "2024-Q3" not in page


def test_another_sheet_is_chosen_and_read(town_hall):
    sheets = {
        "Lisez-moi": [["Ceci est", "un mode d’emploi"], ["rien", "ici"]],
        "Données": [["Commune", "2024"], ["Ouahigouya", 8]],
    }
    town_hall.send(xlsx(sheets=sheets), "a.xlsx")
    town_hall.act("read", sheet="Données")
    assert town_hall.row.understanding["sheet"] == "Données"
    town_hall.act("settle", **OF_WELLS)
    town_hall.act("apply")
    assert town_hall.figures() == {("C1", "test-forages", "2024"): "8"}


def test_accents_that_come_out_wrong_are_read_again(town_hall):
    town_hall.send(csv("Commune;Année;Élèves", "Ouahigouya;2024;8", encoding="cp850"))
    assert town_hall.row.state == "refused"
    town_hall.act("read", encoding="cp850")
    assert town_hall.row.understanding["columns"][2]["label"] == "Élèves"


def test_a_formula_without_result_is_a_wrong_cell(town_hall):
    town_hall.send(xlsx(["Commune", "2023", "2024"], ["Ouahigouya", 4, "=B2*2"]), "a.xlsx").act(
        "settle", role_2="value", **OF_WELLS
    )
    assert [(row, column) for row, column, _why in town_hall.wrong()] == [(2, "C")]
    assert "La formule =B2*2 n’a pas de résultat" in town_hall.wrong()[0][2]


def test_a_file_that_cannot_be_read_says_why_and_sends_no_one_on(town_hall):
    town_hall.send(b"PK\x03\x04 rien", "a.xlsx")
    page = words(town_hall.page().find("main"))
    assert town_hall.row.state == "refused" and "abîmé" in page
    assert Observation.objects.count() == 0


def test_a_sheet_of_dates_is_no_table_of_figures(town_hall):
    town_hall.send(csv("Commune;Date", "Ouahigouya;25/11/2013", "Kaya;26/11/2013"))
    assert "Aucune colonne ne contient de chiffres" in words(town_hall.page().find("main"))


def test_a_wrong_kind_of_file_is_refused_on_the_spot(town_hall):
    address = reverse("data_pages_import:table", args=[town_hall.table.pk])
    for name, content, why in (("a.docx", b"x", "CSV, XLSX, ODS ou XLS"), ("a.csv", b"", "vide")):
        response = town_hall.client.post(address, {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 422 and why in response.content.decode()
    assert town_hall.client.post(address).status_code == 422
    assert not TableImport.objects.exists()


def test_a_file_thrown_away_leaves_nothing(town_hall, django_capture_on_commit_callbacks):
    town_hall.send(WELLS)
    file = town_hall.row.file
    with django_capture_on_commit_callbacks(execute=True):
        town_hall.act("give_up")
    assert not TableImport.objects.exists() and not file.storage.exists(file.name)


def test_an_applied_import_is_not_thrown_away_nor_applied_twice(town_hall):
    taken(town_hall).act("apply")
    for act in ("give_up", "apply", "settle"):
        response = town_hall.client.post(town_hall.address, {"act": act, "indicator": "test-forages"}, follow=True)
        assert "a avancé entre-temps" in response.content.decode() or response.status_code == 422
    assert TableImport.objects.count() == 1 and ObservationChange.objects.count() == 2


def test_what_was_settled_belongs_to_its_table(town_hall, national):
    taken(town_hall)
    assert list(TableShape.objects.values_list("table", flat=True)) == [town_hall.table.pk]


def of_year(title, *rows):
    return csv(f"{title};", ";", "Commune;Nombre", *rows)


def test_the_title_of_another_year_is_another_year_whatever_was_settled_before(town_hall):
    town_hall.send(of_year("Forages fonctionnels (essai) en 2023", "Ouahigouya;12")).act("settle")
    town_hall.act("apply")
    town_hall.send(of_year("Forages fonctionnels (essai) en 2024", "Ouahigouya;14")).act("settle")
    town_hall.act("apply")
    assert town_hall.figures() == {("C1", "test-forages", "2023"): "12", ("C1", "test-forages", "2024"): "14"}


def test_the_title_of_another_indicator_or_of_thousands_is_heard_too(town_hall):
    town_hall.send(of_year("Forages fonctionnels (essai) en 2023", "Ouahigouya;12")).act("settle")
    town_hall.act("apply")
    town_hall.send(of_year("Population (essai) en 2023, en milliers", "Ouahigouya;14")).act("settle")
    town_hall.act("apply")
    town_hall.send(of_year("Population (essai) en 2024", "Ouahigouya;14 200")).act("settle")
    town_hall.act("apply")
    assert town_hall.figures() == {
        ("C1", "test-forages", "2023"): "12",
        ("C1", "test-population", "2023"): "14000",
        ("C1", "test-population", "2024"): "14200",
    }


def test_a_title_that_says_no_year_any_more_leaves_the_year_to_be_said(town_hall):
    town_hall.send(of_year("Forages fonctionnels (essai) en 2023", "Ouahigouya;12")).act("settle")
    page = town_hall.send(of_year("Forages fonctionnels (essai)", "Ouahigouya;14")).page()
    assert "Rien ne dit de quelle période" in words(page.find("main"))


def test_what_a_person_corrected_holds_for_the_same_titles(town_hall):
    file = of_year("Forages fonctionnels (essai), publié en 2024", "Ouahigouya;12")
    town_hall.send(file).act("settle", period="2023", **OF_WELLS)
    town_hall.act("apply")
    town_hall.send(file).act("settle")
    assert town_hall.row.counts == town_hall.row.counts | {"new": 0, "changed": 0, "same": 1}


def test_a_period_that_comes_from_the_last_file_alone_is_pointed_out(town_hall):
    town_hall.send(csv("Commune;Nombre", "Ouahigouya;12")).act("settle", period="2023", **OF_WELLS)
    page = words(town_hall.send(csv("Commune;Nombre", "Ouahigouya;14")).page().find("main"))
    assert "2023 est celle du dernier fichier qui avait ces en-têtes" in page


def test_another_spaces_editor_gets_nothing_of_it(town_hall, other_editor):
    taken(town_hall)
    stranger = Client()
    stranger.force_login(other_editor)
    for name, pk in (
        ("table", town_hall.table.pk),
        *((each, town_hall.row.pk) for each in ("import", "rejects", "file")),
    ):
        response = stranger.get(reverse(f"data_pages_import:{name}", args=[pk]))
        assert response.status_code in (302, 403) and b"Ouahigouya" not in response.content
    stranger.post(town_hall.address, {"act": "apply"})
    assert town_hall.figures() == {}


def test_unknown_acts_pages_and_lines_are_not_found(town_hall):
    taken(town_hall)
    assert town_hall.client.post(town_hall.address, {"act": "explode"}).status_code == 404
    for query in ("?lines=rien", "?page=9", "?page=x", "?page=" + "9" * 30):
        assert town_hall.client.get(town_hall.address + query).status_code == 404, query
    assert town_hall.client.get(town_hall.address + "?lines=%00").status_code == 400


def test_the_file_comes_back_as_it_was_sent_and_never_opens_in_the_site(town_hall):
    town_hall.send(WELLS, "forages 2024.csv")
    response = town_hall.client.get(reverse("data_pages_import:file", args=[town_hall.row.pk]))
    assert b"".join(response.streaming_content) == WELLS
    assert "attachment" in response["Content-Disposition"] and response["X-Content-Type-Options"] == "nosniff"


def test_the_list_of_imports_keeps_to_few_queries(town_hall, django_assert_max_num_queries):
    address = reverse("data_pages_import:table", args=[town_hall.table.pk])
    counts = []
    for _round in range(2):
        for _file in range(4):
            town_hall.send(WELLS)
        town_hall.client.get(address)
        with django_assert_max_num_queries(25) as queries:
            page = BeautifulSoup(town_hall.client.get(address).content.decode(), "html.parser")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(page.select("td.title")) == 8


def test_an_organisation_speaks_of_itself(site, country, indicators):
    organisation = create_space(kind="organisation", title="Association Laafi (exemple)", territory=country["province"])
    client = Client()
    client.force_login(make_user("osc", organisation.editors))
    table = StatisticTable.objects.create(title="Nos actions", source="Nous", collection=organisation.collection)
    desk = Desk(client, table)
    desk.send(csv("Année;Valeur", "2023;12", "2024;15")).act("settle", **OF_WELLS)
    desk.act("apply")
    assert desk.figures() == {
        ("Association Laafi (exemple)", "test-forages", "2023"): "12",
        ("Association Laafi (exemple)", "test-forages", "2024"): "15",
    }


def test_a_long_file_is_previewed_in_pages(town_hall):
    months = [f"{month:02}/{year}" for year in range(2010, 2020) for month in range(1, 13)]
    rows = [f"Ouahigouya;{month};{number}" for number, month in enumerate(months)]
    taken(town_hall, csv("Commune;Mois;Valeur", *rows), indicator="test-naissances")
    assert town_hall.row.counts["new"] == 120
    first, last = words(town_hall.page().find("main")), words(town_hall.page("?lines=new&page=3").find("main"))
    assert "Page 1 sur 3" in first and "01/2010" in first and "12/2019" not in first
    assert "Page 3 sur 3" in last and "12/2019" in last
    assert town_hall.client.get(town_hall.address + "?lines=new&page=4").status_code == 404


def test_a_preview_keeps_to_few_queries(town_hall, django_assert_max_num_queries):
    counts = []
    for years in (3, 40):
        rows = [f"Ouahigouya;{2020 - year};{year}" for year in range(years)]
        taken(town_hall, csv("Commune;Année;Valeur", *rows))
        town_hall.page()
        with django_assert_max_num_queries(30) as queries:
            town_hall.page()
        counts.append(len(queries))
    assert counts[0] == counts[1]
