"""The lists of the administration name the people one works with, and nobody else."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from spaces.models import ArticlePage
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
KNOWN, TEAM, OTHER = "Editrice (exemple)", "Animatrice (exemple)", "Autre-editeur (exemple)"


@pytest.fixture
def articles(space_a, space_b, editor, other_editor, animator, write_article) -> tuple[ArticlePage, ArticlePage]:
    """One of each space, by its editor; the animation team has corrected that of Ouahigouya."""
    ours = write_article(space_a, "Le puits", live=False, user=editor)
    theirs = write_article(space_b, "Le marché", live=False, user=other_editor)
    ours.save_revision(user=animator, log_action=True)
    theirs.save_revision(user=other_editor, log_action=True)
    return ours, theirs


def lists(page: Page) -> list[str]:
    kind = ["spaces", "articlepage"]
    return [
        reverse("wagtailadmin_explore", args=[page.pk]),
        reverse("wagtailadmin_pages:type_use", args=kind),
        reverse("wagtailadmin_pages:type_use", args=["wagtailcore", "page"]),
    ]


@pytest.mark.parametrize("number", range(3))
def test_an_editor_filters_by_the_people_of_the_space_and_those_who_corrected_there(
    signed_in, space_a, articles, editor, number
):
    page = signed_in(editor).get(lists(space_a.page)[number]).content.decode()
    assert "Le puits" in page
    assert (KNOWN in page, TEAM in page, OTHER in page) == (True, True, False)


def test_someone_of_two_spaces_filters_by_the_people_of_both(signed_in, space_a, space_b, articles):
    both = make_user("deux", space_a.editors, space_b.editors)
    page = signed_in(both).get(lists(space_a.page)[1]).content.decode()
    assert KNOWN in page
    assert OTHER in page


def test_the_animation_team_filters_by_everyone(signed_in, site, articles, animator):
    page = signed_in(animator).get(lists(site)[0]).content.decode()
    assert (KNOWN in page, TEAM in page, OTHER in page) == (True, True, True)


def test_a_filter_by_someone_of_another_space_finds_nothing(signed_in, space_a, articles, editor, other_editor):
    response = signed_in(editor).get(lists(space_a.page)[1], {"owner": other_editor.pk})
    assert response.status_code == 200
    assert "Le marché" not in response.content.decode()


@pytest.mark.parametrize("name", ["site_history", "workflow", "workflow_tasks", "locked_pages", "aging_pages"])
def test_reports_are_for_those_who_read_every_space(signed_in, articles, manager, animator, name):
    for address in (reverse(f"wagtailadmin_reports:{name}"), reverse(f"wagtailadmin_reports:{name}_results")):
        assert signed_in(animator).get(address).status_code == 200
        assert signed_in(manager).get(address).status_code == 302


def test_the_words_of_a_draft_are_suggested_in_its_own_space_only(signed_in, articles, editor, other_editor):
    ours, _theirs = articles
    ours.tags.add("Source tarie")
    ours.save()
    address = reverse("wagtailadmin_tag_autocomplete")
    assert signed_in(editor).get(address, {"term": "sou"}).json() == ["Source tarie"]
    assert signed_in(other_editor).get(address, {"term": "sou"}).json() == []
    assert signed_in(other_editor).get(address).json() == []
    ours.save_revision().publish(skip_permission_checks=True)
    assert signed_in(other_editor).get(address, {"term": "sou"}).json() == ["Source tarie"]
