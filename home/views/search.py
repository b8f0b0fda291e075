from __future__ import annotations

from django import forms
from django.core.paginator import EmptyPage
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import conditional_page

from civitac.core.forms import Choice
from civitac.core.paging import page_number, query_without_page
from data_pages.documents.search import titled as documents_titled
from territories.filters import FilterForm

from .. import search as site_search

DOCUMENTS = 3


class SearchForm(FilterForm):
    """What was asked; every parameter goes through here, so that no sequence of bytes reaches the database raw."""

    q = forms.CharField(max_length=site_search.LONGEST, required=False)
    type = forms.ChoiceField(
        label=_("Look in"),
        required=False,
        widget=Choice,
        choices=[
            ("", _("The whole site")),
            ("articles", _("Articles")),
            ("espaces", _("Spaces")),
            ("demarches", _("Practical information")),
            ("questions", _("Questions")),
            ("pages", _("Other pages")),
        ],
    )


@conditional_page
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request)
    valid = form.is_valid()
    words = form.cleaned_data.get("q", "").strip()
    found = None
    if valid and words:
        try:
            found = site_search.search(
                request,
                words,
                kind=form.cleaned_data["type"],
                theme=form.cleaned_data["theme"],
                territory=form.cleaned_data["territoire"],
                page=page_number(request),
            )
        except EmptyPage as error:
            raise Http404 from error
    is_narrowed = valid and (form.cleaned_data["type"] or form.cleaned_data["theme"] or form.cleaned_data["territoire"])
    is_first = found is not None and found.results.number == 1 and not is_narrowed
    places = site_search.places(request, words) if is_first else []
    # The database has a search of its own; here its best titles, and the way to it.
    documents = documents_titled(words, DOCUMENTS) if is_first else []
    context = {
        "form": form,
        "words": words,
        "places": places,
        "documents": documents,
        "found": numbers_of(len(places), found.results.paginator.count, len(documents)) if found else [],
        "results": found.results if found else None,
        "counts": counted(found.counts) if found else [],
        "query": query_without_page(request, list(form.fields)),
        "stems": connection.vendor == "postgresql",
    }
    return render(request, "home/search.html", context, status=200 if valid else 400)


def numbers_of(places: int, pages: int, documents: int) -> list[str]:
    """What was found, for the line above it: nothing is called none beside something else."""
    said = []
    if places:
        said.append(ngettext("%(number)d place", "%(number)d places", places) % {"number": places})
    if pages or not (places or documents):
        said.append(ngettext("%(number)d result", "%(number)d results", pages) % {"number": pages})
    elif documents:
        said.append(ngettext("%(number)d document", "%(number)d documents", documents) % {"number": documents})
    return said


def counted(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """(address name, label, number) for each type that has results."""
    labels = dict(SearchForm.base_fields["type"].choices)
    return [(name, labels[name], number) for name, number in counts.items() if number]


def suggestions(request: HttpRequest) -> JsonResponse:
    """Names of places and titles for what is being typed in the search field; an empty list for less than three letters."""
    form = SearchForm(request)
    words = form.cleaned_data.get("q", "").strip() if form.is_valid() else ""
    found = site_search.suggestions(request, words) if len(words) >= 3 else []
    response = JsonResponse({"suggestions": found})
    response["Cache-Control"] = "public, max-age=60"
    return response
