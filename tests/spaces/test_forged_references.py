"""A form that refers to what belongs to another space is refused, and shown again without naming it."""

import io
import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from data_pages.models import CivitacDocument
from media_library.models import CivitacImage, CivitacMedia
from spaces.models import ArticlePage, Author

from .test_space_rule import form_data

pytestmark = pytest.mark.django_db

SECRET, IN_AN_ADDRESS = "Brouillon confidentiel de Kaya", "brouillon-confidentiel"


def linked(kind: str, pk: int) -> str:
    """A formatted text, as the editor's script sends it, whose one word leads to a page or a document."""
    link = {"type": kind, "mutability": "MUTABLE", "data": {"id": pk}}
    word = {"offset": 0, "length": 4, "key": 0}
    block = {
        "key": "a",
        "text": "Voir",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [word],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def picture_of(space) -> CivitacImage:
    file = io.BytesIO()
    Image.new("RGB", (60, 60)).save(file, "PNG")
    return CivitacImage.objects.create(
        title=SECRET, file=ContentFile(file.getvalue(), "x.png"), collection=space.collection
    )


def sound_of(space) -> CivitacMedia:
    file = ContentFile(b"ID3", "x.mp3")
    return CivitacMedia.objects.create(title=SECRET, file=file, collection=space.collection, type="audio", duration=1)


def document_of(space) -> CivitacDocument:
    file = ContentFile(b"%PDF-1.4", "brouillon-confidentiel.pdf")
    return CivitacDocument.objects.create(title=SECRET, file=file, collection=space.collection)


def row(name: str, field: str, pk: int) -> dict[str, object]:
    return {f"{name}-TOTAL_FORMS": "1", f"{name}-0-{field}": pk, f"{name}-0-ORDER": "1", f"{name}-0-id": ""}


FORGED = {
    "a card": lambda b, draft: {"body-0-type": "link", "body-0-value-page": draft.pk},
    "a link in a text": lambda b, draft: {"body-0-type": "paragraph", "body-0-value": linked("LINK", draft.pk)},
    "a link to a file": lambda b, draft: {
        "body-0-type": "paragraph",
        "body-0-value": linked("DOCUMENT", document_of(b).pk),
    },
    "a link in a part of a block": lambda b, draft: {
        "body-0-type": "accordion",
        "body-0-value-items-count": "1",
        "body-0-value-items-0-deleted": "",
        "body-0-value-items-0-order": "0",
        "body-0-value-items-0-value-title": "Un volet",
        "body-0-value-items-0-value-text": linked("LINK", draft.pk),
    },
    "a document": lambda b, draft: {"body-0-type": "document", "body-0-value-document": document_of(b).pk},
    "a photo": lambda b, draft: {"body-0-type": "photo", "body-0-value-image-image": picture_of(b).pk},
    "a lead picture": lambda b, draft: {"photo": picture_of(b).pk},
    "a sound": lambda b, draft: {
        "body-0-type": "audio",
        "body-0-value-transcript": "null",
        "body-0-value-media": sound_of(b).pk,
    },
    "a related article": lambda b, draft: row("related", "article", draft.pk),
    "an author": lambda b, draft: row(
        "authors", "author", Author.objects.create(name=SECRET, is_withheld=True, collection=b.collection).pk
    ),
}


@pytest.fixture
def draft_of_b(space_b, write_article):
    return write_article(space_b, SECRET, live=False)


@pytest.mark.parametrize("fault", ["", "title"])
@pytest.mark.parametrize("forged", FORGED)
def test_what_is_refused_is_not_named_either(
    signed_in, editor, space_a, space_b, draft_of_b, write_article, forged, fault
):
    own = write_article(space_a, "Le mien", live=False, user=editor)
    sent = form_data(own, summary="Ce que j’ai écrit") | FORGED[forged](space_b, draft_of_b)
    if fault:
        sent[fault] = ""
    browser, revisions = signed_in(editor), own.revisions.count()
    for address in (
        reverse("wagtailadmin_pages:edit", args=[own.pk]),
        reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id]),
    ):
        page = browser.post(address, sent).content.decode()
        assert "Ce que j’ai écrit" in page
        assert SECRET not in page
        assert IN_AN_ADDRESS not in page
    assert own.revisions.count() == revisions
    assert ArticlePage.objects.count() == 2


def test_nor_beside_a_block_with_a_fault(signed_in, editor, space_a, draft_of_b, write_article):
    own = write_article(space_a, "Le mien", live=False, user=editor)
    sent = form_data(own) | {
        "body-count": "2",
        "body-0-value-text": "Mon intertitre " * 20,
        "body-1-deleted": "",
        "body-1-order": "1",
        "body-1-type": "link",
        "body-1-value-page": draft_of_b.pk,
    }
    page = signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[own.pk]), sent).content.decode()
    assert "Mon intertitre" in page
    assert SECRET not in page


def test_what_the_team_put_there_stays_and_is_shown(signed_in, editor, animator, space_a, draft_of_b, write_article):
    own = write_article(space_a, "Le mien", live=False, user=editor)
    own.body = [{"type": "link", "value": {"page": draft_of_b.pk, "url": "", "title": "", "text": ""}}]
    own.save_revision(user=animator)
    sent = form_data(own) | FORGED["a card"](None, draft_of_b) | {"title": ""}
    page = signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[own.pk]), sent).content.decode()
    assert SECRET in page
