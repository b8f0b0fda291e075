"""The read-only API of pages and pictures shows what is public, to everyone alike."""

from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from spaces.services import close_space
from tests.home.world import picture

pytestmark = pytest.mark.django_db

PAGES, IMAGES = "/api/v2/pages/", "/api/v2/images/"


@pytest.fixture
def article(space_a, write_article):
    return write_article(space_a, "Le forage du secteur 4")


def titles(client, **query) -> set[str]:
    response = client.get(PAGES, {"limit": 50, **query})
    assert response.status_code == 200
    return {item["title"] for item in response.json()["items"]}


def test_a_public_page_is_listed_and_read(client, article):
    assert article.title in titles(client)
    shown = client.get(f"{PAGES}{article.pk}/").json()
    assert shown["title"] == article.title
    assert shown["meta"]["html_url"] == f"http://testserver{article.url}"


def test_nothing_unpublished_is_listed_read_found_or_counted(client, article, space_a, space_b, write_article):
    draft = write_article(space_a, "Un secret", live=False)
    gone = write_article(space_b, "Un secret de Kaya")
    close_space(space_b)
    article.title = "Un secret en cours"
    article.save_revision()
    before = client.get(PAGES).json()["meta"]["total_count"]
    assert not [title for title in titles(client) if "secret" in title or "Kaya" in title]
    assert titles(client, search="secret") == set()
    assert titles(client, slug=draft.slug) == set()
    for page in (draft, gone, space_b.page):
        assert client.get(f"{PAGES}{page.pk}/").status_code == 404
        assert client.get(f"{PAGES}find/", {"html_path": page.url}).status_code == 404
    assert before == len(titles(client))


def test_a_private_page_is_not_shown(client, article):
    PageViewRestriction.objects.create(page=article.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert article.title not in titles(client)
    assert client.get(f"{PAGES}{article.pk}/").status_code == 404


@pytest.mark.parametrize("persona", ["editor", "animator", "superuser"])
def test_someone_who_has_signed_in_sees_no_more(request, signed_in, client, article, space_a, write_article, persona):
    write_article(space_a, "Un secret", live=False)
    assert titles(signed_in(request.getfixturevalue(persona))) == titles(client)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, article, method):
    for address in (PAGES, f"{PAGES}{article.pk}/", IMAGES):
        assert getattr(client, method)(address).status_code in (403, 405)
    article.refresh_from_db()


def test_pictures_are_public(client, article):
    assert client.get(f"{IMAGES}{picture().pk}/").status_code == 200


@pytest.mark.parametrize("address", ["/api/v2/documents/", "/api/v3/pages/", "/api/main/pages/", "/api/v2/"])
def test_nothing_else_is_mounted(client, article, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        *("limit=9999", "offset=-1", "offset=x", "fields=magie", "type=magie.Page", "child_of=9999", "order=magie"),
        *("fields=owner", "search=%ff", "search=%22", "search=" + "a" * 5000, "translation_of=x", "x=1"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client, article, query):
    assert client.get(f"{PAGES}?{query}").status_code in (200, 400)


def test_nothing_personal_is_shown(client, article, editor):
    article.owner = editor
    article.save()
    shown = client.get(f"{PAGES}{article.pk}/?fields=*").content.decode()
    assert editor.email not in shown
    assert editor.last_name not in shown
