"""In the admin an editor of Ouahigouya meets nothing of Kaya's that is editable or unpublished."""

from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from media_library.models import CivitacMedia
from spaces.models import ArticlePage, Author, SpacePage

pytestmark = pytest.mark.django_db

SECRET = "Brouillon confidentiel de Kaya"


@pytest.fixture
def draft_of_b(space_b, write_article):
    return write_article(space_b, SECRET, live=False)


@pytest.fixture
def author_of_b(space_b):
    return Author.objects.create(name="Plume de Kaya", collection=space_b.collection)


@pytest.fixture
def author_of_a(space_a):
    return Author.objects.create(name="Plume de Ouahigouya", collection=space_a.collection)


def form_data(article, **changes):
    """What the editor's browser would send for this article, with changes."""
    data = {
        "title": article.title,
        "slug": article.slug,
        "kind": article.kind,
        "language": article.language,
        "summary": article.summary,
        "organisation_credit": "",
        "seo_title": "",
        "search_description": "",
        "tags": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value-text": "Intertitre",
        "body-0-value-level": "h2",
        "authors-TOTAL_FORMS": "0",
        "authors-INITIAL_FORMS": "0",
        "authors-MIN_NUM_FORMS": "0",
        "authors-MAX_NUM_FORMS": "1000",
        "related-TOTAL_FORMS": "0",
        "related-INITIAL_FORMS": "0",
        "related-MIN_NUM_FORMS": "0",
        "related-MAX_NUM_FORMS": "4",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    return data | changes


def test_the_explorer_shows_only_ones_own_space(signed_in, editor, space_a, space_b, draft_of_b):
    browser = signed_in(editor)
    assert browser.get(reverse("wagtailadmin_explore", args=[space_a.page_id])).status_code == 200
    response = browser.get(reverse("wagtailadmin_explore", args=[space_b.page_id]), follow=True)
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:move",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:usage",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:lock",
    ],
)
def test_no_page_view_of_another_space_opens(signed_in, editor, draft_of_b, name):
    browser = signed_in(editor)
    address = reverse(name, args=[draft_of_b.pk])
    for response in (browser.get(address), browser.post(address)):
        assert response.status_code in (302, 403, 404, 405), name
        assert SECRET not in response.content.decode()
    assert ArticlePage.objects.get(pk=draft_of_b.pk).title == SECRET


def test_page_search_and_choosers_do_not_show_drafts_of_others(signed_in, editor, space_a, draft_of_b, space_b):
    browser = signed_in(editor)
    for address in (
        reverse("wagtailadmin_pages:search") + "?q=confidentiel",
        reverse("wagtailadmin_choose_page_search") + "?q=confidentiel",
        reverse("wagtailadmin_choose_page_child", args=[space_b.page_id]),
        reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={draft_of_b.pk}",
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:page_types_usage"),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_home"),
        "/admin/api/main/pages/?fields=*&limit=50",
        f"/admin/api/main/pages/{draft_of_b.pk}/",
    ):
        response = browser.get(address, follow=True)
        assert SECRET not in response.content.decode(), address


def test_a_published_page_of_another_space_can_be_chosen(signed_in, editor, space_b, write_article):
    write_article(space_b, "Article public de Kaya")
    response = signed_in(editor).get(reverse("wagtailadmin_choose_page_search") + "?q=Article public")
    assert "Article public de Kaya" in response.content.decode()


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage"])
def test_no_author_view_of_another_space_opens(signed_in, editor, author_of_b, name):
    address = reverse(f"wagtailsnippets_spaces_author:{name}", args=[author_of_b.pk])
    browser = signed_in(editor)
    for response in (browser.get(address), browser.post(address, {"name": "Volé", "role": ""})):
        assert response.status_code in (302, 403, 404, 405)
        assert "Plume de Kaya" not in response.content.decode()
    author_of_b.refresh_from_db()
    assert author_of_b.name == "Plume de Kaya"


def test_author_lists_and_choosers_show_only_ones_own(signed_in, editor, author_of_a, author_of_b):
    browser = signed_in(editor)
    chooser = "wagtailsnippetchoosers_spaces_author"
    listing = browser.get(reverse("wagtailsnippets_spaces_author:list")).content.decode()
    assert "Plume de Ouahigouya" in listing
    for address in (
        reverse("wagtailsnippets_spaces_author:list"),
        reverse("wagtailsnippets_spaces_author:list_results"),
        reverse(f"{chooser}:choose"),
        reverse(f"{chooser}:choose_results"),
        reverse(f"{chooser}:chosen", args=[author_of_b.pk]),
        reverse(f"{chooser}:chosen_multiple") + f"?id={author_of_b.pk}",
    ):
        assert "Plume de Kaya" not in browser.get(address).content.decode(), address


def test_an_author_cannot_be_made_in_another_space(signed_in, editor, space_a, space_b):
    browser = signed_in(editor)
    for address in (
        reverse("wagtailsnippets_spaces_author:add"),
        reverse("wagtailsnippetchoosers_spaces_author:create"),
    ):
        browser.post(address, {"name": "Intrus", "role": "", "collection": space_b.collection_id})
    assert not Author.objects.filter(collection=space_b.collection).exists()
    assert Author.objects.filter(name="Intrus", collection=space_a.collection).exists()


def test_deleting_authors_in_bulk_spares_those_of_others(signed_in, manager, author_of_b):
    address = reverse("wagtail_bulk_action", args=["spaces", "author", "delete"]) + f"?id={author_of_b.pk}"
    signed_in(manager).post(address)
    assert Author.objects.filter(pk=author_of_b.pk).exists()


def test_an_article_with_a_forged_author_is_refused(signed_in, editor, space_a, author_of_b, write_article):
    article = write_article(space_a, "Mon article", live=False)
    data = form_data(
        article,
        **{
            "authors-TOTAL_FORMS": "1",
            "authors-0-author": author_of_b.pk,
            "authors-0-ORDER": "1",
            "authors-0-id": "",
            "authors-0-DELETE": "",
        },
    )
    revisions = article.revisions.count()
    response = signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert response.status_code == 200
    assert article.revisions.count() == revisions


def test_an_article_with_a_forged_link_to_a_draft_is_refused(signed_in, editor, space_a, draft_of_b, write_article):
    article = write_article(space_a, "Mon article", live=False)
    data = form_data(
        article,
        **{
            "related-TOTAL_FORMS": "1",
            "related-0-article": draft_of_b.pk,
            "related-0-ORDER": "1",
            "related-0-id": "",
            "related-0-DELETE": "",
        },
    )
    revisions = article.revisions.count()
    signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert article.revisions.count() == revisions


@pytest.fixture
def sound_of():
    """`sound_of(space)` → a sound in that space's collection."""

    def record(space):
        return CivitacMedia.objects.create(
            title=f"Émission de {space}",
            type="audio",
            duration=1,
            file=ContentFile(b"ID3", "emission.mp3"),
            collection=space.collection,
        )

    return record


@pytest.mark.parametrize("persona", ["editor", "manager"])
@pytest.mark.parametrize("name", ["edit", "delete", "media_usage", "media_chosen"])
def test_no_view_of_another_space_s_sound_opens(request, signed_in, space_a, space_b, sound_of, persona, name):
    sound = sound_of(space_b)
    browser = signed_in(request.getfixturevalue(persona))
    address = reverse(f"wagtailmedia:{name}", args=[sound.pk])
    for response in (browser.get(address), browser.post(address, {"title": "Volée"})):
        assert response.status_code in (302, 403, 404, 405)
        assert sound.title not in response.content.decode()
    assert CivitacMedia.objects.get().title == sound.title


def test_lists_of_sounds_show_only_ones_own(signed_in, editor, space_a, space_b, sound_of):
    mine, other = sound_of(space_a), sound_of(space_b)
    browser = signed_in(editor)
    listing = unescape(browser.get(reverse("wagtailmedia:index")).content.decode())
    chooser = unescape(browser.get(reverse("wagtailmedia:chooser")).json()["html"])
    for page in (listing, chooser):
        assert mine.title in page
        assert other.title not in page
    assert mine.title in unescape(browser.get(reverse("wagtailmedia:media_usage", args=[mine.pk])).content.decode())


@pytest.mark.parametrize(("whose", "is_kept"), [("a", True), ("b", False)])
def test_an_article_plays_ones_own_sounds_only(
    signed_in, editor, space_a, space_b, sound_of, write_article, whose, is_kept
):
    sound = sound_of({"a": space_a, "b": space_b}[whose])
    article = write_article(space_a, "Mon article", live=False)
    data = form_data(article) | {
        "body-0-type": "audio",
        "body-0-value-title": "",
        "body-0-value-transcript": "null",
        "body-0-value-media": str(sound.pk),
    }
    revisions = article.revisions.count()
    signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert (article.revisions.count() > revisions) == is_kept


def test_an_editor_saves_a_draft_of_their_own(signed_in, editor, space_a, author_of_a, write_article):
    article = write_article(space_a, "Mon article", live=False)
    data = form_data(
        article,
        title="Mon article relu",
        **{
            "authors-TOTAL_FORMS": "1",
            "authors-0-author": author_of_a.pk,
            "authors-0-ORDER": "1",
            "authors-0-id": "",
            "authors-0-DELETE": "",
        },
    )
    response = signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().title == "Mon article relu"


def test_editors_do_not_edit_the_sheet_and_managers_do(signed_in, editor, manager, animator, space_a):
    address = reverse("wagtailadmin_pages:edit", args=[space_a.page_id])
    assert signed_in(editor).get(address).status_code == 302
    assert signed_in(manager).get(address).status_code == 200
    assert signed_in(animator).get(address).status_code == 200


@pytest.mark.parametrize("persona", ["editor", "manager", "animator", "superuser"])
def test_a_space_page_is_neither_copied_nor_deleted(request, signed_in, space_a, persona):
    browser = signed_in(request.getfixturevalue(persona))
    browser.post(reverse("wagtailadmin_pages:copy", args=[space_a.page_id]), {"new_title": "x", "new_slug": "x"})
    browser.post(reverse("wagtailadmin_pages:delete", args=[space_a.page_id]))
    assert SpacePage.objects.count() == 1


@pytest.mark.parametrize("persona", ["editor", "manager"])
def test_neither_editors_nor_managers_publish(request, signed_in, space_a, write_article, persona):
    article = write_article(space_a, "À relire", live=False)
    browser = signed_in(request.getfixturevalue(persona))
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    browser.post(address, form_data(article) | {"action-publish": "1"})
    article.refresh_from_db()
    assert not article.live
    assert 'name="action-publish"' not in browser.get(address).content.decode()
