"""A list that should not have been added is undone: who did nothing since leaves, and nothing is said of their will."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from alerts import consent
from alerts.enums import Act, Channel, DeliveryState, ListState, Suppressed
from alerts.models import Consent, Delivery, DiffusionGroup
from tests.alerts.callbacks import make_alert
from tests.core.sheets.files import csv

from .conftest import ListDesk, url

pytestmark = pytest.mark.django_db

FORMER, SILENT, AGREED, SPOKEN, BACK = (f"+2267000000{rank}" for rank in range(1, 6))
LIST = csv("Téléphone", *(number.removeprefix("+226") for number in (FORMER, SILENT, AGREED, SPOKEN, BACK)))


@pytest.fixture
def added(desk) -> ListDesk:
    consent.join(FORMER, [desk.group], channel=Channel.WEB)
    desk.send(LIST).act("apply")
    assert len(desk.numbers()) == 5
    return desk


def test_whoever_it_added_leaves_unless_they_did_something_since(added, manager, journal):
    consent.join(AGREED, [added.group], channel=Channel.KEYWORD)
    consent.speak(SPOKEN, "mos", channel=Channel.WEB)
    consent.leave(BACK, [added.group], channel=Channel.WEB)
    consent.join(BACK, [added.group], channel=Channel.DESK)
    assert "1 personne quitterait le groupe" in added.said()
    added.act("undo")
    assert added.row.state == ListState.UNDONE
    assert added.numbers() == {FORMER, AGREED, SPOKEN, BACK}
    last, first = journal(SILENT)
    assert (first.act, last.act, last.channel, last.by) == (Act.JOINED, Act.UNDONE, Channel.IMPORT, manager)
    assert first.source == last.source
    said = added.said()
    assert "Annulée le" in said and "1 personne a quitté le groupe" in said and "quitterait" not in said
    (entry,) = ModelLogEntry.objects.filter(action="alerts.undo_list")
    assert entry.user == manager and "1 personne" in entry.message and "liste.csv" in entry.message


def test_what_someone_did_about_another_group_does_not_keep_them_in_this_one(added, space_a):
    other = DiffusionGroup.objects.create(name="Conseil", collection=space_a.collection)
    for number in (SILENT, BACK):
        consent.join(number, [other], channel=Channel.WEB)
    consent.leave(BACK, [other], channel=Channel.WEB)
    added.act("undo")
    assert added.numbers() == {FORMER}
    assert set(other.subscribers.values_list("number", flat=True)) == {SILENT}


def test_who_stands_in_another_list_that_was_added_stays_until_that_one_is_undone_too(added, journal):
    wrong = added.row
    added.send(csv("Téléphone", "70000002", "70000001", "70000009"), name="corrigee.csv").act("apply")
    assert (added.counts()["new"], added.counts()["already"]) == (1, 2)
    assert [each.act for each in journal(SILENT)] == [Act.JOINED, Act.JOINED] and len(journal(FORMER)) == 1
    corrected, added.row = added.row, wrong
    assert "3 personnes quitteraient le groupe" in added.said()
    added.act("undo")
    assert added.numbers() == {FORMER, SILENT, "+22670000009"}
    added.row = corrected
    added.act("undo")
    assert added.numbers() == {FORMER}


def test_what_waits_for_those_who_leave_does_not_leave(added):
    alert = make_alert(added.group.collection)
    alert.groups = [added.group]
    alert.save()
    for number in (FORMER, SILENT):
        subscriber = added.group.subscribers.get(number=number)
        Delivery.objects.create(alert=alert, subscriber=subscriber, number=number, language="fr", segments=1)
    added.act("undo")
    states = dict(Delivery.objects.values_list("number", "state"))
    assert states == {FORMER: DeliveryState.QUEUED, SILENT: DeliveryState.SUPPRESSED}
    assert Delivery.objects.get(number=SILENT).reason == Suppressed.OPTED_OUT


def test_the_corrected_list_brings_them_back(added):
    added.act("undo")
    assert added.numbers() == {FORMER}
    added.send(LIST)
    assert added.counts()["new"] == 4
    added.act("apply")
    assert len(added.numbers()) == 5
    added.act("undo")
    assert added.numbers() == {FORMER}


def test_it_is_undone_once_and_only_where_it_was_added(added):
    added.act("undo")
    added.act("undo")
    assert "entre-temps" in added.said()
    assert Consent.objects.filter(act=Act.UNDONE).count() == 4
    added.send(LIST).act("undo")
    assert added.row.state == ListState.PREVIEWED


def test_a_list_whose_people_have_all_done_something_offers_nothing(added):
    for number in (SILENT, AGREED, SPOKEN, BACK):
        consent.join(number, [added.group], channel=Channel.ACCOUNT)
    assert "quitterai" not in added.said()
    assert 'value="undo"' not in str(added.page())


def test_a_worker_undoes_what_is_too_long_for_a_request(added, monkeypatch):
    monkeypatch.setattr("alerts.lists.services.PEOPLE_AT_ONCE", 1)
    asked = []
    monkeypatch.setattr("alerts.lists.services.async_task", lambda *task, **_options: asked.append(task[1:]))
    added.act("undo")
    assert asked == [(added.row.pk, "undo")] and len(added.numbers()) == 5
    assert "Retrait des personnes" in added.said()


def test_who_agrees_after_a_list_added_them_is_written_once_with_their_own_agreement(added, journal):
    for _time in range(3):
        assert consent.join(SILENT, [added.group], channel=Channel.WEB, wording="2026-11") == []
    assert [(each.act, each.channel) for each in journal(SILENT)] == [
        (Act.JOINED, Channel.WEB),
        (Act.JOINED, Channel.IMPORT),
    ]


def test_who_asks_at_the_desk_after_a_list_added_them_stays_and_the_journal_says_how(added, journal):
    for source in ("Demandé au guichet", "Demandé encore"):
        person = {"act": "add", "add-number": SILENT, "add-language": "fr", "add-source": source}
        assert added.client.post(url("people", added.group.pk), person).status_code == 302
    assert [(each.channel, each.source) for each in journal(SILENT)][:-1] == [(Channel.DESK, "Demandé au guichet")]
    added.act("undo")
    assert added.numbers() == {FORMER, SILENT}
