"""Pictures for everyone: whoever writes in a space uses them, the animation team alone changes them."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import Collection, GroupCollectionPermission

from media_library.models import CivitacImage
from spaces.models import ArticlePage
from spaces.rights import shared_pictures
from spaces.services import close_space

from .test_space_rule import form_data

pytestmark = pytest.mark.django_db


def picture(title, collection):
    return CivitacImage.objects.create(title=title, file=get_test_image_file_jpeg(), collection=collection)


@pytest.fixture
def shared(space_a):
    return picture("La pompe du quartier", shared_pictures())


@pytest.mark.parametrize("persona", ["editor", "manager"])
def test_a_shared_picture_is_offered_and_goes_into_an_article(
    request, signed_in, persona, space_a, shared, write_article
):
    browser = signed_in(request.getfixturevalue(persona))
    assert shared.title in browser.get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert browser.get(reverse("wagtailimages_chooser:chosen", args=[shared.pk])).status_code == 200
    article = write_article(space_a, "Un article", live=False)
    browser.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article) | {"photo": shared.pk})
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().photo == shared


def test_a_shared_picture_is_not_changed_by_those_who_use_it(signed_in, manager, shared):
    browser = signed_in(manager)
    assert shared.title not in browser.get(reverse("wagtailimages:index")).content.decode()
    for name in ("edit", "delete", "image_usage"):
        assert browser.post(reverse(f"wagtailimages:{name}", args=[shared.pk]), {"title": "Autre"}).status_code in (
            302,
            403,
        )
    shared.refresh_from_db()
    assert shared.title == "La pompe du quartier"


def test_nothing_is_put_among_them_by_those_who_use_them(signed_in, editor, shared):
    sent = {"title": "La mienne", "file": get_test_image_file_jpeg(), "collection": shared.collection_id}
    signed_in(editor).post(reverse("wagtailimages:add"), sent)
    assert list(CivitacImage.objects.filter(collection=shared.collection)) == [shared]


def test_other_collections_stay_closed(signed_in, editor, shared):
    picture("Un autre carton", Collection.get_first_root_node().add_child(name="Archives"))
    assert "Un autre carton" not in signed_in(editor).get(reverse("wagtailimages_chooser:choose")).content.decode()


def test_existing_spaces_receive_it_once(space_a, shared):
    rights = GroupCollectionPermission.objects.filter(collection=shared.collection)
    number = rights.count()
    rights.delete()
    for _time in range(2):
        call_command("sync_spaces")
        assert rights.count() == number


def test_a_closed_space_loses_it(space_a, shared):
    close_space(space_a)
    assert not GroupCollectionPermission.objects.filter(group__in=(space_a.editors, space_a.managers)).exists()


def test_an_organisation_of_that_name_keeps_its_own(space_a, shared):
    space_a.page.title = shared.collection.name
    space_a.page.save_revision().publish()
    assert shared_pictures() == shared.collection


@pytest.mark.parametrize(("persona", "is_offered"), [("editor", False), ("manager", False), ("animator", True)])
def test_changing_a_shared_picture_is_offered_to_those_alone_who_may(
    request, signed_in, persona, is_offered, space_a, space_b, shared, write_article
):
    elsewhere = write_article(space_b, "Ailleurs")
    block = {"type": "photo", "value": {"image": {"image": shared.pk, "decorative": False, "alt_text": "Une pompe"}}}
    article = write_article(space_a, "Un article", live=False, photo=shared, body=json.dumps([block]))
    article.related.create(article=elsewhere)
    article.save_revision()
    browser = signed_in(request.getfixturevalue(persona))
    form = browser.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert shared.title in form
    assert elsewhere.title in form
    assert (reverse("wagtailimages:edit", args=[shared.pk]) in form) == is_offered
    assert (reverse("wagtailadmin_pages:edit", args=[elsewhere.pk]) in form) == is_offered
