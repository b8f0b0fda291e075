"""Who reaches what: every address that shows something of a document or a table, each persona, each visibility.

Inside each protected thing stands a canary: a word in files, a number among figures. It must be read where it may be, and
nowhere else. Everyone reads each address in turn, those who may see first, through one cache, as on the site.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import resolve
from wagtail.models import Page

from accounts.roles import Role, ensure_roles, group_for
from data_pages.documents import reading
from data_pages.models import (
    Boundary,
    CivitacDocument,
    DocumentContent,
    DocumentKind,
    Indicator,
    Observation,
    StatisticTable,
)
from home.structure import ensure_structure
from spaces.models import ArticlePage
from spaces.offices import ensure_office_titles
from spaces.rights import grant_animation
from spaces.services import create_space
from spaces.workflow import ensure_review_workflow
from territories.enums import Level
from tests.conftest import make_territory, make_user
from tests.data_pages.documents.samples import a_pdf

pytestmark = pytest.mark.django_db

VISIBILITIES = ("public", "identified", "members")
# Those who may see come first: what they saw must not be kept for those who may not.
READS = {
    "editor": {"public", "identified", "members"},
    "citizen": {"public", "identified"},
    "animator": {"public", "identified"},
    "stranger": {"public", "identified"},  # editor of another space
    "visitor": {"public"},
}
WORDS = {visibility: f"canari{visibility}" for visibility in VISIBILITIES}
NUMBERS = {"public": "71727374", "identified": "72737475", "members": "73747576"}
SEPARATORS = re.compile(r"[\s\u00a0\u202f.,]")
YEARS = {visibility: 2021 + position for position, visibility in enumerate(VISIBILITIES)}

# What shows the inside of one thing: its canary is read by those who may, and by no one else. Names in braces, with the
# visibility after them, are things of the world below.
INSIDE = """
/donnees/documents/{document}/{file}
/documents/{document}/{file}
/donnees/documents/{document}/versions/1/{former}
/donnees/documents/{document}/apercu/
/donnees/documents/selection.zip?d={document}
/donnees/tableaux/{table}/donnees.csv
/donnees/tableaux/{table}/paquet.zip
/donnees/indicateurs/{indicator}/carte.svg
/donnees/indicateurs/{indicator}/carte.svg?niveau=commune&periode={year}
/api/donnees/observations/?indicateur={indicator}
/api/donnees/observations/?tableau={table}
/donnees/tableaux/{table}/
/donnees/tableaux/{table}.csv
/donnees/tableaux/{table}.xlsx
/donnees/tableaux/{table}.json
/donnees/indicateurs/{indicator}/
/donnees/indicateurs/{indicator}/?t=C1
/donnees/indicateurs/{indicator}.csv
/donnees/indicateurs/{indicator}.xlsx
/donnees/indicateurs/{indicator}.json
/donnees/comparer/?t=C1&t=C2&i={indicator}
/donnees/comparer.csv?t=C1&t=C2&i={indicator}
/donnees/comparer.xlsx?t=C1&t=C2&i={indicator}
"""
# What shows the inside of many: the canaries of all that a persona may read, and of nothing else.
INSIDE_OF_ALL = """
/donnees/documents/?q=ouvrage
/api/donnees/observations/
/api/donnees/observations/?territoire=T&dessous=true
/api/donnees/observations/?indicateur=ensemble
/api/donnees/observations/?organisation=association-essai
/collectivites/ouahigouya/
/osc/association-essai/
/donnees/territoires/C1/
/donnees/organisations/association-essai/
/donnees/indicateurs/ensemble/?t=C1
/donnees/indicateurs/ensemble.csv
/donnees/indicateurs/ensemble.xlsx
/donnees/indicateurs/ensemble.json
/donnees/comparer/?t=C1&t=C2&i=ensemble
/donnees/comparer.csv?t=C1&t=C2&i=ensemble
"""
# What describes, and is the same for everyone: no canary but those of public things may ever stand in it.
OUTSIDE = """
/donnees/
/donnees/statistiques/
/donnees/territoires/
/donnees/territoires/C2/
/donnees/territoires/C1/carte.svg
/donnees/documents/
/donnees/documents/?q=essai
/donnees/documents/{document_identified}/
/donnees/documents/{document_members}/
/donnees/tableaux/{table_members}/datapackage.json
/donnees/tableaux/{table_members}/indicateurs.csv
/catalogue.jsonld
/catalogue.ttl
/catalogue.rdf
/api/donnees/
/api/donnees/openapi.json
/api/donnees/indicateurs/
/api/donnees/tableaux/
/api/donnees/tableaux/{table_members}/
/api/donnees/documents/
/api/donnees/documents/{document_members}/
/api/donnees/territoires/C1/
/api/v2/pages/
/api/v2/images/
/
/actualites/
/recherche/?q=ouvrage
/recherche/?q=Document
/recherche/suggestions/?q=ouv
/flux.xml
/sitemap.xml
/collectivites/
/collectivites/ouahigouya/flux.xml
/collectivites/ouahigouya/un-article/
"""


@dataclass
class World:
    people: dict[str, Client]
    names: dict[str, object]  # "document_public" → its key, …

    def address(self, row: str, visibility: str = "") -> str:
        ending = f"_{visibility}"
        of_one = {name.removesuffix(ending): each for name, each in self.names.items() if name.endswith(ending)}
        return row.format(**self.names, **of_one)


def rows(text: str) -> list[str]:
    return [row for row in text.split("\n") if row]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = populate()
        yield made
        transaction.set_rollback(True)


def populate() -> World:
    ensure_roles()
    ensure_structure()
    ensure_office_titles()
    ensure_review_workflow()
    grant_animation()
    land = make_territory(Level.COUNTRY, "Burkina Faso", slug="burkina-faso", code="T")
    region = make_territory(Level.REGION, "Yaadga", land, slug="region-yaadga", code="R")
    province = make_territory(Level.PROVINCE, "Yatenga", region, slug="province-yatenga", code="P")
    communes = [make_territory(Level.COMMUNE, "Ouahigouya", province, code="C1")]
    communes.append(make_territory(Level.COMMUNE, "Kaya", province, code="C2"))
    for commune in communes:
        Boundary.objects.create(territory=commune, path="M0 0h9v9z", box=[0, 0, 9, 9], centre=[4, 4], source="Essai")
    ours, theirs = (
        create_space(kind="collectivity", title=f"Commune de {place.name}", territory=place) for place in communes
    )
    organisation = create_space(kind="organisation", title="Association (essai)", territory=communes[0])
    users = {
        "editor": make_user("editrice", ours.editors),
        "citizen": make_user("citoyenne"),
        "animator": make_user("animatrice", group_for(Role.ANIMATION)),
        "stranger": make_user("autre", theirs.editors),
    }
    people = {"visitor": Client()}
    for persona, user in users.items():
        people[persona] = Client()
        people[persona].force_login(user)
    shared = make_indicator("ensemble", "Ensemble")
    kind = DocumentKind.objects.create(name="Budget (essai)", slug="budget-essai")
    names: dict[str, object] = {}
    for visibility in VISIBILITIES:
        document = make_document(ours, visibility, kind)
        indicator = make_indicator(f"indicateur-{visibility}", f"Indicateur {visibility}")
        table = make_table(ours, visibility, [indicator, shared], organisation)
        names |= {
            f"document_{visibility}": document.pk,
            f"file_{visibility}": document.filename,
            f"former_{visibility}": document.versions.get().filename,
            f"table_{visibility}": table.pk,
            f"indicator_{visibility}": indicator.code,
            f"year_{visibility}": YEARS[visibility],
        }
    article = ArticlePage(title="Un article", slug="un-article", owner=users["editor"], live=False)
    documents = [names[f"document_{visibility}"] for visibility in VISIBILITIES]
    tables = [names[f"table_{visibility}"] for visibility in VISIBILITIES]
    article.body = [
        *({"type": "document", "value": {"document": document, "title": ""}} for document in documents),
        *({"type": "statistic", "value": {"table": table, "form": "table"}} for table in tables),
    ]
    Page.objects.get(pk=ours.page_id).add_child(instance=article)
    article.save_revision(user=users["editor"]).publish(skip_permission_checks=True)
    return World(people, names)


def make_indicator(code: str, name: str) -> Indicator:
    return Indicator.objects.create(code=code, name=name, definition="Un essai.", unit="essais", aggregation="sum")


def make_document(space: object, visibility: str, kind: DocumentKind) -> CivitacDocument:
    """A document whose file, former file and picture of the first page all hold the canary."""
    pages = [f"ouvrage premier {WORDS[visibility]}", f"ouvrage second {WORDS[visibility]}"]
    document = CivitacDocument(
        title=f"Document {visibility}",
        collection=space.collection,
        visibility=visibility,
        kind=kind,
        first_year=2024,
        summary="Un essai.",
    )
    for number, text in enumerate(pages):
        document.file = ContentFile(a_pdf(text), f"document-{visibility}-{number}.pdf")
        document.save()
    reading.read(document.pk)
    content = DocumentContent.objects.get(pk=document.pk)
    content.first_page.save(f"{document.pk}.webp", ContentFile(f"RIFF {WORDS[visibility]}".encode()))
    return CivitacDocument.objects.get(pk=document.pk)


def make_table(space: object, visibility: str, indicators: list[Indicator], organisation: object) -> StatisticTable:
    """A table whose figures, and the remarks on them, hold the canary: of each indicator, and of an organisation."""
    table = StatisticTable.objects.create(
        title=f"Tableau {visibility}", source="Essai", collection=space.collection, visibility=visibility
    )
    table.indicators.set(indicators)
    places = [(indicator, {"territory": space.territory}) for indicator in indicators]
    for indicator, place in [*places, (indicators[0], {"space": organisation})]:
        Observation.objects.create(
            table=table,
            indicator=indicator,
            **place,
            period=str(YEARS[visibility]),
            value=Decimal(NUMBERS[visibility]),
            note=WORDS[visibility],
        )
    return table


def read_by(world: World, persona: str, address: str) -> set[str]:
    """The visibilities whose canary stands in what this persona is answered."""
    response = world.people[persona].get(address, follow=True)
    assert response.status_code in (200, 400, 403, 404), f"{persona} at {address}: {response.status_code}"
    return canaries_in(response)


def canaries_in(response: HttpResponse) -> set[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = "\n".join(texts_of(body))
    digits = SEPARATORS.sub("", text)
    return {each for each in VISIBILITIES if WORDS[each] in text or NUMBERS[each] in digits}


def texts_of(body: bytes) -> Iterator[str]:
    """Everything that can be read in an answer: inside archives, spreadsheets and PDF too."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name))
    elif body.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(body) as document:
            for page in document:
                yield page.get_textpage().get_text_bounded()
    else:
        yield body.decode("utf-8", "replace")


@pytest.mark.parametrize("row", rows(INSIDE))
def test_the_inside_of_a_thing_is_read_by_those_who_may(world, row):
    for visibility in VISIBILITIES:
        address = world.address(row, visibility)
        for persona, may in READS.items():
            expected = {visibility} & may
            assert read_by(world, persona, address) == expected, f"{persona} at {address}"


@pytest.mark.parametrize("row", rows(INSIDE_OF_ALL))
def test_a_view_over_many_things_shows_each_persona_its_own(world, row):
    address = world.address(row)
    for persona, may in READS.items():
        assert read_by(world, persona, address) == may, f"{persona} at {address}"


@pytest.mark.parametrize("row", rows(OUTSIDE))
def test_what_describes_tells_nothing_of_the_inside(world, row):
    address = world.address(row)
    for persona in READS:
        response = world.people[persona].get(address, follow=True)
        assert response.status_code == 200, f"{persona} at {address}"
        assert canaries_in(response) <= {"public"}, f"{persona} at {address}"


@pytest.mark.parametrize("row", rows(INSIDE + INSIDE_OF_ALL + OUTSIDE))
def test_every_address_of_the_matrix_leads_to_a_view_of_its_own(world, row):
    """A row whose address has moved would prove nothing."""
    address = world.address(row, "public").partition("?")[0]
    assert resolve(address).view_name != "wagtail_serve", address


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_word_inside_a_document_finds_it_for_those_only_who_may_open_it(world, visibility):
    for persona, may in READS.items():
        response = world.people[persona].get(f"/donnees/documents/?q={WORDS[visibility]}")
        found = f"Document {visibility}" in response.content.decode()
        assert found == (visibility in may), persona


def test_an_article_quotes_the_public_figures_alone_whoever_reads_it(world):
    for persona in READS:
        assert read_by(world, persona, "/collectivites/ouahigouya/un-article/") == {"public"}, persona


def test_an_archive_of_several_documents_holds_those_that_may_be_opened(world):
    address = world.address(
        "/donnees/documents/selection.zip?d={document_public}&d={document_identified}&d={document_members}"
    )
    for persona, may in READS.items():
        # Someone unknown is asked first who they are.
        assert read_by(world, persona, address) == (may if persona != "visitor" else set()), persona
    for_everyone = world.address("/donnees/documents/selection.zip?d={document_public}&d={document_members}")
    assert read_by(world, "visitor", for_everyone) == {"public"}


@pytest.mark.parametrize("address", ["/donnees/documents/?q=ouvrage", "/donnees/territoires/C1/", "/catalogue.ttl"])
def test_a_visitor_is_told_the_same_before_and_after_a_person_who_may_see_more(world, address):
    cache.clear()
    before = world.people["visitor"].get(address).content
    world.people["editor"].get(address)
    assert world.people["visitor"].get(address).content == before


@pytest.mark.parametrize("persona", READS)
def test_what_is_not_for_everyone_is_kept_by_no_cache_on_the_way(world, persona):
    for row in rows(INSIDE):
        for visibility in ("identified", "members"):
            response = world.people[persona].get(world.address(row, visibility))
            if response.status_code == 200 and canaries_in(response):
                kept = response["Cache-Control"]
                assert "private" in kept or "no-store" in kept, f"{persona} at {row}: {kept}"
