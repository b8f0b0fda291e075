"""Entries as a DCAT-AP 3.0.1 graph (https://semiceu.github.io/DCAT-AP/releases/3.0.1/), one page of it at a time.

Nothing is a blank node, so that each page says the same of the same thing; words of vocabularies carry their type, so
that a page conforms to the shapes of DCAT-AP by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from civitac.core.structured_data import absolute

from .entries import Entry, File, Place, Publisher, platform
from .sources import PAGE_SIZE, Holdings
from .vocabularies import ACCESS, AUTHORITY, COUNTRY, DATA_THEMES, LANGUAGES, SHA_256, STABLE, THEMES

DCATAP = Namespace("http://data.europa.eu/r5r/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "skos": SKOS, "xsd": XSD}
PREFIXES |= {"dcatap": DCATAP, "hydra": HYDRA, "spdx": SPDX, "vcard": VCARD}
# What no XML document may hold (https://www.w3.org/TR/xml/#charsets).
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def catalogue_graph(entries: Iterable[Entry], held: Holdings, number: int, file_name: str) -> Graph:
    """The catalogue with the datasets of page `number`; `file_name` is that of the form asked for, for the next pages."""
    return _Drawing(number, file_name).of(entries, held)


class _Drawing:
    def __init__(self, number: int, file_name: str) -> None:
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self.number = number
        self.file_name = file_name
        self.catalogue = URIRef(f"{settings.SITE_URL}/catalogue")
        self.service = uri(f"{reverse('open_data')}#service")

    def of(self, entries: Iterable[Entry], held: Holdings) -> Graph:
        self.tell_catalogue(held)
        self.tell_paging(held)
        self.tell_service()
        for entry in entries:
            self.tell_dataset(entry)
        return self.graph

    def add(self, subject: URIRef, predicate: URIRef, *values: URIRef | Literal | None) -> None:
        for value in values:
            if value is not None:
                self.graph.add((subject, predicate, value))

    def typed(self, address: str, kind: URIRef) -> URIRef | None:
        """A word of a vocabulary, or a thing of the Web, with what it is; None for no address."""
        if not address:
            return None
        node = uri(address)
        self.add(node, RDF.type, kind)
        return node

    def tell_catalogue(self, held: Holdings) -> None:
        this = self.catalogue
        self.add(this, RDF.type, DCAT.Catalog)
        self.add(this, DCTERMS.title, words(_("Catalogue of the database of Civitac")))
        description = _(
            "Documents and statistics that local authorities and civil society organisations of Burkina Faso publish "
            "on Civitac."
        )
        self.add(this, DCTERMS.description, words(description))
        self.add(this, DCTERMS.publisher, self.agent(platform()))
        self.add(this, DCTERMS.language, self.typed(LANGUAGES["fr"], DCTERMS.LinguisticSystem))
        self.add(this, FOAF.homepage, self.typed(settings.SITE_URL + "/", FOAF.Document))
        self.add(this, DCTERMS.spatial, self.typed(COUNTRY, DCTERMS.Location))
        if held.modified:
            self.add(this, DCTERMS.modified, moment(held.modified))
        taxonomy = self.typed(THEMES, SKOS.ConceptScheme)
        self.add(taxonomy, DCTERMS.title, words(_("Themes of data")))
        self.add(this, DCAT.themeTaxonomy, taxonomy)

    def tell_service(self) -> None:
        """The interface for programs: what a page of the catalogue names is asked for there too."""
        this = self.service
        self.add(self.catalogue, DCAT.service, this)
        self.add(this, RDF.type, DCAT.DataService)
        self.add(this, DCTERMS.title, words(_("Data of Civitac, for programs (JSON)")))
        self.add(this, DCTERMS.publisher, self.agent(platform()))
        self.add(this, DCAT.endpointURL, uri(reverse("open_data")))
        self.add(this, DCAT.endpointDescription, uri(reverse("api-donnees:openapi-json")))
        self.add(this, DCAT.landingPage, self.typed(absolute(reverse("open_data")), FOAF.Document))

    def tell_paging(self, held: Holdings) -> None:
        """Pages as Hydra describes them (https://www.hydra-cg.com/spec/latest/core/#collections)."""
        view, last = self.page(self.number), held.pages
        self.add(self.catalogue, RDF.type, HYDRA.Collection)
        self.add(self.catalogue, HYDRA.totalItems, Literal(held.total))
        self.add(self.catalogue, HYDRA.view, view)
        self.add(view, RDF.type, HYDRA.PartialCollectionView)
        self.add(view, HYDRA.itemsPerPage, Literal(PAGE_SIZE))
        self.add(view, HYDRA.first, self.page(1))
        self.add(view, HYDRA.last, self.page(last))
        if self.number > 1:
            self.add(view, HYDRA.previous, self.page(self.number - 1))
        if self.number < last:
            self.add(view, HYDRA.next, self.page(self.number + 1))

    def page(self, number: int) -> URIRef:
        return URIRef(f"{settings.SITE_URL}/{self.file_name}?page={number}")

    def tell_dataset(self, entry: Entry) -> None:
        this = uri(entry.uri)
        self.add(self.catalogue, DCAT.dataset, this)
        self.add(self.service, DCAT.servesDataset, this)
        self.add(this, RDF.type, DCAT.Dataset)
        self.add(this, DCTERMS.identifier, Literal(entry.identifier))
        self.add(this, DCTERMS.title, words(entry.title))
        self.add(this, DCTERMS.description, words(entry.description))
        self.add(this, DCTERMS.publisher, self.agent(entry.publisher))
        self.add(this, DCAT.contactPoint, self.contact(entry.publisher))
        self.add(this, DCAT.landingPage, self.typed(entry.page, FOAF.Document))
        self.add(this, DCAT.theme, *(self.theme(key) for key in entry.themes))
        self.add(this, DCAT.keyword, *map(words, entry.keywords))
        self.add(this, DCTERMS.spatial, self.typed(COUNTRY, DCTERMS.Location), self.place(entry.place))
        self.add(this, DCTERMS.temporal, self.period(entry))
        self.add(this, DCTERMS.accrualPeriodicity, self.typed(entry.frequency, DCTERMS.Frequency))
        self.add(this, DCTERMS.issued, Literal(entry.issued.isoformat(), datatype=XSD.date))
        self.add(this, DCTERMS.modified, moment(entry.modified))
        self.add(this, DCTERMS.language, self.typed(entry.language, DCTERMS.LinguisticSystem))
        self.add(this, DCTERMS.accessRights, self.typed(ACCESS[entry.visibility], DCTERMS.RightsStatement))
        if entry.version:
            self.add(this, URIRef(f"{DCAT}version"), Literal(entry.version))
        for file in entry.files:
            self.add(this, DCAT.distribution, self.distribution(entry, file))

    def distribution(self, entry: Entry, file: File) -> URIRef:
        """Only what opens to everyone says where it is downloaded: for the rest the page tells how to come in."""
        this = uri(f"{entry.uri}#{file.key}")
        self.add(this, RDF.type, DCAT.Distribution)
        self.add(this, DCTERMS.title, words(file.title))
        self.add(this, DCAT.accessURL, uri(entry.page))
        if entry.is_open:
            self.add(this, DCAT.downloadURL, uri(file.download))
            self.add(this, SPDX.checksum, self.checksum(this, file))
        if file.format:
            self.add(this, DCTERMS["format"], self.typed(file.format.uri, DCTERMS.MediaTypeOrExtent))
            self.add(this, DCAT.mediaType, self.typed(file.format.media_type_uri, DCTERMS.MediaType))
        if file.size is not None:
            self.add(this, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger))
        self.add(this, DCTERMS.license, self.typed(file.licence, DCTERMS.LicenseDocument))
        stable = self.typed(STABLE, SKOS.Concept)
        self.add(stable, SKOS.prefLabel, words(_("stable")))
        self.add(this, DCATAP.availability, stable)
        return this

    def checksum(self, distribution: URIRef, file: File) -> URIRef | None:
        if not file.sha256:
            return None
        this = URIRef(f"{distribution}-somme")
        self.add(this, RDF.type, SPDX.Checksum)
        self.add(this, SPDX.algorithm, self.typed(SHA_256, SPDX.ChecksumAlgorithm))
        self.add(this, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
        return this

    def agent(self, publisher: Publisher) -> URIRef:
        this = self.typed(publisher.uri, FOAF.Agent)
        self.add(this, FOAF.name, words(publisher.name))
        self.add(this, FOAF.homepage, self.typed(publisher.page, FOAF.Document))
        return this

    def contact(self, publisher: Publisher) -> URIRef:
        this = self.typed(f"{publisher.page}#contact", VCARD.Organization)
        self.add(this, RDF.type, VCARD.Kind)
        self.add(this, VCARD.fn, words(publisher.name))
        self.add(this, VCARD.hasURL, uri(publisher.page))
        if publisher.email:
            self.add(this, VCARD.hasEmail, uri(f"mailto:{publisher.email}"))
        return this

    def theme(self, key: str) -> URIRef:
        this = self.typed(f"{AUTHORITY}data-theme/{key}", SKOS.Concept)
        self.add(this, SKOS.prefLabel, Literal(DATA_THEMES[key], lang="fr"))
        self.add(this, SKOS.inScheme, uri(THEMES))
        return this

    def place(self, place: Place | None) -> URIRef | None:
        if place is None:
            return None
        this = self.typed(place.uri, DCTERMS.Location)
        self.add(this, DCTERMS.identifier, Literal(place.code))
        self.add(this, SKOS.prefLabel, words(place.name))
        return this

    def period(self, entry: Entry) -> URIRef | None:
        if entry.start is None and entry.end is None:
            return None
        this = uri(f"{entry.uri}#periode")
        self.add(this, RDF.type, DCTERMS.PeriodOfTime)
        for predicate, day in ((DCAT.startDate, entry.start), (DCAT.endDate, entry.end)):
            if day:
                self.add(this, predicate, Literal(day.isoformat(), datatype=XSD.date))
        return this


def uri(address: str) -> URIRef:
    """An address in the letters that every form of the graph can write."""
    return URIRef(iri_to_uri(absolute(address) if address.startswith("/") else address))


def words(text: object) -> Literal:
    return Literal(NOT_IN_XML.sub("", str(text)).strip(), lang="fr")


def moment(value: object) -> Literal:
    return Literal(value.isoformat(timespec="seconds"), datatype=XSD.dateTime)
