"""The front of the database: what it holds, by theme, by place, and the latest that came in."""

from __future__ import annotations

from collections import defaultdict

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page

from civitac.core.paging import paged, query_without_page
from civitac.core.text import fold
from civitac.core.visibility import Visibility, reader_of
from spaces.models import Space
from territories.enums import Level
from territories.models import Theme

from ...framing import framed
from ...models import CivitacDocument, Indicator, StatisticTable
from .asking import PlaceForm, asked, indicators, unkept
from .places import called, territories
from .signing import sign_in_address

LATEST = 5
# What a line of a list shows of a table.
TABLE_LINE = ("title", "updated_at", "visibility", "collection__space__page__title")
# What a visitor can come to open; what only the members of a space read is found in its place, not put forward.
OFFERED = (Visibility.PUBLIC, Visibility.IDENTIFIED)
MOST_FOUND = 12
TABLES_PER_PAGE = 20
LONGEST = 200


class SearchForm(forms.Form):
    q = forms.CharField(max_length=LONGEST, required=False)


class TablesForm(forms.Form):
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Theme"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All themes"),
    )
    espace = forms.ModelChoiceField(
        Space.objects.open().select_related("page"),
        required=False,
        to_field_name="page__slug",
        widget=forms.HiddenInput,
    )
    acces = forms.ChoiceField(
        label=gettext_lazy("Figures"),
        required=False,
        choices=[("", gettext_lazy("All tables")), (Visibility.PUBLIC, gettext_lazy("Open to everyone"))],
    )


@conditional_page
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the database; with `?q=`, the indicators, tables and places that bear these words."""
    form = SearchForm(request.GET)
    words = form.cleaned_data.get("q", "").strip() if form.is_valid() else ""
    if words or not form.is_valid():
        context = framed(words or _("Search"), reverse("data_pages:home")) | {"words": words, "form": form}
        context |= found(request, words) if words and form.is_valid() else {}
        return render(request, "data_pages/statistics/found.html", context, status=200 if form.is_valid() else 400)
    tables = StatisticTable.objects.listed()
    documents = CivitacDocument.objects.on_line()
    measured = indicators(request).values()
    front = reverse("data_pages:home")
    context = framed(_("The database"), front) | {
        "summary": _("Documents and figures of local authorities and organisations, to read, compare and take away."),
        "sign_in": "" if reader_of(request).is_authenticated else sign_in_address(front),
        "themes": by_theme(each for each in measured if each.part_of_id is None),
        "counts": {
            "documents": documents.count(),
            "indicators": len(measured),
            "tables": tables.count(),
            "communes": sum(
                place.level == Level.COMMUNE and place.ended is None for place in territories(request).values()
            ),
        },
        "latest_documents": documents.filter(visibility__in=OFFERED)
        .select_related("kind", "collection__space__page")
        .only("title", "created_at", "kind__name", "collection__space__page__title")
        .order_by("-created_at", "-pk")[:LATEST],
        "latest_tables": tables.filter(visibility__in=OFFERED)
        .select_related("collection__space__page")
        .only(*TABLE_LINE)
        .order_by("-updated_at", "-pk")[:LATEST],
    }
    return render(request, "data_pages/home.html", context)


def found(request: HttpRequest, words: str) -> dict[str, object]:
    folded = fold(words).split()
    named = [
        indicator
        for indicator in indicators(request).values()
        if all(word in fold(f"{indicator.name} {indicator.definition}") for word in folded)
    ]
    titled = Q()
    for word in words.split():
        titled &= Q(title__icontains=word) | Q(description__icontains=word)
    return {
        "indicators": named[:MOST_FOUND] if folded else [],
        "tables": StatisticTable.objects.listed().filter(titled)[:MOST_FOUND],
        "places": called(words),
    }


def by_theme(indicators: object) -> list[tuple[Theme | None, list[Indicator]]]:
    """What belongs to no theme in particular, then the themes in their order."""
    groups = defaultdict(list)
    for indicator in indicators:
        groups[indicator.theme].append(indicator)
    return sorted(groups.items(), key=lambda group: (group[0].order, group[0].name) if group[0] else (-1, ""))


def statistics(request: HttpRequest) -> HttpResponse:
    """All indicators by theme, and all tables, narrowed by theme, space or access."""
    form = TablesForm(request.GET)
    valid = form.is_valid()
    wanted = form.cleaned_data if valid else {}
    tables = StatisticTable.objects.listed() if valid else StatisticTable.objects.none()
    measured = Indicator.objects.select_related("theme") if valid else Indicator.objects.none()
    if theme := wanted.get("theme"):
        tables = tables.filter(pk__in=StatisticTable.objects.filter(indicators__theme=theme).values("pk"))
        measured = measured.filter(theme=theme)
    if space := wanted.get("espace"):
        tables = tables.filter(collection=space.collection_id)
        measured = measured.filter(tables__collection=space.collection_id).distinct()
    if wanted.get("acces"):
        tables = tables.filter(visibility=Visibility.PUBLIC)
    tables = tables.select_related("collection__space__page").only(*TABLE_LINE).order_by("title", "pk")
    results = paged(request, tables, TABLES_PER_PAGE)
    context = framed(_("Figures"), reverse("data_pages:statistics")) | {
        "summary": _("All that is measured, by theme, and the tables in which it is published."),
        "form": form,
        "space": wanted.get("espace"),
        "themes": by_theme(measured) if results.number == 1 else [],
        "results": results,
        "query": query_without_page(request, list(form.fields)),
    }
    response = render(request, "data_pages/statistics/list.html", context)
    return response if valid else unkept(response)


def places(request: HttpRequest) -> HttpResponse:
    """The regions and what lies in them; with `?lieu=`, the places of that name."""
    name = asked(PlaceForm, request)["lieu"].strip()
    candidates = called(name) if name else []
    if len(candidates) == 1:
        return redirect(candidates[0].url)
    units = [] if candidates else [place for place in territories(request).values() if place.ended is None]
    context = framed(_("Find a place"), reverse("data_pages:places")) | {
        "summary": _("A commune, a province or a region, by its name of today or of before."),
        "asked": name,
        "candidates": [(place, place.url) for place in candidates],
        "country": next((place for place in units if place.level == Level.COUNTRY), None),
        "regions": [place for place in units if place.level == Level.REGION],
    }
    return render(request, "data_pages/statistics/places.html", context)
