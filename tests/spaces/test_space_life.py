"""A space is made, renamed, closed and reopened, all or nothing."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from spaces.models import ArticlePage, Space, SpacePage
from spaces.services import SpaceError, close_space, create_space, reopen_space
from tests.reading import main, read, words

pytestmark = pytest.mark.django_db


def test_a_space_ties_a_page_a_collection_and_two_groups(space_a):
    assert space_a.page.slug == "ouahigouya"
    assert space_a.page.live
    assert space_a.collection.name == "Commune de Ouahigouya"
    assert GroupPagePermission.objects.filter(group=space_a.editors, page=space_a.page).count() == 2
    assert GroupCollectionPermission.objects.filter(group=space_a.editors, collection=space_a.collection).exists()


def test_an_article_of_a_space_that_a_process_has_not_heard_of_yet_is_read(client, space_a, country, write_article):
    """Where the cache that tells of changes is down, nothing says that there is a new space."""
    read(client, write_article(space_a, "Connu").url)
    space = create_space(kind="collectivity", title="Commune de Kaya", territory=country["kaya"])
    article = ArticlePage(title="Le marché de Kaya", slug="marche", first_published_at=timezone.now())
    space.page.add_child(instance=article)
    assert "Commune de Kaya" in words(main(read(client, article.url)))


def test_a_local_authority_has_one_space(space_a, country):
    with pytest.raises(SpaceError):
        create_space(kind="collectivity", title="Encore Ouahigouya", territory=country["ouahigouya"])
    assert Space.objects.count() == 1


def test_a_space_that_fails_half_way_leaves_nothing(site, country, monkeypatch):
    before = (Page.objects.count(), Collection.objects.count(), Group.objects.count())

    def fail(space):
        raise RuntimeError("power cut")

    monkeypatch.setattr("spaces.services.grant_space", fail)
    with pytest.raises(RuntimeError):
        create_space(kind="collectivity", title="Commune de Kaya", territory=country["kaya"])
    assert (Page.objects.count(), Collection.objects.count(), Group.objects.count()) == before
    assert not Space.objects.exists()


def test_a_very_long_name_fits_everywhere(site, country):
    title = "Union provinciale des groupements " * 7
    space = create_space(kind="organisation", title=title[:250], territory=country["kaya"])
    assert len(space.editors.name) <= 150
    assert space.editors.name != space.managers.name


def test_two_organisations_may_bear_nearly_the_same_name_but_not_the_same_address(site, country):
    create_space(kind="organisation", title="Jeunes et cité", territory=country["kaya"])
    with pytest.raises(SpaceError):
        create_space(kind="organisation", title="Jeunes et Cité", territory=country["kaya"])


@pytest.mark.parametrize("title", ["!!!", "团体", "😀", "مجموعة"])
def test_a_name_without_a_latin_letter_has_an_address_too(client, signed_in, animator, site, country, title):
    sent = {"kind": "organisation", "title": title, "territory": country["kaya"].pk, "editors": "", "managers": ""}
    assert signed_in(animator).post(reverse("spaces:add"), sent).status_code == 302
    assert client.get(Space.objects.get().page.url).status_code == 200


def test_organisations_of_one_name_are_told_apart_by_their_place(site, country):
    first = create_space(kind="organisation", title="Wend Panga", territory=country["kaya"])
    second = create_space(kind="organisation", title="Wend Panga", territory=country["ouahigouya"])
    assert (first.page.slug, second.page.slug) == ("wend-panga", "wend-panga-ouahigouya")


def test_an_organisation_never_takes_the_address_of_an_authority(site, country):
    organisation = create_space(kind="organisation", title="Kaya", territory=country["ouahigouya"])
    assert organisation.page.slug == "kaya-ouahigouya"
    authority = create_space(kind="collectivity", title="Commune de Kaya", territory=country["kaya"])
    assert authority.page.slug == "kaya"


def test_the_list_of_spaces_tells_homonymous_places_apart(signed_in, animator, space_a):
    listed = signed_in(animator).get(reverse("spaces:index")).content.decode()
    assert space_a.territory.placed_name in listed


def test_renaming_the_page_renames_collection_and_groups_and_keeps_the_address(space_a):
    page = SpacePage.objects.get(pk=space_a.page_id)
    page.title = "Ville de Ouahigouya"
    page.save_revision().publish()
    space_a = Space.objects.get(pk=space_a.pk)
    assert space_a.collection.name == "Ville de Ouahigouya"
    assert "Ville de Ouahigouya" in space_a.editors.name
    assert space_a.page.slug == "ouahigouya"


def test_closing_hides_everything_and_deletes_nothing(client, space_a, write_article, editor):
    article = write_article(space_a, "Le marché rouvre")
    draft = write_article(space_a, "Pas encore prêt", live=False)
    pages = Page.objects.count()
    close_space(space_a)
    assert Page.objects.count() == pages
    assert client.get(article.get_url()).status_code == 404
    assert client.get("/collectivites/ouahigouya/").status_code == 404
    assert not article.permissions_for_user(type(editor).objects.get(pk=editor.pk)).can_edit()
    assert not Page.objects.get(pk=draft.pk).live


def test_reopening_brings_back_what_was_public_and_only_that(client, space_a, write_article, editor):
    article = write_article(space_a, "Le marché rouvre")
    draft = write_article(space_a, "Pas encore prêt", live=False)
    article.title = "Le marché rouvre mardi"
    article.save_revision()
    close_space(space_a)
    reopen_space(Space.objects.get(pk=space_a.pk))
    response = client.get(article.get_url())
    assert response.status_code == 200
    assert "rouvre mardi" not in response.content.decode()
    assert type(article).objects.get(pk=article.pk).get_latest_revision_as_object().title == "Le marché rouvre mardi"
    assert not Page.objects.get(pk=draft.pk).live
    assert article.permissions_for_user(type(editor).objects.get(pk=editor.pk)).can_edit()


def test_what_has_expired_in_the_meantime_does_not_come_back(client, space_a, write_article):
    article = write_article(space_a, "Inscriptions ouvertes", expire_at=timezone.now() + timedelta(days=1))
    close_space(space_a)
    later = timezone.now() + timedelta(days=2)
    with patch("django.utils.timezone.now", return_value=later):
        reopen_space(Space.objects.get(pk=space_a.pk))
    assert client.get("/collectivites/ouahigouya/").status_code == 200
    assert client.get(article.get_url()).status_code == 404
    assert type(article).objects.get(pk=article.pk).expired


def test_closing_twice_is_refused(space_a):
    close_space(space_a)
    with pytest.raises(SpaceError):
        close_space(space_a)


def test_fields_of_action_show_in_the_draft_before_they_show_on_line(
    client, signed_in, animator, space_b, themes, django_capture_on_commit_callbacks
):
    page = space_b.page
    page.themes = [themes["budget-finances"]]
    page.save_revision(user=animator)
    draft = read(signed_in(animator), reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Budget et finances" in words(main(draft))
    assert "Budget et finances" not in words(main(read(client, page.url)))
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()
    assert "Budget et finances" in words(main(read(client, page.url)))
