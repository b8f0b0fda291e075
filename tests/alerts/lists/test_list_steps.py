"""From a file to people in a group: sent, previewed row by row, added once, and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from alerts import consent, retention
from alerts.enums import Act, Channel, ListState
from alerts.models import Consent, ListImport, ListPage
from civitac.core.storage import document_storage
from tests.alerts.lists.conftest import refusal, url
from tests.core.sheets.files import csv, xlsx
from tests.reading import main, read, words

pytestmark = pytest.mark.django_db

MIXED = csv(
    "Liste du secteur 4",
    "Nom;Téléphone;Langue",
    "OUEDRAOGO Awa;70 12 34 56;mooré",
    "SAWADOGO Ali;76000001;français",
    "KABORE Issa;+226 70 12 34 56;",
    "ZONGO Fati;25 30 00 00;",
    "TRAORE Moussa;71 00 00 01 / 72 00 00 02;dioula",
    "COMPAORE Salif;néant;",
    "BARRY Adama;66000003;",
    "DIALLO Binta;66000004;",
    "SANOU Rasmané;;",
)


def kept_files() -> list[str]:
    storage = document_storage()
    return storage.listdir("lists")[1] if storage.exists("lists") else []


@pytest.fixture
def former(floods):
    """Somebody who is in the group, somebody who left it, and somebody who said STOP."""
    consent.join("+22676000001", [floods], channel=Channel.WEB)
    for number in ("+22666000003", "+22666000004"):
        consent.join(number, [floods], channel=Channel.WEB)
    consent.leave("+22666000003", [floods], channel=Channel.DESK)
    consent.stop("+22666000004", channel=Channel.KEYWORD)


def test_a_list_is_previewed_with_a_reason_for_each_row_before_anyone_is_added(desk, former):
    desk.send(MIXED)
    assert desk.row.state == ListState.PREVIEWED
    assert desk.counts() == {"new": 3, "already": 1, "left": 2, "repeated": 1, "wrong": 3, "several": 1}
    assert desk.lines("new") == [
        ["3", "70 12 34 56", "Mooré"],
        ["7", "71 00 00 01", "Dioula"],
        ["7", "72 00 00 02", "Dioula"],
    ]
    assert desk.lines("already") == [["4", "76 00 00 01"]]
    day = f"{timezone.localdate():%d/%m/%Y}"
    left, stopped = desk.lines("left")
    assert left[:2] == ["9", "66000003"] and f"quitté le groupe le {day}" in left[2]
    assert stopped[:2] == ["10", "66000004"] and "ne plus rien recevoir" in stopped[2]
    assert desk.lines("repeated") == [["5", "+226 70 12 34 56", "Se trouve déjà à la ligne 3."]]
    wrong = desk.lines("wrong")
    assert [line[:2] for line in wrong] == [["6", "25 30 00 00"], ["8", "néant"], ["11", "–"]]
    assert ["fixe" in wrong[0][2], "lettres" in wrong[1][2], "Aucun numéro" in wrong[2][2]] == [True] * 3
    assert desk.numbers() == {"+22676000001"}


def test_saying_yes_adds_them_with_how_they_agreed(desk, manager, former, journal):
    desk.send(MIXED).act("apply")
    assert desk.row.state == ListState.APPLIED
    assert desk.numbers() == {"+22676000001", "+22670123456", "+22671000001", "+22672000002"}
    entry = journal("+22670123456")[0]
    assert (entry.act, entry.channel, entry.by) == (Act.JOINED, Channel.IMPORT, manager)
    proof = f"Demandé en réunion, 03/03/2026\u00a0: Assemblée du secteur 4, classeur 2 (liste nº\u00a0{desk.row.pk})"
    assert entry.source == proof
    assert desk.group.subscribers.get(number="+22670123456").language == "mos"
    assert "3" in desk.said() and "ont été effacés" in desk.said()
    assert ModelLogEntry.objects.get(action="alerts.import_list").data == {"number": 3, "name": "liste.csv"}


def test_the_same_list_twice_adds_nobody_twice_and_neither_does_a_second_click(desk, former):
    desk.send(MIXED).act("apply")
    before = Consent.objects.count()
    assert desk.act("apply").status_code == 302
    desk.send(MIXED)
    assert desk.counts()["already"] == 4 and "new" not in desk.counts()
    assert "personne à ajouter" in desk.said()
    desk.act("apply")
    assert desk.row.state == ListState.PREVIEWED
    assert Consent.objects.count() == before and desk.group.subscribers.count() == 4


def test_who_leaves_between_the_preview_and_the_yes_stays_out(desk, former):
    desk.send(MIXED)
    consent.stop("+22671000001", channel=Channel.KEYWORD)
    consent.join("+22672000002", [desk.group], channel=Channel.WEB)
    consent.leave("+22672000002", [desk.group], channel=Channel.WEB)
    desk.act("apply")
    assert desk.numbers() == {"+22676000001", "+22670123456"}
    assert desk.row.counts["new"] == 1 and desk.row.counts["left"] == 4


def test_who_said_stop_and_came_back_for_another_group_is_brought_into_no_other(desk, former, space_a):
    council = type(desk.group).objects.create(name="Conseil", description="x", collection=space_a.collection)
    consent.join("+22666000004", [council], channel=Channel.WEB)
    desk.send(csv("66000004")).act("apply")
    assert desk.lines("left")[0][1] == "66000004"
    assert "+22666000004" not in desk.numbers()


def test_who_left_and_came_back_by_themselves_is_in_the_group(desk, former):
    consent.join("+22666000003", [desk.group], channel=Channel.WEB)
    assert desk.send(csv("66000003")).counts() == {"already": 1}


def test_the_file_and_its_numbers_go_when_the_list_has_been_added(desk, django_capture_on_commit_callbacks):
    before = set(kept_files())
    desk.send(MIXED + "\r\nNIKIEMA;77000001;mossi de l’est".encode())
    assert "mossi de l’est" in desk.said()
    assert len(set(kept_files()) - before) == 1 and ListPage.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        desk.act("apply")
    assert set(kept_files()) == before and not ListPage.objects.exists()
    kept = f"{desk.row.reading} {desk.row.counts} {desk.row.wanted}"
    assert not desk.row.file and "choices" not in kept and "mossi de l’est" not in kept
    assert desk.client.get(url("list_rejects", desk.group.pk, desk.row.pk)).status_code == 404


def test_a_list_thrown_away_leaves_nothing(desk, django_capture_on_commit_callbacks):
    before = set(kept_files())
    desk.send(MIXED)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.act("give_up")["Location"] == url("lists", desk.group.pk)
    assert set(kept_files()) == before
    assert not ListImport.objects.exists() and not ListPage.objects.exists() and not desk.numbers()


def test_a_group_that_is_deleted_takes_its_lists_and_their_files(desk, django_capture_on_commit_callbacks):
    before = set(kept_files())
    desk.send(MIXED)
    with django_capture_on_commit_callbacks(execute=True):
        desk.client.post(url("delete", desk.group.pk))
    assert set(kept_files()) == before and not ListImport.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_list_that_waits_is_forgotten_after_a_week_and_one_that_was_added_is_not(desk, days, kept):
    desk.send(csv("76000009")).act("apply")
    added = desk.row
    desk.send(MIXED)
    ListImport.objects.update(made_at=timezone.now() - timedelta(days=days))
    retention.tidy()
    assert ListImport.objects.filter(pk=desk.row.pk).exists() is kept
    assert ListPage.objects.exists() is kept
    assert ListImport.objects.filter(pk=added.pk).exists()


@pytest.mark.parametrize("missing", ["agreement", "agreed_on", "source", "confirmed"])
def test_no_list_without_how_its_people_agreed(desk, missing):
    response = desk.try_to_send(MIXED, **{missing: ""})
    assert response.status_code == 422 and refusal(response)
    assert not ListImport.objects.exists()


@pytest.mark.parametrize("day", ["2999-01-01", "1026-03-03", "hier", "\x00"])
def test_a_day_that_cannot_be_is_refused(desk, day):
    assert desk.try_to_send(MIXED, agreed_on=day).status_code in (400, 422)
    assert not ListImport.objects.exists()


def test_the_refused_rows_are_taken_away_with_their_reasons_and_no_formula(desk, former):
    desk.send(csv("Téléphone;Langue", "66000003;", '"=1+1";mooré', "+226 25 30 00 00;", "70123456;", "70123456;"))
    response = desk.client.get(url("list_rejects", desk.group.pk, desk.row.pk))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Numéro de mobile;Langue;Ligne;Raison"
    assert lines[1].startswith("'=1+1;mooré;3;")
    assert lines[2].startswith("'+226 25 30 00 00;;4;")
    assert lines[3].startswith("66000003;;2;") and lines[4].startswith("70123456;;6;")
    assert len(lines) == 5 and "no-store" in response["Cache-Control"]


def test_the_corrected_file_of_refused_rows_is_read_again(desk):
    desk.send(csv("Numéro de mobile;Langue;Ligne;Raison", "'+226 70 12 34 56;mooré;4;Un numéro d’un autre pays"))
    assert desk.lines("new") == [["2", "70 12 34 56", "Mooré"]]


def test_a_group_without_a_list_says_so(desk):
    assert words(main(read(desk.client, url("lists", desk.group.pk)))).endswith("Listes reçues Aucune pour l’instant.")


def test_the_group_shows_its_lists_and_the_way_to_send_one(desk, former):
    desk.send(MIXED).act("apply")
    for name in ("people", "lists"):
        page = desk.client.get(url(name, desk.group.pk)).content.decode()
        assert "liste.csv" in page and "Assemblée du secteur 4" in page and "Responsable (exemple)" in page
    assert url("lists", desk.group.pk) in desk.client.get(url("edit", desk.group.pk)).content.decode()


def test_people_who_are_asked_to_wait_read_where_the_list_stands(desk, monkeypatch):
    monkeypatch.setattr("alerts.lists.services.BYTES_AT_ONCE", 10)
    monkeypatch.setattr("alerts.lists.services.async_task", lambda *args, **options: None)
    desk.send(MIXED)
    response = desk.client.get(desk.address)
    assert response["Refresh"] == "3" and "lecture de la liste" in response.content.decode().lower()
    assert not desk.page().find("button", value="restart")
    assert desk.act("apply").status_code == 302 and desk.act("give_up").status_code == 302
    assert desk.row.state == ListState.RECEIVED
    ListImport.objects.update(work_since=timezone.now() - timedelta(minutes=3))
    assert desk.page().find("button", value="restart")
    monkeypatch.undo()
    desk.act("restart")
    assert desk.row.state == ListState.PREVIEWED


def test_a_worker_reads_and_adds_what_is_too_long_for_a_request(desk, monkeypatch):
    monkeypatch.setattr("alerts.lists.services.BYTES_AT_ONCE", 10)
    monkeypatch.setattr("alerts.lists.services.PEOPLE_AT_ONCE", 1)
    desk.send(MIXED).act("apply")
    assert desk.row.state == ListState.APPLIED
    assert len(desk.numbers()) == 6


def test_one_list_is_never_shown_under_another_group(desk, space_a):
    other = type(desk.group).objects.create(name="Marché", description="x", collection=space_a.collection)
    desk.send(MIXED)
    for name in ("list_import", "list_rejects"):
        assert desk.client.get(url(name, other.pk, desk.row.pk)).status_code == 404
    assert desk.client.post(url("list_import", other.pk, desk.row.pk), {"act": "apply"}).status_code == 404
    assert not desk.numbers()


def test_the_editor_of_another_space_and_those_who_only_choose_groups_are_refused(
    desk, signed_in, other_editor, editor
):
    desk.send(MIXED)
    for someone in (other_editor, editor):
        browser = signed_in(someone)
        addresses = [
            url("lists", desk.group.pk),
            url("list_import", desk.group.pk, desk.row.pk),
            url("list_rejects", desk.group.pk, desk.row.pk),
        ]
        for address in addresses:
            assert browser.get(address).status_code in (302, 403)
            response = browser.post(address, {"act": "apply"})
            assert response.status_code in (302, 403, 405) and "lists/" not in response.get("Location", "")
    assert not desk.numbers() and ListImport.objects.get().state == ListState.PREVIEWED


@pytest.mark.parametrize("query", ["?lines=rien", "?page=9", "?page=x", "?lines=wrong&page=" + "9" * 30, "?lines=%00"])
def test_a_made_up_address_finds_nothing(desk, query):
    desk.send(MIXED)
    assert desk.client.get(desk.address + query).status_code in (400, 404)
    assert desk.act("dance").status_code == 404
    assert desk.client.get(url("list_import", desk.group.pk, 10**30)).status_code == 404


def test_a_long_preview_is_read_in_pages(desk):
    desk.send(csv("Tél", *(f"70{number:06}" for number in range(120))))
    assert "Page 1 sur 3" in desk.said() and len(desk.lines("new")) == 50
    last = desk.said("?lines=new&page=3")
    assert "70 00 01 19" in last and "Page 3 sur 3" in last


def test_the_screens_take_as_many_queries_whatever_the_length_of_the_list(desk, django_assert_max_num_queries):
    taken = []
    for count in (5, 400):
        for _list in range(3):
            desk.send(xlsx(["Téléphone"], *([f"70{number:06}"] for number in range(count))))
        for address in (desk.address, url("lists", desk.group.pk), url("people", desk.group.pk)):
            desk.client.get(address)
            with django_assert_max_num_queries(30) as queries:
                desk.client.get(address)
            taken.append(len(queries))
    assert taken[:3] == taken[3:]
