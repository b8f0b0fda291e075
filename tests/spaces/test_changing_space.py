"""An article belongs to the space it stands in, however it came there."""

import pytest
from django.urls import reverse

from spaces.models import ArticlePage
from spaces.models.review import may_approve
from spaces.services import close_space

pytestmark = pytest.mark.django_db

TITLE = "Le forage du secteur 4"


@pytest.fixture
def draft(space_a, space_b, write_article, editor):
    return write_article(space_a, TITLE, live=False, user=editor)


@pytest.fixture
def moved(draft, space_b, signed_in, animator):
    signed_in(animator).post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, space_b.page_id]))
    return ArticlePage.objects.get(pk=draft.pk)


def approve(article):
    article.get_latest_revision().publish(skip_permission_checks=True)
    return ArticlePage.objects.get(pk=article.pk)


def test_a_draft_that_was_moved_is_published_in_its_new_space(client, moved, space_a, space_b):
    article = approve(moved)
    assert article.space == space_b
    assert TITLE in client.get("/collectivites/kaya/flux.xml").content.decode()
    assert TITLE not in client.get("/collectivites/ouahigouya/flux.xml").content.decode()


def test_moving_an_article_is_not_editing_it(moved, animator):
    moved.save_revision(user=animator)
    assert may_approve(moved, animator)


def test_an_article_copied_into_another_space_belongs_to_it(client, draft, space_a, space_b, signed_in, animator):
    signed_in(animator).post(
        reverse("wagtailadmin_pages:copy", args=[draft.pk]),
        {"new_title": "Le forage de Kaya", "new_slug": "forage-de-kaya", "new_parent_page": space_b.page_id},
    )
    copied = approve(ArticlePage.objects.get(slug="forage-de-kaya"))
    assert copied.space == space_b
    assert "Le forage de Kaya" in client.get("/collectivites/kaya/flux.xml").content.decode()
    assert ArticlePage.objects.get(pk=draft.pk).space == space_a


def test_nothing_moves_into_a_space_that_is_closed(
    client, signed_in, animator, superuser, space_a, space_b, write_article
):
    article = write_article(space_a, TITLE)
    close_space(space_b)
    for persona in (animator, superuser):
        signed_in(persona).post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, space_b.page_id]))
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.space == space_a
    assert client.get(article.url).status_code == 200
