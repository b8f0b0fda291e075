"""A message is composed, weighed while it is typed, submitted, and approved by another person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from alerts import workflow
from alerts.enums import AlertState
from alerts.models import Alert, DiffusionGroup
from tests.alerts.composing import group_of, notice

from . import IN_BROWSER

pytestmark = IN_BROWSER

TEXT = "La fête de l’école est reportée à samedi, à cause de la pluie et des routes coupées."
CHEAP = "La fete de l'école est reportée à samedi, à cause de la pluie et des routes coupées."


@pytest.fixture(autouse=True)
def started(monkeypatch) -> list[Alert]:
    asked: list[Alert] = []
    monkeypatch.setattr(workflow.sending, "start", asked.append)
    return asked


def test_a_message_is_written_weighed_submitted_and_approved_by_another(at_work, space_a, editor, manager, started):
    group_of(space_a)
    kind = notice()
    writer, reader = at_work(editor), at_work(manager)
    writer.goto("/admin/snippets/alerts/alert/add/")
    writer.locator("[name=kind]").select_option(str(kind.pk))
    writer.get_by_role("button", name="Commencer").click()

    area = writer.locator("[name=texts-0-text]")
    counter = writer.locator(".civitac-sms").first
    area.fill("Coupure d'eau demain.")
    expect(counter).to_contain_text("21 signes sur 160, 1 segment(s), GSM-7")
    area.fill(TEXT)
    expect(counter).to_contain_text("2 segment(s), UCS-2")
    expect(counter).to_contain_text("ê ’")
    expect(counter.locator("ins")).to_have_text(["fete", "l'école"])
    counter.get_by_role("button", name="Prendre cette écriture").click()
    assert area.input_value() == CHEAP
    expect(counter).to_contain_text("1 segment(s), GSM-7")
    writer.get_by_role("button", name="Enregistrer et vérifier").click()

    expect(writer.locator(".civitac-phone__text")).to_have_text(CHEAP)
    expect(writer.get_by_role("heading", name="3 destinataires")).to_be_visible()
    writer.get_by_role("button", name="Soumettre à l’accord").click()
    expect(writer.get_by_text("Vous l’avez écrit, modifié ou soumis")).to_have_count(0)

    reader.goto("/admin/")
    reader.locator(".civitac-panel").get_by_role("link", name=kind.name).first.click()
    reader.get_by_role("button", name="Approuver : le laisser partir").click()
    expect(reader.locator(".civitac-sheet__state")).to_contain_text("Approuvé")
    assert Alert.objects.get().state == AlertState.APPROVED
    assert len(started) == 1


def test_on_a_telephone_lists_and_forms_are_read_whole(at_work, space_a, manager):
    group_of(space_a)
    page = at_work(manager)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/admin/snippets/alerts/diffusiongroup/")
    button = page.get_by_role("link", name="Importer une liste")
    assert button.evaluate(
        "button => button.scrollHeight <= button.clientHeight && button.scrollWidth <= button.clientWidth"
    )
    people = page.get_by_role("columnheader", name="Personnes")
    people.scroll_into_view_if_needed()
    expect(people).to_be_in_viewport(ratio=1)
    page.goto("/admin/snippets/alerts/alert/add/")
    for field in page.locator("main select").all():
        assert field.evaluate("field => field.getBoundingClientRect().right") <= 320


def test_on_a_telephone_whoever_is_looked_for_is_in_sight_and_the_journal_can_be_drawn_aside(
    at_work, space_a, animator
):
    group = group_of(space_a)
    number = str(group.subscribers.first().number)
    page = at_work(animator)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/admin/snippets/alerts/diffusiongroup/people/{group.pk}/")
    page.locator("[name=find-number]").fill(number)
    page.get_by_role("button", name="Trouver").click()
    expect(page.get_by_role("button", name="Retirer").first).to_be_in_viewport()
    page.goto("/admin/consentements/")
    page.locator("[name=number]").fill(number)
    page.get_by_role("button", name="Trouver").click()
    last = page.get_by_role("columnheader").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)


def test_the_second_line_of_a_group_s_name_stands_under_the_first(new_page, space_a):
    DiffusionGroup.objects.create(name="Tous les habitants des secteurs de la ville", collection=space_a.collection)
    page = new_page(320)
    page.goto("/alertes/abonnement/")
    lines = page.locator(".ticked label b").evaluate(
        "name => [...name.getClientRects()].map(line => Math.round(line.left))"
    )
    assert len(lines) > 1 and len(set(lines)) == 1
