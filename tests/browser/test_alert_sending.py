"""A message goes its whole way: written, submitted, approved by another, sent by workers, received."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django_q.conf import Conf
from playwright.sync_api import expect

from alerts.models import Alert
from tests.alerts.composing import MOOV, ORANGE, group_of, notice
from tests.alerts.sending.cluster import Cluster
from tests.alerts.sending.scene import StandIn, never_quiet, prove, stand_in, until

from . import IN_BROWSER

pytestmark = IN_BROWSER

TEXT = "Session du conseil jeudi à 8 h."
PEOPLE = {ORANGE.format(1): "fr", ORANGE.format(2): "mos", MOOV.format(1): "fr"}
TOKEN = "jeton-de-la-passerelle-pour-les-essais"


@pytest.fixture
def gateway(monkeypatch, settings):
    """A stand-in for the operator, and workers that call it, each in processes of their own."""
    monkeypatch.setattr(Conf, "SYNC", False)
    settings.SMS_CALLBACK_TOKENS = [TOKEN]
    with stand_in() as process:
        yield process


def report(address: str, gateway: StandIn) -> None:
    """The operator says that every message it took has been received."""
    for number, reference, _text in gateway.ask("/accepted"):
        told = urlencode({"id": reference, "status": "Success", "phoneNumber": number, "networkCode": "61302"})
        with urlopen(f"{address}/sms/{TOKEN}/livraison/", told.encode(), timeout=10) as answer:
            assert answer.status == 200


def test_a_message_leaves_for_everyone_once_and_the_page_of_its_sending_shows_it(
    at_work, space_a, editor, manager, gateway, address, tmp_path: Path
):
    never_quiet()
    group_of(space_a, people=PEOPLE)
    kind = notice()
    writer, reader = at_work(editor), at_work(manager)
    writer.goto("/admin/snippets/alerts/alert/add/")
    writer.locator("[name=kind]").select_option(str(kind.pk))
    writer.get_by_role("button", name="Commencer").click()
    writer.locator("[name=texts-0-text]").fill(TEXT)
    writer.get_by_role("button", name="Enregistrer et vérifier").click()
    writer.get_by_role("button", name="Soumettre à l’accord").click()
    assert gateway.ask("/calls") == []

    gateway.behave("ok", seconds=12)  # longer than the page takes to look again
    with Cluster(gateway, tmp_path, transport="africastalking") as cluster:
        reader.goto("/admin/")
        reader.locator(".civitac-panel").get_by_role("link", name=kind.name).first.click()
        reader.get_by_role("button", name="Approuver : le laisser partir").click()
        reader.get_by_role("link", name="Suivre l’envoi").click()
        alert = Alert.objects.get()

        def watched(state: str, number: int) -> None:
            """The page as it looks again by itself, until it says so."""
            row = reader.locator("table tr", has=reader.get_by_role("rowheader", name=state, exact=True))
            expect(row.first.get_by_role("cell").first).to_have_text(str(number), timeout=60_000)

        watched("En cours de remise", 3)
        expect(reader.get_by_text("3 ne sont pas encore partis")).to_be_visible()
        watched("Accepté par l’opérateur", 3)
        expect(reader.get_by_text("Le service a terminé l’envoi")).to_be_visible()

        report(address, gateway)
        cluster.asked("alerts.callbacks.tasks.apply_all")  # as the clock does every minute

        def received() -> bool:
            reader.reload()
            return reader.get_by_role("rowheader", name="Reçu", exact=True).count() > 0

        until(received, 60)
        watched("Reçu", 3)

    assert {(number, text) for number, _reference, text in gateway.ask("/accepted")} == {
        (each, TEXT) for each in PEOPLE
    }
    assert gateway.accepted() == dict.fromkeys(PEOPLE, 1)
    prove(gateway, alert)
    assert len(gateway.ask("/calls")) == 1
    reader.goto(f"/alertes/{alert.pk}/")
    expect(reader.get_by_text(TEXT)).to_be_visible()
