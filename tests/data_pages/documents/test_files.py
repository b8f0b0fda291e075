"""Who reaches a file, its former versions, the picture of its first page and the ZIP; and how they are sent."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from data_pages.documents import archive, views
from data_pages.models import CivitacDocument
from tests.data_pages.documents.samples import a_pdf
from tests.reading import links, main, queries, read, structured_data, titles, words

pytestmark = pytest.mark.django_db

CANARY = "canari dans la mine"
REACHED = [
    ("public", None, 200),
    ("public", "citizen", 200),
    ("identified", None, 302),
    ("identified", "citizen", 200),
    ("identified", "other_editor", 200),
    ("members", None, 302),
    ("members", "citizen", 403),
    ("members", "other_editor", 403),
    ("members", "animator", 403),
    ("members", "editor", 200),
    ("members", "manager", 200),
    ("members", "superuser", 200),
]


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def replaced(publish):
    """`replaced(visibility)` → a document whose file was replaced once, both files holding the canary."""

    def make(visibility: str) -> CivitacDocument:
        document = publish("Budget", f"Un {CANARY}", name="b.txt", visibility=visibility, first_year=2024)
        document.file = ContentFile(f"Deux {CANARY}".encode(), "b.txt")
        document.save()
        content = document.content
        content.first_page.save("p.webp", ContentFile(CANARY.encode()))
        return CivitacDocument.objects.get(pk=document.pk)

    return make


@pytest.mark.parametrize(("visibility", "persona", "status"), REACHED)
def test_a_file_its_versions_and_its_picture_open_for_the_same_people(
    request, client, signed_in, replaced, visibility, persona, status
):
    document = replaced(visibility)
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    for address in (document.url, document.versions.get().url, f"/donnees/documents/{document.pk}/apercu/"):
        response = browser.get(address)
        assert response.status_code == status, address
        assert (CANARY.encode() in body(response)) == (status == 200)
        if status == 302:
            assert response["Location"] == f"/compte/connexion/?next={address}"
        if visibility != "public":
            assert "public" not in response["Cache-Control"]
        if status == 200:
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Referrer-Policy"] == "no-referrer"
            assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("visibility", "persona", "status"), REACHED)
def test_the_page_describes_a_document_to_everyone_and_shows_the_way_in(
    request, client, signed_in, replaced, visibility, persona, status
):
    document = replaced(visibility)
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    page = main(read(browser, document.page_url))
    assert {"Budget", "2024", "TXT"} <= set(words(page).replace("·", " ").split())
    assert CANARY not in words(page)
    addresses = links(page)
    assert (document.url in addresses) == (status == 200)
    assert (document.versions.get().url in addresses) == (status == 200)
    door = f"/compte/connexion/?next={document.page_url}"
    assert (door in {each.replace("%2F", "/") for each in addresses}) == (status == 302)


def test_search_engines_are_told_what_a_document_is(client, publish, kinds, country):
    document = publish("PCD", kind=kinds["plan-communal-de-developpement"], first_year=2024, last_year=2028)
    trail, described = structured_data(read(client, document.page_url))
    assert trail["@type"] == "BreadcrumbList"
    assert described["@type"] == "DigitalDocument"
    assert (described["temporalCoverage"], described["spatialCoverage"]) == ("2024/2028", "Ouahigouya")
    assert described["publisher"]["name"] == "Commune de Ouahigouya"


def zipped(response) -> dict[str, bytes]:
    assert response.status_code == 200, response.content
    data = body(response)
    assert len(data) == int(response["Content-Length"])
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def chosen(*documents: CivitacDocument) -> str:
    return "/donnees/documents/selection.zip?" + "&".join(f"d={document.pk}" for document in documents)


def test_a_selection_holds_what_one_may_open_and_says_what_is_left_out(signed_in, citizen, publish):
    public, identified, members = (
        publish(title, f"Texte {title}", name="Budget 2024.txt", visibility=visibility)
        for title, visibility in (("A", "public"), ("B", "identified"), ("C", "members"))
    )
    package = zipped(signed_in(citizen).get(chosen(public, identified, members)))
    texts = [content.decode("utf-8-sig") for content in package.values()]
    assert texts[:2] == ["Texte A", "Texte B"]
    assert "C : réservé aux membres" in texts[2].replace("\u00a0", " ")
    assert not any("Texte C" in text for text in texts)
    assert len({name.casefold() for name in package}) == 3


def test_a_visitor_identifies_themselves_and_comes_back_to_a_page_that_leads_to_the_selection(client, citizen, publish):
    document = publish("Budget B", "Un texte", name="b.txt")
    door = urlsplit(client.get(chosen(document))["Location"])
    assert door.path == "/compte/connexion/"
    client.force_login(citizen)
    page = main(read(client, parse_qs(door.query)["next"][0]))
    assert "Budget B" in words(page)
    link = page.find("a", class_="btn")["href"]
    assert link == chosen(document)
    assert list(zipped(client.get(link)).values()) == [b"Un texte"]


@pytest.mark.parametrize(("name", "is_shown"), [("budget.pdf", True), ("budget.xlsx", False)])
def test_a_visitor_comes_back_to_a_file_that_is_shown_and_to_the_page_of_one_that_is_saved(
    client, publish, name, is_shown
):
    document = publish("Budget", name=name)
    door = urlsplit(client.get(document.url)["Location"])
    assert parse_qs(door.query)["next"] == [document.url if is_shown else document.page_url]


def test_a_visitor_takes_what_is_public(client, publish):
    package = zipped(client.get(chosen(publish("A", "Un texte", name="a.txt", visibility="public"))))
    assert list(package.values()) == [b"Un texte"]


@pytest.mark.parametrize("query", ["", "?d=", "?d=x&d=-1", "?d=99999999999999999999999", "?d=999999", "?d=%C2%B2"])
def test_a_selection_of_nothing_is_answered_in_words(client, query):
    response = client.get("/donnees/documents/selection.zip" + query)
    assert response.status_code == 400
    assert "Cochez" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_selection_has_limits_and_says_them(client, publish, monkeypatch):
    documents = [publish(f"A{number}", "texte", name="a.txt", visibility="public") for number in range(3)]
    monkeypatch.setattr(views, "MOST_DOCUMENTS", 2)
    response = client.get(chosen(*documents))
    assert response.status_code == 400 and "2 documents au plus" in response.content.decode()
    monkeypatch.setattr(views, "MOST_DOCUMENTS", 30)
    CivitacDocument.objects.update(file_size=60 * 1024 * 1024)
    response = client.get(chosen(*documents))
    assert response.status_code == 400 and "100\u00a0Mo au plus" in response.content.decode()


def test_a_lost_file_does_not_spoil_the_others(client, publish):
    kept, lost = (publish(title, title, name="a.txt", visibility="public") for title in ("Gardé", "Perdu"))
    lost.file.storage.delete(lost.file.name)
    texts = [content.decode("utf-8-sig") for content in zipped(client.get(chosen(kept, lost))).values()]
    assert texts[0] == "Gardé" and "Perdu" in texts[1]


def test_names_in_a_selection_are_no_paths_and_in_nobodys_way():
    taken: set[str] = set()
    names = [archive.unique(name, taken) for name in ("../../etc/passwd", "A.pdf", "a.PDF", "a.pdf", "con/é à.pdf")]
    assert names == ["passwd", "A.pdf", "a-2.PDF", "a-3.pdf", "é_à.pdf"]


def test_an_archive_is_never_whole_in_memory(publish):
    documents = [publish(f"A{number}", "x" * 300_000, name="a.txt") for number in range(3)]
    largest = max(len(piece) for piece in archive.archive_of(documents, []))
    assert largest <= 128 * 1024


def test_a_download_is_sent_as_it_is(signed_in, citizen, publish):
    document = publish("A", content=a_pdf("Bonjour" * 200))
    response = signed_in(citizen).get(document.url, headers={"Accept-Encoding": "gzip"})
    assert not response.has_header("Content-Encoding")
    assert int(response["Content-Length"]) == document.file.size == len(body(response))


def test_a_file_that_the_application_sends_costs_one_query_and_is_no_page_to_be_kept(
    client, replaced, monkeypatch, django_assert_num_queries
):
    document = replaced("public")
    for act in ("get_many", "set"):
        monkeypatch.setattr(cache, act, lambda *args, **kwargs: pytest.fail("a file is not looked for among pages"))
    for _reader in range(2):
        with django_assert_num_queries(1):
            response = client.get(document.url)
        assert response["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in response.get("Vary", "")
        assert body(response)
    for address in (document.versions.get().url, f"/donnees/documents/{document.pk}/apercu/", chosen(document)):
        assert client.get(address).status_code == 200


def test_the_page_that_describes_a_document_is_kept(client, publish, django_assert_num_queries):
    address = publish("Budget").page_url
    client.get(address)
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200


def test_what_one_reader_opened_is_not_opened_to_the_next(client, signed_in, citizen, replaced, settings):
    document = replaced("identified")
    settings.DOCUMENTS_ACCEL_PREFIX = "/_documents/"
    for address in (document.url, document.versions.get().url, f"/donnees/documents/{document.pk}/apercu/"):
        opened = signed_in(citizen).get(address)
        assert (opened.status_code, opened["Cache-Control"]) == (200, "private, no-store")
        refused = client.get(address)
        assert refused.status_code == 302
        assert not refused.has_header("X-Accel-Redirect") and "private" in refused["Cache-Control"]


def test_nginx_sends_the_file_where_it_is_told_to(client, publish, settings):
    document = publish("A", name="é à.pdf", visibility="public")
    settings.DOCUMENTS_ACCEL_PREFIX = "/_documents/"
    response = client.get(document.url)
    assert response["X-Accel-Redirect"].startswith("/_documents/documents/") and response["X-Accel-Redirect"].isascii()
    assert response.content == b""


@pytest.fixture
def bucket(settings, monkeypatch):
    """Documents in object storage; signing needs no network."""
    options = {"bucket_name": "prive", "access_key": "cle", "secret_key": "secret", "querystring_expire": 60,
               "location": "documents", "region_name": "eu-west-1"}  # fmt: skip
    settings.STORAGES = settings.STORAGES | {
        "documents": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }
    storage = storages["documents"]
    monkeypatch.setattr(CivitacDocument._meta.get_field("file"), "storage", storage)
    return storage


def test_object_storage_gives_an_address_for_a_minute_to_this_reader(client, signed_in, citizen, publish, bucket):
    CivitacDocument.objects.bulk_create(
        [
            CivitacDocument(title=v, file="documents/a.pdf", visibility=v, file_hash="x")
            for v in ("public", "identified")
        ]
    )
    public, identified = CivitacDocument.objects.order_by("-visibility")
    for browser, document in ((client, public), (signed_in(citizen), public), (signed_in(citizen), identified)):
        response = browser.get(document.url)
        assert response.status_code == 302
        asked = urlsplit(response["Location"])
        assert asked.hostname.startswith("prive.s3")
        assert 0 < int(parse_qs(asked.query)["Expires"][0]) - time.time() <= 61
        assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "no-referrer"
    assert "Signature" not in client.get(identified.page_url).content.decode()
    assert client.get(identified.url)["Location"].startswith("/compte/connexion/")


@pytest.mark.parametrize(
    "address",
    ["0/", "999999/", "9" * 30 + "/", "1/versions/1/a", "999/apercu/", "999/x.pdf", "1/versions/99999999999/a"],
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(f"/donnees/documents/{address}").status_code == 404


def test_a_wrong_name_leads_to_the_right_one(client, replaced):
    document = replaced("public")
    assert client.get(f"/donnees/documents/{document.pk}/autre.pdf")["Location"] == document.url
    version = document.versions.get()
    assert client.get(f"/donnees/documents/{document.pk}/versions/1/autre.pdf")["Location"] == version.url
    assert client.get(f"/donnees/documents/{document.pk}/versions/2/autre.pdf").status_code == 404


def test_an_article_says_what_a_document_is_and_weighs(client, publish, write_article, space_a, kinds):
    documents = [
        publish(
            f"Budget {number}",
            content=a_pdf("Recettes et dépenses de la commune", "Fin"),
            kind=kinds["budget-primitif"],
        )
        for number in range(3)
    ]

    def article(title: str, *shown: CivitacDocument) -> str:
        body = [{"type": "document", "value": {"document": each.pk, "title": ""}} for each in shown]
        return write_article(space_a, title, body=body).get_url()

    card = words(main(read(client, article("Un", documents[0]))).select_one(".card.file"))
    assert "Budget primitif · PDF" in card and "2 pages" in card
    few, many = (
        len(queries(client, f"{address}?x={address}"))
        for address in (article("A", documents[0]), article("B", *documents))
    )
    assert few == many


def test_a_space_shows_its_latest_documents_and_the_way_to_all(client, publish, space_a, space_b):
    for number in range(7):
        publish(f"Document {number}")
    publish("Ailleurs", collection=space_b.collection)
    page = main(read(client, space_a.page.get_url()))
    assert [title for title in titles(page) if title.startswith("Document")] == [
        f"Document {n}" for n in (6, 5, 4, 3, 2)
    ]
    assert "Ailleurs" not in words(page)
    assert "/donnees/documents/?espace=ouahigouya" in links(page)


def test_the_search_of_the_site_finds_documents_by_what_describes_them(client, publish):
    document = publish("Compte administratif de Ouahigouya", "Un mot caché", visibility="identified")
    page = main(read(client, "/recherche/?q=compte+administratif"))
    assert document.page_url in links(page)
    assert "/donnees/documents/?q=compte%20administratif" in links(page)
    assert document.page_url not in links(main(read(client, "/recherche/?q=caché")))
