"""Documents: the file opens according to its visibility, in pieces if asked, and is what its name says."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from data_pages.models import CivitacDocument

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 4


@pytest.fixture
def document(space_a):
    def make(visibility):
        row = CivitacDocument(title="Procès-verbal", visibility=visibility, collection=space_a.collection)
        row.file.save("proces-verbal.pdf", ContentFile(PDF))
        row.save()
        return row

    return make


@pytest.mark.parametrize(
    ("visibility", "persona", "opens"),
    [
        ("public", None, True),
        ("public", "citizen", True),
        ("identified", None, False),
        ("identified", "citizen", True),
        ("members", None, False),
        ("members", "citizen", False),
        ("members", "other_editor", False),
        ("members", "editor", True),
        ("members", "superuser", True),
    ],
)
def test_a_document_opens_for_those_it_is_visible_to(request, client, signed_in, document, visibility, persona, opens):
    row = document(visibility)
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    for address in (row.url, f"/documents/{row.pk}/{row.filename}"):
        response = browser.get(address, follow=True)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert (PDF in body) == opens


def test_an_unknown_reader_is_sent_to_the_door_and_back(client, document):
    row = document("identified")
    response = client.get(row.url)
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/?next=/donnees/documents/")


def test_what_is_not_public_is_kept_by_no_cache(signed_in, citizen, document):
    assert "no-store" in signed_in(citizen).get(document("identified").url)["Cache-Control"]


def test_no_document_lies_under_the_media_address(client, document):
    row = document("public")
    assert client.get(f"/media/{row.file.name}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-8", 206, PDF[:9]),
        ("bytes=-4", 206, PDF[-4:]),
        ("bytes=1000-", 206, PDF[1000:]),
        ("bytes=99999-", 416, b""),
        ("octets=1-2", 200, PDF),
        ("bytes=5-2", 200, PDF),
    ],
)
def test_an_interrupted_download_goes_on(client, document, asked, status, body):
    response = client.get(document("public").url, headers={"Range": asked})
    assert response.status_code == status
    assert (b"".join(response.streaming_content) if response.streaming else response.content) == body


def test_whoever_asks_for_the_headers_of_a_part_learns_how_long_the_whole_is(client, document):
    row = document("public")
    response = client.head(row.url, headers={"Range": "bytes=0-8"})
    assert (response.status_code, int(response["Content-Length"])) == (200, len(PDF))
    assert response["Accept-Ranges"] == "bytes" and not response.has_header("Content-Range")


def test_what_is_fetched_in_two_halves_is_one_and_the_same_file(client, document):
    row = document("public")
    begun = client.get(row.url, headers={"Range": "bytes=0-8"})
    rest = {"Range": "bytes=9-", "If-Range": begun["ETag"]}
    assert b"".join(client.get(row.url, headers=rest).streaming_content) == PDF[9:]
    row.file.save("proces-verbal.pdf", ContentFile(PDF[::-1]))
    corrected = client.get(row.url, headers=rest)
    assert corrected.status_code == 200 and b"".join(corrected.streaming_content) == PDF[::-1]
    former = client.get(row.versions.get().url, headers=rest)
    assert former.status_code == 206 and b"".join(former.streaming_content) == PDF[9:]


def test_a_file_that_the_reader_has_is_not_sent_again(client, document):
    row = document("public")
    again = client.get(row.url, headers={"If-None-Match": client.get(row.url)["ETag"]})
    assert again.status_code == 304 and not again.content and "max-age" in again["Cache-Control"]


def workbook(unfolded: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * unfolded)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("remarque.pdf", b"\n<html><!-- %PDF-1.4 --><script>alert(1)</script></html>"),
        ("vide.pdf", b""),
        ("bombe.xlsx", workbook(30_000_000)),
        ("coupe.docx", workbook(1000)[:60]),
        ("binaire.csv", b"a;b\0c"),
    ],
    ids=["page", "remark", "empty", "bomb", "cut", "binary"],  # never from the content: it holds the hour
)
def test_a_file_that_is_not_what_it_says_is_refused(signed_in, superuser, name, content):
    for route, field in (("wagtaildocs:add", "file"), ("wagtaildocs:add_multiple", "files[]")):
        response = signed_in(superuser).post(
            reverse(route),
            {"title": "Faux", field: SimpleUploadedFile(name, content), "collection": "1", "visibility": "public"},
        )
        assert response.status_code == 200
        assert "autorisée" not in response.content.decode(), "what is wrong is not the ending of its name"
    assert not CivitacDocument.objects.exists()
