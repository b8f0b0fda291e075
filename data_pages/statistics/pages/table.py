"""A statistic table: who gives it, under which licence, and its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from civitac.core.paging import paged
from civitac.core.visibility import reader_of

from ...catalogue.sources import table_entry
from ...catalogue.structured_data import dataset
from ...framing import framed
from ...licences import LICENCES
from ...models import Observation, StatisticTable
from ...periods import Period
from . import asking
from .places import Place
from .reading import Cell, Marks, Source, periods_of_table, places_of_table, with_any_place
from .signing import may_be_opened, sign_in_address
from .taking_away import FORMATS

PLACES_PER_PAGE = 30
# Columns that a small screen still shows; the files hold every period.
MOST_PERIODS = 8


def table(request: HttpRequest, pk: int) -> HttpResponse:
    """What describes the table, and one of its indicators at a time: places down, the latest periods across."""
    found = get_object_or_404(
        StatisticTable.objects.listed().select_related("collection__space__page", "collection__space__territory"), pk=pk
    )
    question = asking.asked(asking.MeasureForm, request)
    there_are = periods_of_table(request, pk)
    measured = [each for each in asking.indicators(request).values() if each.pk in there_are]
    chosen = next((each for each in measured if each.code == question["i"]), None)
    if question["i"] and chosen is None:
        raise Http404
    chosen = chosen or next(iter(measured), None)
    periods = there_are[chosen.pk] if chosen else []
    shown = periods[:MOST_PERIODS]
    results = paged(request, places_of_table(request, pk, chosen.pk, tuple(shown)) if chosen else [], PLACES_PER_PAGE)
    given = Observation.objects.filter(about_keys(results), table=found, indicator=chosen, period__in=shown)
    lines = with_any_place(request, given) if results else []
    rows = sorted(by_place(lines).items(), key=lambda row: results.object_list.index(row[0].key))
    table_as_source = Source(found.pk, found.title, found.source, found.visibility, found.get_absolute_url())
    space = getattr(found.collection, "space", None)
    under = [(_("Figures"), reverse("data_pages:statistics"))]
    known = [Period.parse(code) for code in sorted({code for each in there_are.values() for code in each})]
    described = dataset(table_entry(found, space, measured, known))
    context = framed(found.title, found.get_absolute_url(), under=under, nodes=[described]) | {
        "summary": found.description,
        "table": found,
        "licence_name": LICENCES.get(found.licence, found.licence),
        "space": space,
        "measured": measured,
        "chosen": chosen,
        "periods": shown,
        "earlier": len(periods) > MOST_PERIODS,
        "results": results,
        "rows": [(place, [figures.get(period) for period in shown]) for place, figures in rows],
        "only": rows[0] if rows and results.paginator.count == 1 else None,
        "query": asking.query(i=question["i"]),
        "marks": Marks.of([cell for cell, _place in lines], reader_of(request)),
        "sign_in": sign_in_address(found.get_absolute_url()),
        "opens": may_be_opened([cell for cell, _place in lines], [table_as_source], reader_of(request)),
        "downloads": [
            *((name.upper(), reverse("data_pages:table_file", args=[pk, name])) for name in FORMATS),
            (_("Data package"), reverse("data_pages:table_package", args=[pk])),
        ],
    }
    return render(request, "data_pages/statistics/table.html", context)


def about_keys(keys: Iterable[tuple[str, int]]) -> Q:
    """The figures about the places of these keys."""
    by_kind = defaultdict(list)
    for kind, pk in keys:
        by_kind[kind].append(pk)
    return Q(territory__in=by_kind["territory"]) | Q(space__in=by_kind["space"])


def by_place(lines: list[tuple[Cell, Place]]) -> dict[Place, dict[str, Cell]]:
    """Place → its figure of each period."""
    rows: dict[Place, dict[str, Cell]] = defaultdict(dict)
    for cell, place in lines:
        rows[place][cell.period] = cell
    return rows
