from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rdflib import Graph

from civitac.core.paging import page_number
from spaces.models import Space

from ..framing import framed
from . import sources
from .graph import PREFIXES, catalogue_graph
from .reference import operations


@dataclass(frozen=True)
class Form:
    """A way to write the graph down."""

    name: str  # as rdflib calls it
    media_type: str

    def write(self, graph: Graph) -> bytes:
        options = (
            {"context": {prefix: str(each) for prefix, each in PREFIXES.items()}} if self.name == "json-ld" else {}
        )
        return graph.serialize(format=self.name, encoding="utf-8", **options)


FORMS = {
    "jsonld": Form("json-ld", "application/ld+json"),
    "ttl": Form("turtle", "text/turtle"),
    "rdf": Form("xml", "application/rdf+xml"),
}


def catalogue(request: HttpRequest, extension: str) -> HttpResponse:
    """One page of the catalogue. Whole or not at all: a harvester takes what is missing for what was withdrawn."""
    form = FORMS[extension]
    number, held = page_number(request), sources.holdings()
    if not 1 <= number <= held.pages:
        raise Http404
    graph = catalogue_graph(sources.entries_of_page(number, held), held, number, f"catalogue.{extension}")
    response = HttpResponse(form.write(graph), content_type=f"{form.media_type}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def negotiated(request: HttpRequest) -> HttpResponse:
    """The address that names the catalogue leads to the form that is asked for, and a person to the page about it."""
    offered = {form.media_type: extension for extension, form in FORMS.items()}
    offered |= {"application/json": "jsonld", "application/xml": "rdf", "text/html": ""}
    wanted = request.get_preferred_type(list(offered)) or "application/ld+json"
    extension = "" if wanted == "text/html" else offered[wanted]
    address = reverse("catalogue", args=[extension]) if extension else reverse("open_data")
    response = redirect(address)
    response.status_code = 303
    patch_vary_headers(response, ["Accept"])
    return response


def thing(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What the catalogue names, described to people on a page of its own."""
    match kind:
        case "tableau":
            address = sources.page_of_table(get_object_or_404(sources.described_tables(), pk=pk))
        case "document":
            address = sources.page_of_document(get_object_or_404(sources.described_documents(), pk=pk))
        case _:
            address = get_object_or_404(Space.objects.listed().select_related("page"), pk=pk).page.get_url(request)
    response = redirect(address)
    response.status_code = 303
    return response


def open_data(request: HttpRequest) -> HttpResponse:
    """What programs may take from here and how: for the people who write them."""
    context = framed(_("Open data"), reverse("open_data")) | {
        "summary": _(
            "For those who write programs, harvest catalogues or work with figures. Everything is read-only, free, and asks "
            "for no key."
        ),
        "forms": [
            {"address": reverse("catalogue", args=[extension]), "media_type": form.media_type}
            for extension, form in FORMS.items()
        ],
        "operations": operations(),
        "specification": reverse("api-donnees:openapi-json"),
    }
    return render(request, "data_pages/catalogue/open_data.html", context)
