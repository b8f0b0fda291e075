"""The DCAT catalogue: what it tells of each dataset, page by page, in three forms that say the same."""

from __future__ import annotations

import datetime
import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from civitac.core.visibility import Visibility
from data_pages.catalogue import sources
from data_pages.models import CivitacDocument, DocumentKind
from spaces.services import close_space, reopen_space
from tests.data_pages.catalogue.conftest import VISIBILITIES, make_document

pytestmark = pytest.mark.django_db

SPDX = Namespace("http://spdx.org/rdf/terms#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
FORMS = {"jsonld": "application/ld+json", "ttl": "text/turtle", "rdf": "application/rdf+xml"}
READERS = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}
SCHEMAS = Path(os.environ.get("CIVITAC_TEST_DATA", settings.BASE_DIR.parent / "shared/data")) / "schemas"


def graph(client, address: str = "/catalogue.ttl") -> Graph:
    response = client.get(address)
    assert response.status_code == 200, response
    extension = address.partition(".")[2].partition("?")[0]
    assert response["Content-Type"].startswith(FORMS[extension])
    return Graph().parse(data=response.content, format=READERS[extension])


def datasets(found: Graph) -> set[str]:
    return {str(found.value(each, DCTERMS.title)) for each in found.subjects(RDF.type, DCAT.Dataset)}


def named(found: Graph, title: str) -> URIRef:
    (dataset,) = found.subjects(DCTERMS.title, Literal(title, lang="fr"))
    return dataset


@pytest.fixture
def holdings(make_table, space_a, country):
    """One thing of each kind and visibility, with all that can be told of it."""
    budget = DocumentKind.objects.create(name="Budget primitif", slug="budget-primitif-essai")
    for visibility in VISIBILITIES:
        make_table(f"Tableau {visibility}", space=space_a, visibility=visibility, values={year(visibility): "12"})
        make_document(
            f"Budget {visibility}",
            space_a,
            visibility,
            kind=budget,
            first_year=2024,
            adopted_on=datetime.date(2023, 12, 20),
            summary="Recettes et dépenses.",
        )
    make_table("Population (essai)", place=country["country"], values={"2019": "20505155"})


def year(visibility: str) -> str:
    """A period of its own for each: one figure only stands for a place and a period."""
    return str(2020 + VISIBILITIES.index(visibility))


@pytest.mark.parametrize("extension", FORMS)
def test_each_form_says_the_same(client, holdings, extension):
    found, turtle = graph(client, f"/catalogue.{extension}"), graph(client)
    pages = set(found.subjects(RDF.type, HYDRA.PartialCollectionView)) | set(
        turtle.subjects(RDF.type, HYDRA.PartialCollectionView)
    )
    for each in (found, turtle):
        for page in pages:
            each.remove((page, None, None))
            each.remove((None, None, page))
    assert isomorphic(found, turtle)


@pytest.mark.parametrize("extension", FORMS)
def test_the_catalogue_conforms_to_dcat_ap(client, holdings, extension):
    pyshacl = pytest.importorskip("pyshacl")
    if not SCHEMAS.exists():
        pytest.skip("CIVITAC_TEST_DATA names no folder with schemas/")
    shapes = Graph().parse(SCHEMAS / "dcat-ap-SHACL.ttl")
    for holder, part in list(shapes.subject_objects(SH.property)):
        # The published file names two shapes of a data service that it does not hold.
        if not list(shapes.objects(part, SH.path)):
            shapes.remove((holder, SH.property, part))
    types = Graph().parse(SCHEMAS / "dcat-vocabulary-types.ttl")
    found = graph(client, f"/catalogue.{extension}")
    for each in (found, found + types):
        conforms, _results, report = pyshacl.validate(each, shacl_graph=shapes)
        assert conforms, report
    for title in list(found.triples((None, DCTERMS.title, None))):
        found.remove(title)
    assert not pyshacl.validate(found, shacl_graph=shapes)[0], "the shapes see that titles are missing"


def test_everything_is_described_whoever_may_open_it(client, holdings):
    expected = {f"{kind} {visibility}" for kind in ("Tableau", "Budget") for visibility in VISIBILITIES}
    assert datasets(graph(client)) == expected | {"Population (essai)"}


def test_the_interface_for_programs_is_a_service_of_the_catalogue(client, holdings):
    found = graph(client)
    (service,) = found.objects(None, DCAT.service)
    assert set(found.objects(service, DCAT.servesDataset)) == set(found.subjects(RDF.type, DCAT.Dataset))
    for predicate in (DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage):
        address = str(found.value(service, predicate)).removeprefix(settings.SITE_URL)
        assert client.get(address).status_code == 200, address


def test_a_dataset_says_who_may_open_it_and_only_what_is_open_says_where_it_lies(client, holdings):
    found = graph(client)
    rights = {"public": "PUBLIC", "identified": "RESTRICTED", "members": "NON_PUBLIC"}
    for kind in ("Tableau", "Budget"):
        for visibility in VISIBILITIES:
            dataset = named(found, f"{kind} {visibility}")
            assert str(found.value(dataset, DCTERMS.accessRights)).endswith(f"access-right/{rights[visibility]}")
            for distribution in found.objects(dataset, DCAT.distribution):
                assert found.value(distribution, DCAT.accessURL)
                download = found.value(distribution, DCAT.downloadURL)
                assert bool(download) == (visibility == "public")


def test_what_is_said_to_lie_somewhere_lies_there(client, holdings):
    found = graph(client)
    downloads = set(found.objects(None, DCAT.downloadURL))
    assert len(downloads) == 5  # two of each open table, one of the document
    for address in downloads:
        response = client.get(str(address).removeprefix("http://testserver"))
        assert response.status_code == 200
        assert b"".join(response.streaming_content)


def test_no_address_of_the_catalogue_opens_what_asks_for_identification(client, space_a, make_table):
    make_document("Budget fermé", space_a, Visibility.IDENTIFIED, b"mot-secret")
    make_table("Tableau fermé", space=space_a, visibility=Visibility.MEMBERS, values={"2024": "73219"})
    for node in {str(each) for triple in graph(client) for each in triple}:
        if node.startswith("http://testserver/"):
            response = client.get(node.removeprefix("http://testserver").partition("#")[0], follow=True)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert b"mot-secret" not in body
            assert b"73219" not in body


def test_a_document_says_what_it_is(client, holdings, space_a):
    document = CivitacDocument.objects.get(title="Budget public")
    found = graph(client)
    dataset = named(found, "Budget public")
    assert dataset == URIRef(f"http://testserver/catalogue/document-{document.pk}")
    told = {str(predicate).rpartition("/")[2].rpartition("#")[2] for predicate in found.predicates(dataset)}
    expected = {"identifier", "title", "description", "publisher", "contactPoint", "theme", "keyword", "spatial"}
    expected |= {"temporal", "issued", "modified", "accessRights", "language", "distribution", "landingPage"}
    assert told >= expected
    assert str(found.value(dataset, DCTERMS.issued)) == "2023-12-20"
    assert found.value(found.value(dataset, DCTERMS.publisher), FOAF.name) == Literal(
        "Commune de Ouahigouya", lang="fr"
    )
    period = found.value(dataset, DCTERMS.temporal)
    assert str(found.value(period, DCAT.startDate)) == "2024-01-01"
    assert str(found.value(period, DCAT.endDate)) == "2024-12-31"
    places = {str(each) for each in found.objects(dataset, DCTERMS.spatial)}
    assert places == {
        "http://publications.europa.eu/resource/authority/country/BFA",
        "http://testserver/donnees/territoires/C1/#lieu",
    }
    (file,) = found.objects(dataset, DCAT.distribution)
    assert int(found.value(file, DCAT.byteSize)) == len("un texte")
    assert str(found.value(file, DCAT.mediaType)) == "http://www.iana.org/assignments/media-types/application/pdf"


def test_a_table_says_its_frequency_its_span_and_its_licence(client, make_table, space_a):
    make_table("Forages de la commune", space=space_a, values={"2019": "3", "2023": "4", "2021": None})
    found = graph(client)
    dataset = named(found, "Forages de la commune")
    assert str(found.value(dataset, DCTERMS.accrualPeriodicity)).endswith("/frequency/ANNUAL")
    period = found.value(dataset, DCTERMS.temporal)
    assert (str(found.value(period, DCAT.startDate)), str(found.value(period, DCAT.endDate))) == (
        "2019-01-01",
        "2023-12-31",
    )
    licences = {str(each) for each in found.objects(None, DCTERMS.license)}
    assert licences == {"https://creativecommons.org/licenses/by/4.0/"}


def test_a_corrected_document_is_the_same_dataset_in_another_version(client, space_a):
    document = make_document("Budget corrigé", space_a)
    before = named(graph(client), "Budget corrigé")
    document.file = ContentFile(b"un autre texte", "budget.pdf")
    document.save()
    found = fresh(client)
    assert named(found, "Budget corrigé") == before
    assert str(found.value(before, URIRef(f"{DCAT}version"))) == "2"


def test_pages_follow_one_another_and_hold_everything_once(client, space_a, make_table, monkeypatch):
    monkeypatch.setattr(sources, "PAGE_SIZE", 3)
    for number in range(4):
        make_table(f"Tableau {number}", space=space_a)
        make_document(f"Document {number}", space_a)
    address, seen, pages = "/catalogue.jsonld", [], 0
    while address:
        found = graph(client, address)
        seen += datasets(found)
        pages += 1
        following = next(found.objects(None, HYDRA.next), None)
        assert len(list(found.subjects(RDF.type, HYDRA.PartialCollectionView))) == 1
        address = str(following).removeprefix("http://testserver") if following else ""
    assert pages == 3
    assert sorted(seen) == sorted(f"{kind} {number}" for kind in ("Tableau", "Document") for number in range(4))
    assert int(found.value(URIRef("http://testserver/catalogue"), HYDRA.totalItems)) == 8


def test_an_empty_catalogue_is_a_catalogue(client, site):
    found = graph(client)
    assert not datasets(found)
    assert found.value(URIRef("http://testserver/catalogue"), DCTERMS.title)


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "²", "9" * 40, "1.5", "%00"])
def test_a_page_that_is_not_there_is_not_found(client, site, page):
    assert client.get(f"/catalogue.ttl?page={page}").status_code in (400, 404)


def test_what_a_closed_space_held_leaves_the_catalogue_and_comes_back(client, space_a, make_table):
    make_table("Forages", space=space_a)
    make_document("Budget", space_a)
    assert datasets(graph(client)) == {"Forages", "Budget"}
    close_space(space_a)
    client.get("/")
    assert not datasets(fresh(client))
    reopen_space(space_a)
    assert datasets(fresh(client)) == {"Forages", "Budget"}


def fresh(client) -> Graph:
    cache.clear()
    return graph(client)


@pytest.mark.parametrize("extension", FORMS)
def test_texts_of_any_letters_are_written(client, space_a, make_table, extension):
    odd = "Budget \x0b\x1f\ufffe « 2024 » <&> \"'\\ \u2028 🌍"
    make_document(odd, space_a, summary="\x08" + odd * 3, name='un "nom"; étrange.pdf')
    make_table("Tableau", space=space_a, licence='https://exemple.test/a b"<>{}|\\^`é')
    found = graph(client, f"/catalogue.{extension}")
    assert {title.split()[0] for title in datasets(found)} == {"Budget", "Tableau"}


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("text/turtle", "/catalogue.ttl"),
        ("application/rdf+xml", "/catalogue.rdf"),
        ("application/ld+json", "/catalogue.jsonld"),
        ("application/json", "/catalogue.jsonld"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/api/donnees/"),
        ("application/rdf+xml;q=0.5, text/turtle", "/catalogue.ttl"),
        ("*/*", "/catalogue.jsonld"),
        ("image/png", "/catalogue.jsonld"),
        ("n’importe quoi", "/catalogue.jsonld"),
    ],
)
def test_the_name_of_the_catalogue_leads_to_the_form_that_is_asked_for(client, site, accept, leads_to):
    response = client.get("/catalogue", headers={"Accept": accept})
    assert (response.status_code, response["Location"]) == (303, leads_to)
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize("few, many", [(2, 8)])
def test_a_page_costs_few_queries_however_much_it_holds(client, space_a, space_b, make_table, few, many):
    def fill(start: int, count: int) -> None:
        for number in range(start, start + count):
            space = (space_a, space_b)[number % 2]
            make_table(f"Tableau {number}", space=space, values={str(2000 + number): "1"})
            make_document(f"Document {number}", space).tags.add(f"mot {number}")

    def cost() -> int:
        fresh(client)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            graph(client)
        return len(asked)

    fill(0, few)
    small = cost()
    fill(few, many)
    assert cost() == small <= 12


def test_the_catalogue_is_kept_like_a_public_page_until_something_changes(
    client, space_a, make_table, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        table = make_table("Avant", space=space_a)
    assert datasets(graph(client)) == {"Avant"}
    with CaptureQueriesContext(connection) as asked:
        graph(client)
    assert not asked.captured_queries
    with django_capture_on_commit_callbacks(execute=True):
        table.title = "Après"
        table.save()
    assert datasets(graph(client)) == {"Après"}


def test_the_name_of_a_thing_leads_to_its_page(client, space_a, make_table):
    table, document = make_table("Forages", space=space_a), make_document("Budget", space_a)
    for name, page in (
        (f"tableau-{table.pk}", f"http://testserver/donnees/tableaux/{table.pk}/"),
        (f"document-{document.pk}", f"http://testserver/donnees/documents/{document.pk}/"),
        (f"espace-{space_a.pk}", "/collectivites/ouahigouya/"),
    ):
        response = client.get(f"/catalogue/{name}")
        assert (response.status_code, response["Location"]) == (303, page)
        assert client.get(page.removeprefix("http://testserver")).status_code == 200
    for name in ("tableau-999999", "document-999999999999999999", "espace-0", "autre-1", "tableau-x"):
        assert client.get(f"/catalogue/{name}", follow=True).status_code == 404


def test_an_open_file_is_told_with_its_checksum_once_it_has_been_read(
    client, space_a, django_capture_on_commit_callbacks
):
    def checksums() -> dict[str, str]:
        found = fresh(client)
        files = {str(found.value(each, DCTERMS.title)): each for each in found.subjects(RDF.type, DCAT.Distribution)}
        node = {name: found.value(file, SPDX.checksum) for name, file in files.items()}
        return {name: str(found.value(each, SPDX.checksumValue)) for name, each in node.items() if each}

    with django_capture_on_commit_callbacks(execute=True):
        document = make_document("Note", space_a, content=b"premier texte", name="note.txt")
        make_document("Secret", space_a, Visibility.IDENTIFIED, b"autre texte", name="secret.txt")
    assert checksums() == {"note.txt": hashlib.sha256(b"premier texte").hexdigest()}
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        document.file = ContentFile(b"texte corrig\xc3\xa9", "note.txt")
        document.save()
    assert checksums() == {}, "the checksum of a former file is not that of the new one"
    for callback in waiting:
        callback()
    assert list(checksums().values()) == [hashlib.sha256(b"texte corrig\xc3\xa9").hexdigest()]
