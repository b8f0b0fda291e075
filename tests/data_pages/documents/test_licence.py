"""What others may do with a document, and when what describes it changed, as pages and machines tell it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from rdflib import DCTERMS, Graph, Literal, URIRef

from data_pages.models import CivitacDocument
from tests.data_pages.catalogue.conftest import make_document
from tests.reading import read, words

pytestmark = pytest.mark.django_db
BY = "https://creativecommons.org/licenses/by/4.0/"


def complete(browser, document, **changes):
    """Send the form of a document again, with these changes."""
    address = reverse("wagtaildocs:edit", args=[document.pk])
    form = read(browser, address).find("form", method="POST")
    kept = {field["name"]: field.get("value", "") for field in form.find_all("input") if field.get("name")}
    kept |= {
        choice["name"]: next((line["value"] for line in choice.find_all("option", selected=True)), "")
        for choice in form.find_all("select")
    }
    kept.pop("file", None)
    assert browser.post(address, kept | {"title": document.title} | changes).status_code == 302


def told(client, document) -> Graph:
    return Graph().parse(data=client.get("/catalogue.ttl").content, format="turtle")


def test_a_document_says_its_licence_or_that_none_is_stated(
    client, signed_in, editor, space_a, django_capture_on_commit_callbacks
):
    document = make_document("Budget 2027", space_a, "public")
    assert "Licence Non précisée" in words(read(client, document.page_url))
    assert client.get(f"/api/donnees/documents/{document.pk}/").json()["licence"] is None
    assert not list(told(client, document).objects(None, DCTERMS.license))
    with django_capture_on_commit_callbacks(execute=True):
        complete(signed_in(editor), document, licence=BY)
    page = read(client, document.page_url)
    assert page.find("a", rel="license")["href"] == BY
    assert client.get(f"/api/donnees/documents/{document.pk}/").json()["licence"] == BY
    assert list(told(client, document).objects(None, DCTERMS.license)) == [URIRef(BY)]


def test_a_change_of_what_describes_a_document_moves_its_date(client, signed_in, editor, space_a):
    document = make_document("Budget 2027", space_a, "public")
    before = timezone.now() - datetime.timedelta(days=40)
    CivitacDocument.objects.update(created_at=before, updated_at=before)
    complete(signed_in(editor), document, summary="Ce que la commune dépensera.")
    dates = {
        str(day)[:10]
        for about in told(client, document).subjects(DCTERMS.title, Literal("Budget 2027", lang="fr"))
        for day in told(client, document).objects(about, DCTERMS.modified)
    }
    assert dates == {timezone.localdate().isoformat()}
