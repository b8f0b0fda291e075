"""A button pressed while autosave is still waiting for its answer, as it long does on a poor line."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route

from spaces.models import ArticlePage

from . import IN_BROWSER
from .desk import Desk
from .reader import sign_in

pytestmark = IN_BROWSER


@pytest.fixture
def line(new_page, editor, space_a, settings) -> Page:
    """An editor's browser on a new article; what autosave sends arrives, and is never answered."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 200
    page = new_page()
    sign_in(page, editor)
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    page.arrived = []

    def without_answer(route: Route) -> None:
        if route.request.method == "POST" and route.request.headers["accept"] == "application/json":
            page.arrived.append(route.fetch())
        else:
            route.continue_()

    page.route(f"**{address}*", without_answer)
    page.goto(f"{address}?kind=brief")
    return page


def test_an_article_submitted_while_autosave_waits_is_one_article(line):
    desk = Desk(line)
    desk.field("summary").fill("L’eau coule depuis lundi.")
    desk.write(0, "Le robinet coule depuis lundi.")
    # The editor looks for changes only some seconds after it has opened.
    for rank in range(50):
        desk.field("title").fill(f"Le forage est réparé{'.' * (rank % 2)}")
        line.wait_for_timeout(300)
        if line.arrived:
            break
    assert [article.live for article in ArticlePage.objects.all()] == [False]
    desk.submit()
    article = ArticlePage.objects.get()
    assert article.workflow_in_progress
    assert "depuis lundi" in str(article.get_latest_revision_as_object().body)
