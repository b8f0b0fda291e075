"""An article comes back with a reason, is corrected and submitted again; two pairs of eyes see it before it goes out."""

from __future__ import annotations

from playwright.sync_api import Page

from spaces.models import ArticlePage

from . import IN_BROWSER
from .desk import Desk

pytestmark = IN_BROWSER

TITLE = "Le forage du secteur 4"
REASON = "Ajoutez la source du chiffre, s’il vous plaît."


def open_from_dashboard(page: Page) -> Desk:
    page.goto("/admin/")
    page.locator(".civitac-panel").get_by_role("link", name=TITLE).first.click()
    page.locator(".c-sf-add-button").first.wait_for()
    return Desk(page)


def test_a_returned_article_is_corrected_and_approved_by_a_colleague(
    at_work, space_a, editor, animator, second_animator, write_article
):
    article = write_article(space_a, TITLE, live=False, user=editor)
    writer, reader, colleague = (at_work(person) for person in (editor, animator, second_animator))
    open_from_dashboard(writer).submit()

    open_from_dashboard(reader).give_back(REASON)
    writer.goto("/admin/")
    assert writer.locator(".civitac-panel").get_by_text(REASON).is_visible()

    desk = open_from_dashboard(writer)
    desk.write(0, "Le forage donne 800 litres par heure, dit le comité de l’eau.")
    desk.submit()
    writer.goto("/admin/")
    assert writer.locator(".civitac-panel").get_by_text(REASON).count() == 0

    desk = open_from_dashboard(reader)
    assert desk.may_approve()
    desk.field("summary").fill("Huit cents litres par heure.")
    desk.save()
    assert not open_from_dashboard(reader).may_approve()

    open_from_dashboard(colleague).approve()
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.live
    colleague.goto(article.url)
    assert colleague.get_by_text("dit le comité de l’eau").is_visible()
    assert colleague.get_by_text("Huit cents litres par heure.").first.is_visible()


def test_the_reason_and_the_history_are_read_whole_on_a_phone(at_work, space_a, editor, animator, write_article):
    article = write_article(space_a, TITLE, live=False, user=editor)
    article.get_workflow().start(article, editor)
    state = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
    state.task.specific.on_action(state, animator, "reject", comment=REASON)
    page = at_work(editor)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"/admin/pages/{article.pk}/edit/")
    button = page.locator(".sidebar-nav-toggle").bounding_box()
    words = page.locator(".messages li").evaluate("line => parseFloat(getComputedStyle(line).paddingInlineStart)")
    assert words >= button["x"] + button["width"]
    page.goto(f"/admin/pages/{article.pk}/history/")
    assert page.locator("main table").evaluate("table => table.getBoundingClientRect().right") <= 320
