"""An editor submits; the animation team approves or returns; nobody approves what they last edited."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from spaces.models import ArticlePage, Author
from spaces.services import close_space, reopen_space

from .test_space_rule import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(space_a, write_article, editor):
    return write_article(space_a, "Le forage du secteur 4", live=False, user=editor)


@pytest.fixture
def submit(signed_in, editor, django_capture_on_commit_callbacks):
    def send(article, user=None):
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(user or editor).post(
                reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article) | {"action-submit": "1"}
            )
        return ArticlePage.objects.get(pk=article.pk)

    return send


@pytest.fixture
def decide(django_capture_on_commit_callbacks):
    def act(browser, article, action, comment=""):
        state = article.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, action, state.pk])
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post(address, {"comment": comment})
        return response, ArticlePage.objects.get(pk=article.pk)

    return act


def test_a_submitted_article_waits_and_the_team_is_told(submit, article, animator):
    article = submit(article)
    assert article.workflow_in_progress
    assert not article.live
    assert animator.email in [address for message in mail.outbox for address in message.to]


def test_an_approved_article_goes_on_line_and_the_editor_is_told(submit, decide, signed_in, article, animator, editor):
    article = submit(article)
    mail.outbox.clear()
    _response, article = decide(signed_in(animator), article, "approve")
    assert article.live
    assert editor.email in [address for message in mail.outbox for address in message.to]


def test_a_returned_article_carries_its_reason_back(submit, decide, signed_in, article, animator, editor):
    article = submit(article)
    mail.outbox.clear()
    _response, article = decide(signed_in(animator), article, "reject", "Ajoutez la source du chiffre.")
    assert not article.live
    told = [message for message in mail.outbox if editor.email in message.to]
    assert told
    assert "Ajoutez la source du chiffre." in told[0].body
    assert "Ajoutez la source du chiffre." in signed_in(editor).get(reverse("wagtailadmin_home")).content.decode()


def test_whoever_last_edited_does_not_approve(submit, decide, signed_in, article, animator, second_animator):
    article = submit(article)
    article.title = "Le forage du secteur 4, corrigé"
    article.save_revision(user=animator)
    article = ArticlePage.objects.get(pk=article.pk)
    _response, article = decide(signed_in(animator), article, "approve")
    assert not article.live
    _response, article = decide(signed_in(second_animator), article, "approve")
    assert article.live
    assert article.title == "Le forage du secteur 4, corrigé"


def test_a_correction_made_while_approving_is_saved_for_a_colleague_to_approve(submit, signed_in, article, animator):
    article = submit(article)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    answer = signed_in(animator).post(address, form_data(article, title="Le forage corrigé") | approval, follow=True)
    article = ArticlePage.objects.get(pk=article.pk)
    assert not article.live
    assert article.workflow_in_progress
    assert article.get_latest_revision_as_object().title == "Le forage corrigé"
    assert answer.redirect_chain == [(address, 302)]
    (said,) = answer.context["messages"]
    assert "Votre correction" in str(said)
    assert "collègue" in str(said)


def test_so_is_one_of_the_sheet_of_a_space(submit, signed_in, space_a, manager, animator):
    page = space_a.page.specific
    page.get_workflow().start(page, manager)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    browser = signed_in(animator)
    shown = querydict_from_html(browser.get(address).content.decode(), form_id="page-edit-form").dict()
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    answer = browser.post(address, shown | {"key_figures-count": "0", "summary": "Corrigé."} | approval, follow=True)
    assert "Votre correction" in " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("persona", ["animator", "superuser"])
def test_nobody_publishes_an_article_without_the_reading(request, signed_in, article, persona):
    browser = signed_in(request.getfixturevalue(persona))
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    browser.post(address, form_data(article) | {"action-publish": "1"})
    assert not ArticlePage.objects.get(pk=article.pk).live
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={article.pk}"
    browser.post(bulk)
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_nothing_goes_on_line_in_a_closed_space(submit, decide, signed_in, client, article, space_a, animator):
    article = submit(article)
    close_space(space_a)
    _response, article = decide(signed_in(animator), article, "approve")
    assert not article.live
    assert client.get(article.get_url()).status_code == 404
    reopen_space(space_a)
    _response, article = decide(signed_in(animator), article, "approve")
    assert article.live


def test_an_editor_does_not_approve(submit, decide, signed_in, article, manager):
    article = submit(article)
    _response, article = decide(signed_in(manager), article, "approve")
    assert not article.live


def test_an_approved_article_waits_for_its_hour(decide, signed_in, article, animator, monkeypatch):
    article.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    article.save_revision(user=article.owner)
    article = ArticlePage.objects.get(pk=article.pk)
    article.get_workflow().start(article, article.owner)
    article = ArticlePage.objects.get(pk=article.pk)
    _response, article = decide(signed_in(animator), article, "approve")
    assert not article.live
    call_command("publish_scheduled")
    assert not ArticlePage.objects.get(pk=article.pk).live
    two_hours_later = timezone.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: two_hours_later)
    call_command("publish_scheduled")
    assert ArticlePage.objects.get(pk=article.pk).live


def test_the_team_takes_an_article_off_line(submit, decide, signed_in, article, animator):
    article = submit(article)
    browser = signed_in(animator)
    _response, article = decide(browser, article, "approve")
    browser.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_two_revisions_are_compared_and_an_old_one_restored(signed_in, editor, article):
    first = article.latest_revision
    article.title = "Un autre titre"
    second = article.save_revision(user=editor)
    browser = signed_in(editor)
    compared = browser.get(reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, first.pk, second.pk]))
    assert compared.status_code == 200
    assert "Un autre titre" in compared.content.decode()
    restored = browser.get(reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, first.pk]))
    assert restored.status_code == 200


def as_shown(form) -> dict:
    """What a browser sends for the rows of an article's form that nobody has touched."""
    data = {}
    for prefix, field in (("authors", "author"), ("related", "article")):
        formset = form.formsets[prefix]
        data |= {
            f"{prefix}-TOTAL_FORMS": formset.total_form_count(),
            f"{prefix}-INITIAL_FORMS": formset.initial_form_count(),
        }
        for number, row in enumerate(formset.forms):
            shown = {
                field: getattr(row.instance, f"{field}_id"),
                "id": row.instance.pk or "",
                "ORDER": number + 1,
                "DELETE": "",
            }
            data |= {f"{prefix}-{number}-{name}": value for name, value in shown.items()}
    return data


def test_approving_through_the_editor_rows_that_only_the_draft_holds_is_not_an_edit(
    submit, decide, signed_in, article, animator, space_a, editor
):
    """An author added to an article that is on line stands in its draft only: Wagtail takes its row for a change."""
    author = Author.objects.create(name="Plume", collection=space_a.collection)
    _response, article = decide(signed_in(animator), submit(article), "approve")
    assert article.live
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    added = {"authors-TOTAL_FORMS": "1", "authors-0-author": author.pk, "authors-0-ORDER": "1"}
    added |= {"authors-0-id": "", "authors-0-DELETE": ""}
    block = {"body-0-id": article.body[0].id}
    signed_in(editor).post(address, form_data(article) | added | block | {"action-submit": "1"})
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.workflow_in_progress
    shown = signed_in(animator).get(address).context["form"]
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    signed_in(animator).post(address, form_data(article) | as_shown(shown) | block | approval)
    article = ArticlePage.objects.get(pk=article.pk)
    assert not article.has_unpublished_changes
    assert [row.author for row in article.authors.all()] == [author]
