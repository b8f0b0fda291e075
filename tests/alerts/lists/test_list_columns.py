"""Which column holds the numbers: recognised however it is headed, or asked."""

from __future__ import annotations

import datetime

import pytest

from alerts.enums import ListState
from alerts.models import ListImport
from tests.alerts.lists.conftest import refusal
from tests.core.sheets.files import csv, packed, with_part, xls, xlsx

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "heading",
    [
        *("Téléphone", "TELEPHONE", "Numéro", "Numéro de téléphone", "N° Tél.", "Contact", "Contacts", "Portable"),
        *("Mobile", "WhatsApp", "Tél", "tel mobile", "GSM"),
    ],
)
def test_the_column_of_numbers_is_known_by_its_heading(desk, heading):
    desk.send(csv(f"Nom;{heading};Secteur", "Awa;70123456;4", "Ali;25300000;4", "Issa;;4"))
    assert [line[:2] for line in desk.lines("new")] == [["2", "70 12 34 56"]]
    assert [line[:2] for line in desk.lines("wrong")] == [["3", "25300000"], ["4", "–"]]
    assert f"numéros en colonne B ({heading})" in desk.said()


def test_a_column_alone_needs_no_heading(desk):
    desk.send(csv("70123456", "76000001"), "liste.txt")
    assert [line[:2] for line in desk.lines("new")] == [["1", "70 12 34 56"], ["2", "76 00 00 01"]]


def test_columns_without_heading_are_known_by_what_they_hold(desk):
    desk.send(csv("Awa;70123456;moore", "Ali;76000001;peul", "Issa;66000002;français"))
    assert [line[2] for line in desk.lines("new")] == ["Mooré", "Fulfuldé", "Français"]


def test_titles_above_that_speak_of_contacts_are_no_heading(desk):
    desk.send(csv("Contacts du secteur 4;;", ";;", "N°;Nom;Téléphone", "1;Awa;70123456"))
    assert [line[:2] for line in desk.lines("new")] == [["4", "70 12 34 56"]] and not desk.lines("wrong")
    desk.send(csv("Liste des contacts", "Téléphone", "70123457"))
    assert [line[:2] for line in desk.lines("new")] == [["3", "70 12 34 57"]] and not desk.lines("wrong")


def test_an_unknown_language_is_told_and_the_person_is_written_to_in_the_usual_one(desk):
    desk.send(csv("Téléphone;Langue", "70123456;anglais", "76000001;"))
    assert "anglais" in desk.said()
    assert [line[2] for line in desk.lines("new")] == ["Français", "Français"]
    desk.act("choose", number="0", language="1", otherwise="dyu")
    assert [line[2] for line in desk.lines("new")] == ["Dioula", "Dioula"]


def test_two_columns_of_numbers_are_asked_about(desk):
    desk.send(csv("Nom;Contact 1;Contact 2", "Awa;70123456;71000001", "Ali;76000001;71000002"))
    assert desk.row.state == ListState.ASKED
    page = desk.said()
    assert "Contact 1 (70123456 ; 76000001)" in page and "Contact 2 (71000001 ; 71000002)" in page
    for chosen in ("", "x", "99", "\x00"):
        assert desk.act("choose", number=chosen, otherwise="fr").status_code in (400, 422)
    assert desk.row.state == ListState.ASKED
    desk.act("choose", number="2", otherwise="mos")
    assert [line[1:] for line in desk.lines("new")] == [["71 00 00 01", "Mooré"], ["71 00 00 02", "Mooré"]]
    desk.act("choose", number="1", otherwise="mos")
    assert [line[1] for line in desk.lines("new")] == ["70 12 34 56", "76 00 00 01"]


def test_the_sheet_with_the_numbers_is_taken_and_another_may_be_chosen(desk):
    sheets = {
        "Notes": [["Liste de mars"]],
        "Secteur 4": [["Téléphone"], [70123456], [76000001]],
        "Secteur 5": [["Nom", "Portable"], ["Awa", 66000001]],
    }
    desk.send(xlsx(sheets=sheets), "liste.xlsx")
    assert "Secteur 4" in desk.said() and len(desk.lines("new")) == 2
    desk.act("choose", sheet="Secteur 5", number="0", otherwise="fr")
    assert [line[1] for line in desk.lines("new")] == ["66 00 00 01"]
    desk.act("choose", sheet="Notes", number="0", otherwise="fr")
    assert desk.row.state == ListState.ASKED


def test_an_old_workbook_and_a_zero_that_the_spreadsheet_took_away(desk):
    desk.send(xls(["Tél"], [70123456.0], [1234567.0], errors={(3, 0): "#DIV/0!"}), "liste.xls")
    assert [line[1] for line in desk.lines("new")] == ["70 12 34 56"]
    assert ["zéro" in line[2] for line in desk.lines("wrong")] == [True, False]


def test_a_column_of_numbers_that_are_all_wrong_says_why_for_each(desk):
    desk.send(csv("Nom;Téléphone", "Awa;70123456 (mère)", "Ali;03/05/2024", "Issa;25300000"))
    assert desk.counts() == {"wrong": 3} and "personne à ajouter" in desk.said()


def bomb() -> bytes:
    return with_part(xlsx(["Tél", 1]), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 60_000_000)


HOSTILE = {
    "empty": (b"", "liste.csv", "vide"),
    "blank": (b" \r\n ", "liste.csv", "vide"),
    "no cell": (xlsx(), "liste.xlsx", "aucune cellule"),
    "dates": (xlsx(["Date"], *[[datetime.date(2024, 5, day)] for day in range(1, 9)]), "liste.xlsx", "Aucune colonne"),
    "words": (csv("Nom;Prénom", "Sawadogo;Awa"), "liste.csv", "Aucune colonne"),
    "landlines without a heading": (csv("25300000", "25300001"), "liste.csv", "Aucune colonne"),
    "four hundred columns": (csv(";".join(["70123456"] * 400)), "liste.csv", "400 colonnes"),
    "zero bytes": (b"Tel\r\n70123456\r\n\0\0", "liste.csv", "ni un classeur ni un texte"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "liste.csv", "ni un classeur ni un texte"),
    "page of the web": (b"<html><table><tr><td>70123456</td></tr></table></html>", "liste.xls", "page"),
    "letter": (csv("70123456"), "liste.docx", "CSV, XLSX, ODS ou XLS"),
    "damaged": (b"PK\x03\x04" + b"\0" * 600, "liste.xlsx", "abîmé"),
    "another package": (packed({"a.txt": b"70123456"}), "liste.xlsx", ""),
    "bomb": (bomb(), "liste.xlsx", "démesurée"),
    "open quotation": (csv("Nom;Tél", '"Awa;70123456', "Ali;76000001"), "liste.csv", "guillemet"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_list_is_refused_in_words_and_nothing_of_it_is_kept(desk, case):
    content, name, reason = HOSTILE[case]
    response = desk.try_to_send(content, name)
    assert response.status_code == 422 and reason in refusal(response), refusal(response)
    assert refusal(response)
    assert not ListImport.objects.exists() and not desk.numbers()


@pytest.mark.parametrize("case", ["dates", "damaged", "zero bytes"])
def test_what_a_worker_could_not_read_is_told_and_its_file_is_not_kept(desk, case, monkeypatch):
    monkeypatch.setattr("alerts.lists.services.BYTES_AT_ONCE", 0)
    content, name, reason = HOSTILE[case]
    desk.send(content, name)
    assert desk.row.state == ListState.REFUSED and not desk.row.file and not desk.row.reading
    assert reason in desk.said() and "Personne n’a été ajouté" in desk.said()
    assert desk.act("choose", number="0", otherwise="fr").status_code == 302
    desk.act("give_up")
    assert not ListImport.objects.exists()


def test_a_file_name_that_plays_tricks_is_only_a_name(desk):
    desk.send(csv("70123456"), "../../<b>" + "x" * 300 + ".csv")
    assert desk.row.name.endswith("x.csv") and len(desk.row.name) <= 255
    assert "<b>" not in str(desk.page().find("main"))
