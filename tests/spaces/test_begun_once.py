"""The form of a new page makes one page, however often it arrives: autosave under way, buttons, lost answers."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from home.models import StandardPage
from spaces.models import ArticlePage, Author
from tests.reading import read
from tests.spaces.test_space_rule import form_data

pytestmark = pytest.mark.django_db
AUTOSAVE = {"headers": {"accept": "application/json"}}
SUBMIT = {"action-submit": "1"}


@pytest.fixture
def begun(signed_in, editor, space_a):
    """`begun(title, submit, headers=…)` → the answer to one and the same form of a new article, sent (again)."""
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    client = signed_in(editor)
    key = read(client, f"{address}?kind=report").find("input", attrs={"name": "form_key"})["value"]

    def send(title: str, changes: dict | None = None, **options):
        return client.post(address, form_data(written(title)) | {"form_key": key} | (changes or {}), **options)

    send.client, send.address = client, address
    return send


def written(title: str) -> ArticlePage:
    return ArticlePage(title=title, kind="report", language="fr", summary="Le conseil prépare les travaux.")


def latest() -> ArticlePage:
    return ArticlePage.objects.get().get_latest_revision_as_object()


def test_a_button_pressed_while_autosave_makes_the_article_makes_no_second_one(begun):
    assert begun("Le forage", **AUTOSAVE).status_code == 200
    assert begun("Le forage est réparé", SUBMIT).status_code == 302
    assert latest().title == "Le forage est réparé"
    assert latest().workflow_in_progress


def test_autosave_that_comes_again_is_told_where_the_article_is(begun):
    begun("Le forage", **AUTOSAVE)
    told = begun("Le forage est réparé", **AUTOSAVE).json()
    article = ArticlePage.objects.get()
    assert told["success"]
    assert told["url"] == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert begun.client.get(told["hydrate_url"]).status_code == 200
    assert told["revision_id"] == article.latest_revision_id
    assert latest().title == "Le forage est réparé"


def test_autosave_that_comes_late_changes_nothing_of_what_was_submitted_or_written_since(begun):
    begun("Le forage", **AUTOSAVE)
    article = ArticlePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    begun.client.post(edit, form_data(article, title="Le forage est réparé", summary="Fini."))
    assert begun("Le forage", **AUTOSAVE).json()["error_code"] == "invalid_revision"
    begun("Le forage est réparé", SUBMIT)
    late = begun("Le forage", **AUTOSAVE)
    assert late.status_code == 400 and not late.json()["success"]
    assert latest().title == "Le forage est réparé"


def test_people_named_and_comments_stand_once(begun, space_a):
    author = Author.objects.create(name="Awa", collection=space_a.collection)
    rows = {
        "authors-TOTAL_FORMS": "1",
        "authors-0-author": author.pk,
        "authors-0-ORDER": "1",
        "authors-0-id": "",
        "authors-0-DELETE": "",
    }
    begun("Le forage", rows, **AUTOSAVE)
    begun("Le forage", rows, **AUTOSAVE)
    begun("Le forage", rows)
    assert ArticlePage.objects.get().authors.count() == latest().authors.count() == 1


def test_what_another_person_said_in_a_comment_stays(begun, signed_in, manager):
    begun("Le forage", **AUTOSAVE)
    article = ArticlePage.objects.get()
    comment = {"text": "À vérifier", "contentpath": "title", "position": "", "id": "", "DELETE": "", "resolved": ""}
    replies = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    comment |= {f"replies-{name}": value for name, value in replies.items()}
    form = {f"comments-0-{name}": value for name, value in comment.items()} | {"comments-TOTAL_FORMS": "1"}
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    signed_in(manager).post(edit, form_data(article) | form)
    begun("Le forage est réparé")
    assert latest().title == "Le forage est réparé"
    assert [said.text for said in article.wagtail_admin_comments.all()] == ["À vérifier"]


@pytest.mark.parametrize("earlier", [[], ["Le forage"]])
def test_an_address_to_go_to_next_that_is_none_takes_nothing_back(begun, earlier, space_a):
    for title in earlier:
        begun(title, **AUTOSAVE)
    answer = begun("Le forage est réparé", SUBMIT | {"next": "nulle-part"})
    assert answer.url == reverse("wagtailadmin_explore", args=[space_a.page_id])
    assert latest().title == "Le forage est réparé"
    assert latest().workflow_in_progress


def test_a_form_with_faults_is_shown_again_and_makes_no_second_article_once_mended(begun):
    begun("Le forage", **AUTOSAVE)
    answer = begun("", SUBMIT)
    assert answer.status_code == 200
    assert "title" in answer.context["form"].errors
    assert begun("Le forage est réparé", SUBMIT).status_code == 302
    assert latest().title == "Le forage est réparé"


def test_what_is_sent_twice_by_a_button_is_submitted_once(begun):
    begun("Le forage", SUBMIT)
    answer = begun("Le forage", SUBMIT, follow=True)
    assert "verrouill" in answer.content.decode()
    assert ArticlePage.objects.get().workflow_states.count() == 1


def test_two_forms_make_two_articles_and_so_do_forms_without_a_readable_key(begun):
    send = partial(begun.client.post, begun.address)
    for key in (str(uuid4()), str(uuid4()), "", "pas une clé", "é" * 5000):
        assert send(form_data(written("Le forage")) | {"form_key": key}).status_code == 302
    assert ArticlePage.objects.count() == 5


def test_a_key_says_nothing_of_another_person_s_articles(begun, signed_in, manager):
    begun("Le forage")
    mine = ArticlePage.objects.get()
    form = form_data(written("Le marché")) | {"form_key": str(mine.translation_key)}
    for _time in range(2):
        assert signed_in(manager).post(begun.address, form).status_code == 302
    titles = ArticlePage.objects.values_list("owner", "title")
    assert set(titles) == {(mine.owner_id, "Le forage"), (manager.pk, "Le marché")}


def test_the_form_of_any_other_page_makes_one_page_too(signed_in, animator, site):
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", site.pk])
    client = signed_in(animator)
    key = read(client, address).find("input", attrs={"name": "form_key"})["value"]
    form = {"title": "À propos", "slug": "a-propos", "summary": "", "body-count": "0", "form_key": key}
    assert client.post(address, form, **AUTOSAVE).status_code == 200
    assert client.post(address, form | {"title": "Qui nous sommes", "action-publish": "1"}).status_code == 302
    page = StandardPage.objects.get()
    assert (page.title, page.live) == ("Qui nous sommes", True)
