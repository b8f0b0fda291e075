"""The editor's screens say in plain French what an article is and what has become of it."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, Page

from spaces.models import ArticlePage
from tests.reading import read, words

from .test_space_rule import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(space_a, write_article, editor, signed_in):
    article = write_article(space_a, "Le forage du secteur 4", live=False, user=editor)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    signed_in(editor).post(address, form_data(article) | {"action-submit": "1"})
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def test_the_button_and_the_message_of_an_approval(signed_in, animator, submitted):
    address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    browser = signed_in(animator)
    assert "Approuver et publier" in words(read(browser, address))
    unchanged = form_data(submitted, **{"body-0-id": submitted.body[0].id})
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    answer = browser.post(address, unchanged | approval, follow=True)
    (message,) = [str(message) for message in answer.context["messages"]]
    assert "«\u00a0Le forage du secteur 4\u00a0» est approuvé et en ligne." in message


def test_a_returned_article_is_called_so(signed_in, editor, animator, submitted):
    submitted.current_workflow_task_state.task.specific.on_action(
        submitted.current_workflow_task_state, animator, "reject", comment="La source."
    )
    browser = signed_in(editor)
    for name in ("edit", "workflow_history", "history"):
        page = words(read(browser, reverse(f"wagtailadmin_pages:{name}", args=[submitted.pk])))
        assert "Rejeté" not in page
    panel = read(browser, reverse("wagtailadmin_pages:edit", args=[submitted.pk])).find(id="status-sidebar-returned")
    assert words(panel).endswith("Renvoyé pour correction")


@pytest.mark.parametrize(
    ("live", "called"), [(False, "renvoyé pour correction"), (True, "publiée + renvoyé pour correction")]
)
def test_so_it_is_in_the_lists(signed_in, editor, animator, space_a, submitted, live, called):
    submitted.current_workflow_task_state.task.specific.on_action(
        submitted.current_workflow_task_state, animator, "reject", comment="La source."
    )
    ArticlePage.objects.filter(pk=submitted.pk).update(live=live)
    browser = signed_in(editor)
    for address in (
        reverse("wagtailadmin_explore", args=[space_a.page_id]),
        reverse("wagtailadmin_pages:search") + "?q=forage",
    ):
        (status,) = read(browser, address).select("tbody .w-status")
        assert words(status).endswith(called)


def test_the_titles_of_the_screens_of_an_article(signed_in, editor, space_a, submitted):
    browser = signed_in(editor)
    history = read(browser, reverse("wagtailadmin_pages:history", args=[submitted.pk]))
    assert words(history.title).startswith("Historique de « Le forage du secteur 4 »")
    edit = read(browser, reverse("wagtailadmin_pages:edit", args=[submitted.pk]))
    assert words(edit.title).startswith("Modifier « Le forage du secteur 4 »")
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    assert words(read(browser, f"{address}?kind=brief").title).startswith("Nouvel article")
    assert "Rechercher une page…" in str(read(browser, reverse("wagtailadmin_home")))


def test_a_search_says_what_it_counts(signed_in, animator, space_a, write_article):
    browser = signed_in(animator)
    for number, counted in ((1, "1-1 sur 1 page trouvée"), (2, "1-2 sur 2 pages trouvées")):
        write_article(space_a, f"Le forage {number}")
        heading = read(browser, reverse("wagtailadmin_pages:search") + "?q=forage").select_one("thead th.title")
        assert counted in words(heading)
        assert "None" not in words(heading)


def test_the_welcome_page_leads_to_no_picture_of_oneself(signed_in, editor):
    assert "avatar-section" not in str(read(signed_in(editor), reverse("wagtailadmin_home")))


def test_nothing_is_called_root(site):
    assert Page.get_first_root_node().title == "Racine"
    assert Collection.get_first_root_node().name == "Toutes les collections"
