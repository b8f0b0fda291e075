"""An article is found by the names that readers see under it, and by no other."""

import pytest
from django.urls import reverse

from spaces.models import ArticleAuthor, Author
from tests.reading import main, read, words

pytestmark = pytest.mark.django_db

NAME = "Wendkouni Tapsoba (exemple)"


@pytest.fixture
def author(space_a, write_article, django_capture_on_commit_callbacks):
    """Who signs an article that is on line."""
    author = Author.objects.create(name=NAME, collection=space_a.collection)
    article = write_article(space_a, "Le forage du secteur 4")
    article.authors = [ArticleAuthor(author=author)]
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    return author


@pytest.fixture
def change(author, signed_in, animator, django_capture_on_commit_callbacks):
    """`change(name=…)` → the author's sheet, saved so in the administration."""

    def save(**values):
        sent = {"name": NAME, "role": "", "collection": author.collection_id} | values
        address = reverse(author.snippet_viewset.get_url_name("edit"), args=[author.pk])
        with django_capture_on_commit_callbacks(execute=True):
            assert signed_in(animator).post(address, sent).status_code == 302

    return save


def is_found(client, asked):
    on_the_page = "forage du secteur 4" in words(main(read(client, f"/recherche/?q={asked}")))
    through_the_api = client.get("/api/v2/pages/", {"search": asked}).json()["meta"]["total_count"] == 1
    assert on_the_page == through_the_api
    return on_the_page


def test_an_article_is_found_by_its_author(client, author):
    assert is_found(client, "Tapsoba")


def test_a_name_withheld_finds_nothing_any_more(client, author, change):
    change(is_withheld="on")
    assert not is_found(client, "Tapsoba")
    change()
    assert is_found(client, "Tapsoba")


def test_a_new_name_takes_the_place_of_the_former(client, author, change):
    change(name="Awa Zongo (exemple)")
    assert is_found(client, "Zongo") and not is_found(client, "Tapsoba")


def test_an_author_who_is_deleted_is_found_no_more(client, author, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        author.delete()
    assert not is_found(client, "Tapsoba")
