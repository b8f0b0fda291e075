"""What a page on line shows has been approved: nobody who cannot publish puts something else in its place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import Page

from media_library.models import CivitacImage, CivitacMedia
from spaces.models import ArticleAuthor, Author
from tests.media_library.test_uploads import picture
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    def approved(page: Page) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish(skip_permission_checks=True)

    return approved


@pytest.fixture
def image(space_a) -> CivitacImage:
    return CivitacImage.objects.create(
        title="La pompe", description="Une pompe.", file=get_test_image_file_jpeg(), collection=space_a.collection
    )


@pytest.fixture
def on_the_sheet(space_a, image, publish) -> CivitacImage:
    page = space_a.page.specific
    page.logo = image
    publish(page)
    return image


@pytest.fixture
def in_an_article(space_a, image, write_article) -> CivitacImage:
    write_article(space_a, "Le forage du secteur 4", body=[{"type": "gallery", "value": {"photos": [photo(image)]}}])
    return image


def photo(image: CivitacImage) -> dict:
    return {"image": {"image": image.pk, "decorative": False, "alt_text": "Une pompe."}, "caption": ""}


def change(browser, image: CivitacImage, **sent: object):
    return browser.post(reverse("wagtailimages:edit", args=[image.pk]), {"tags": "", **sent})


def new_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("autre.jpg", picture(), "image/jpeg")


@pytest.mark.parametrize("persona", ["editor", "manager"])
@pytest.mark.parametrize("shown", ["on_the_sheet", "in_an_article"])
def test_a_picture_on_line_is_not_changed_by_those_who_do_not_publish(request, signed_in, persona, shown):
    image = request.getfixturevalue(shown)
    browser = signed_in(request.getfixturevalue(persona))
    form = read(browser, reverse("wagtailimages:edit", args=[image.pk])).find("main")
    assert form.find("input", attrs={"name": "title"}).has_attr("disabled")
    assert form.find("input", attrs={"type": "file"}) is None
    assert "soumettez la page" in words(form)
    for sent in ({"file": new_file()}, {"title": "Autre"}, {"description": "Autre"}, {"credit": "Autre"}):
        answer = change(browser, image, **{"title": image.title, "description": image.description, **sent})
        assert "soumettez la page" in answer.content.decode()
    again = CivitacImage.objects.get(pk=image.pk)
    assert (again.file.name, again.title, again.description, again.credit) == (
        image.file.name,
        image.title,
        image.description,
        image.credit,
    )


def test_nor_through_the_form_that_follows_an_upload(signed_in, editor, in_an_article):
    image = in_an_article
    prefix = f"image-{image.pk}"
    sent = {f"{prefix}-title": "Autre", f"{prefix}-description": "Autre", f"{prefix}-tags": ""}
    address = reverse("wagtailimages:edit_multiple", args=[image.pk])
    signed_in(editor).post(address, sent, headers={"X-Requested-With": "XMLHttpRequest"})
    assert CivitacImage.objects.get(pk=image.pk).title == image.title


def test_nor_after_its_approval_while_it_waits_for_its_hour(signed_in, editor, space_a, image, write_article, publish):
    article = write_article(space_a, "Pour demain", live=False)
    article.photo = image
    article.go_live_at = timezone.now() + timezone.timedelta(days=1)
    publish(article)
    change(signed_in(editor), image, title="Autre")
    assert CivitacImage.objects.get(pk=image.pk).title == image.title


def test_a_draft_without_the_picture_does_not_free_it(signed_in, editor, space_a, image, write_article):
    article = write_article(space_a, "Le forage", photo=image)
    article.photo = None
    article.save_revision(user=editor)
    change(signed_in(editor), image, title="Autre")
    assert CivitacImage.objects.get(pk=image.pk).title == image.title


def test_its_tags_and_its_place_stay_free(signed_in, editor, in_an_article):
    assert change(signed_in(editor), in_an_article, tags="eau").status_code == 302
    assert [tag.name for tag in CivitacImage.objects.get(pk=in_an_article.pk).tags.all()] == ["eau"]


def test_a_picture_of_drafts_only_is_still_ones_own(signed_in, editor, space_a, image, write_article):
    write_article(space_a, "Brouillon", live=False, photo=image)
    assert change(signed_in(editor), image, title="Autre", description="Une autre pompe.").status_code == 302
    assert CivitacImage.objects.get(pk=image.pk).title == "Autre"


def test_the_team_which_publishes_may_mend_it_at_once(signed_in, animator, in_an_article):
    sent = {"title": "Floutée", "file": new_file(), "collection": in_an_article.collection_id}
    assert change(signed_in(animator), in_an_article, **sent).status_code == 302
    assert CivitacImage.objects.get(pk=in_an_article.pk).title == "Floutée"


def delete(browser, image: CivitacImage, way: str) -> None:
    addresses = {
        "alone": reverse("wagtailimages:delete", args=[image.pk]),
        "among others": reverse("wagtail_bulk_action", args=["media_library", "civitacimage", "delete"])
        + f"?id={image.pk}",
    }
    browser.post(addresses[way])


@pytest.mark.parametrize("way", ["alone", "among others"])
def test_a_picture_that_shows_too_much_is_taken_away_at_once(signed_in, editor, client, in_an_article, space_a, way):
    delete(signed_in(editor), in_an_article, way)
    assert not CivitacImage.objects.exists()
    page = client.get(f"{space_a.page.url}le-forage-du-secteur-4/")
    assert page.status_code == 200
    assert "Le forage du secteur 4" in page.content.decode()


@pytest.mark.parametrize("way", ["alone", "among others"])
def test_but_not_off_a_sheet_that_one_does_not_keep(signed_in, editor, manager, on_the_sheet, way):
    delete(signed_in(editor), on_the_sheet, way)
    assert CivitacImage.objects.exists()
    delete(signed_in(manager), on_the_sheet, way)
    assert not CivitacImage.objects.exists()


def test_a_sound_on_line_is_not_changed_either(signed_in, manager, space_a, write_article):
    sound = CivitacMedia.objects.create(
        title="Émission", file="emission.mp3", type="audio", duration=60, collection=space_a.collection
    )
    write_article(space_a, "À l’antenne", body=[{"type": "audio", "value": {"media": sound.pk}}])
    address = reverse("wagtailmedia:edit", args=[sound.pk])
    browser = signed_in(manager)
    assert "soumettez la page" in words(read(browser, address).find("main"))
    browser.post(
        address, {"title": "Autre", "file": SimpleUploadedFile("a.mp3", b"ID3" + b"\0" * 600), "duration": "1"}
    )
    again = CivitacMedia.objects.get()
    assert (again.title, again.file.name, again.duration) == ("Émission", "emission.mp3", 60)


@pytest.fixture
def author(space_a, write_article, publish) -> Author:
    author = Author.objects.create(name="Awa (exemple)", role="Observatrice", collection=space_a.collection)
    article = write_article(space_a, "Le forage", live=False)
    article.authors.add(ArticleAuthor(author=author))
    publish(article)
    return author


def sign(browser, author: Author, **sent: object) -> None:
    browser.post(reverse(author.snippet_viewset.get_url_name("edit"), args=[author.pk]), sent)
    author.refresh_from_db()


@pytest.mark.parametrize("persona", ["editor", "manager"])
def test_a_signature_on_line_is_not_changed_but_withheld_at_once(request, signed_in, author, persona):
    browser = signed_in(request.getfixturevalue(persona))
    sign(browser, author, name="Un autre", role="Maire")
    assert (author.name, author.role) == ("Awa (exemple)", "Observatrice")
    sign(browser, author, is_withheld="on")
    assert author.is_withheld


def test_a_withheld_name_comes_back_through_those_who_publish(signed_in, editor, animator, author):
    sign(signed_in(editor), author, is_withheld="on")
    sign(signed_in(editor), author)
    assert author.is_withheld
    sign(signed_in(animator), author, name=author.name, role=author.role, collection=author.collection_id)
    assert not author.is_withheld
