"""What fresh eyes found: ways round the space rule, and things a person can send that must be answered in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_library.models import CivitacMedia
from spaces.models import SpacePage
from spaces.services import SpaceError, create_space

from .test_space_rule import SECRET, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft_of_b(space_b, write_article):
    return write_article(space_b, SECRET, live=False)


def test_moving_and_reviewing_show_no_draft_of_another_space(
    signed_in, editor, space_a, write_article, draft_of_b, client
):
    own = write_article(space_a, "Le mien", live=False, user=editor)
    own.get_workflow().start(own, editor)
    state = own.current_workflow_task_state
    browser = signed_in(editor)
    addresses = [
        reverse("wagtailadmin_pages:move", args=[draft_of_b.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[draft_of_b.pk, space_a.page_id]),
        reverse("wagtailadmin_pages:workflow_action", args=[draft_of_b.pk, "approve", state.pk]),
        reverse("wagtailadmin_pages:collect_workflow_action_data", args=[draft_of_b.pk, "approve", state.pk]),
        reverse("wagtailadmin_pages:workflow_preview", args=[draft_of_b.pk, state.task_id]),
    ]
    for address in addresses:
        for response in (browser.get(address, follow=True), browser.post(address, follow=True)):
            assert SECRET not in response.content.decode(), address
    assert SECRET not in browser.get(reverse("wagtailadmin_home")).content.decode()


def test_the_new_title_of_a_page_on_line_stays_with_its_space(signed_in, editor, space_b, write_article):
    article = write_article(space_b, "Titre public")
    article.title = SECRET
    article.save_revision()
    browser = signed_in(editor)
    for address in (
        reverse("wagtailadmin_choose_page_child", args=[space_b.page_id]),
        reverse("wagtailadmin_choose_page_search") + "?q=Titre",
        reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={article.pk}",
    ):
        page = browser.get(address).content.decode()
        assert SECRET not in page
        assert "Titre public" in page


def test_the_root_of_the_tree_is_never_chosen(signed_in, editor, space_a):
    assert signed_in(editor).get(reverse("wagtailadmin_choose_page_chosen_multiple") + "?id=1").status_code == 200


def test_an_address_is_taken_once_in_both_directories(client, space_b):
    with pytest.raises(SpaceError):
        create_space(kind="organisation", title="Kaya", territory=None)
    assert SpacePage.objects.filter(slug="kaya").count() == 1
    assert client.get("/actualites/?espace=kaya").status_code == 200


def test_the_picture_of_a_sound_is_looked_into(signed_in, editor, space_a):
    sound = SimpleUploadedFile("son.mp3", b"ID3" + b"\0" * 600)
    page = SimpleUploadedFile("page.jpg", b"<!doctype html><script>1</script>")
    sent = {"title": "Son", "file": sound, "thumbnail": page, "duration": "1", "collection": space_a.collection_id}
    response = signed_in(editor).post(reverse("wagtailmedia:add", args=["audio"]), sent)
    assert response.status_code == 200
    assert not CivitacMedia.objects.exists()


def test_ones_settings_take_no_picture(signed_in, editor):
    browser = signed_in(editor)
    assert (
        "avatar"
        not in browser.get(reverse("wagtailadmin_account")).content.decode().replace("avatar-", "avatar ").split()
    )
    picture = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff\xe0 cut short")
    assert browser.post(reverse("wagtailadmin_account"), {"avatar-avatar": picture}).status_code in (200, 302)


@pytest.mark.parametrize(
    "query",
    [
        "offset=99999999999999999999",
        "first_published_at=zz",
        "search=x&search_operator=zz",
        "search=" + "a%20" * 2000,
    ],
)
@pytest.mark.parametrize("kind", ["pages", "images"])
def test_the_content_api_answers_nonsense_in_words(client, site, kind, query):
    assert client.get(f"/api/v2/{kind}/?{query}").status_code in (200, 400)


@pytest.mark.parametrize("kind", ["pages", "images"])
@pytest.mark.parametrize("query", ["id=zz", "id=99999999999999999999", "id=", "html_path=%ff"])
def test_the_content_api_finds_nothing_by_nonsense(client, site, kind, query):
    assert client.get(f"/api/v2/{kind}/find/?{query}").status_code in (400, 404)


NO_FORMATTED_TEXT = [
    *("{", "[]", "[[]]", "1", '"x"', "[" * 3_000, '{"blocks": "x"}', '{"blocks": [{"text": null}]}'),
    '{"blocks": [{"text": "a", "entityRanges": [{"offset": 0, "length": 1, "key": 0}]}], "entityMap": {"0": "x"}}',
]


@pytest.mark.parametrize(
    "changes",
    [
        {"body-count": "abc"},
        {"body-0-order": "zz"},
        {"photo": "abc"},
        *({"body-0-type": "paragraph", "body-0-value": text} for text in NO_FORMATTED_TEXT),
    ],
)
def test_a_forged_article_form_is_answered_in_words(signed_in, editor, space_a, write_article, changes):
    article = write_article(space_a, "Un article", live=False, user=editor)
    revisions = article.revisions.count()
    response = signed_in(editor).post(
        reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article) | changes
    )
    assert response.status_code in (200, 400)
    assert article.revisions.count() == revisions


def test_the_list_of_spaces_costs_the_same_with_many(signed_in, animator, site, django_assert_max_num_queries):
    browser = signed_in(animator)
    for number in range(12):
        create_space(kind="organisation", title=f"Association {number}", territory=None)
    address = reverse("wagtailadmin_explore", args=[SpacePage.objects.first().get_parent().pk])
    browser.get(address)
    with django_assert_max_num_queries(60):
        assert browser.get(address).status_code == 200
