"""A statistic table: who gives it, under which licence, and its figures."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from civitac.core.paging import paged

from ...catalogue.sources import periods_of, table_entry
from ...catalogue.structured_data import dataset
from ...models import Indicator, Observation, StatisticTable
from . import asking
from .framing import framed
from .places import Place
from .reading import Cell, Marks, Source, with_any_place
from .signing import may_be_opened, sign_in_address

PLACES_PER_PAGE = 30
# Columns that a small screen still shows; the files hold every period.
MOST_PERIODS = 8
# Licences are known by their address; these have a name that people say.
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "Creative Commons BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "Creative Commons BY-SA 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "Creative Commons Zero",
    "https://opendatacommons.org/licenses/odbl/1-0/": "Open Database License (ODbL)",
}


def table(request: HttpRequest, pk: int) -> HttpResponse:
    """What describes the table, and one of its indicators at a time: places down, the latest periods across."""
    found = get_object_or_404(StatisticTable.objects.listed().select_related("collection__space__page"), pk=pk)
    question = asking.asked(asking.MeasureForm, request)
    given = Observation.objects.filter(table=found)
    keys = set(given.values_list("indicator_id", flat=True).distinct())
    measured = list(Indicator.objects.filter(pk__in=keys).select_related("theme"))
    chosen = next((each for each in measured if each.code == question["i"]), None)
    if question["i"] and chosen is None:
        raise Http404
    chosen = chosen or next(iter(measured), None)
    lines = with_any_place(given.filter(indicator=chosen), request.user) if chosen else []
    periods = sorted({cell.period for cell, _place in lines}, reverse=True)
    rows = by_place(lines)
    results = paged(request, list(rows), PLACES_PER_PAGE)
    shown = [cell for cell, _place in lines]
    table_as_source = Source(found.pk, found.title, found.source, found.visibility, found.get_absolute_url())
    space = getattr(found.collection, "space", None)
    under = [(_("Figures"), reverse("data_pages:statistics"))]
    described = dataset(table_entry(found, space, measured, periods_of([found])[found.pk]))
    context = framed(found.title, found.get_absolute_url(), under=under, nodes=[described]) | {
        "summary": found.description,
        "table": found,
        "licence_name": LICENCES.get(found.licence, found.licence),
        "space": space,
        "measured": measured,
        "chosen": chosen,
        "periods": periods[:MOST_PERIODS],
        "earlier": len(periods) > MOST_PERIODS,
        "results": results,
        "rows": [(place, [rows[place].get(period) for period in periods[:MOST_PERIODS]]) for place in results],
        "only": next(iter(rows.items())) if len(rows) == 1 else None,
        "query": asking.query(i=question["i"]),
        "marks": Marks.of([cell for place in results for cell in rows[place].values()], request.user),
        "sign_in": sign_in_address(found.get_absolute_url()),
        "opens": may_be_opened(shown, [table_as_source], request.user),
        "downloads": [
            *((name.upper(), reverse("data_pages:table_file", args=[pk, name])) for name in ("csv", "xlsx", "json")),
            (_("Data package"), reverse("data_pages:table_package", args=[pk])),
        ],
    }
    return render(request, "data_pages/statistics/table.html", context)


def by_place(lines: list[tuple[Cell, Place]]) -> dict[Place, dict[str, Cell]]:
    """Place → its figure of each period, in the order of the lines."""
    rows: dict[Place, dict[str, Cell]] = defaultdict(dict)
    for cell, place in lines:
        rows[place][cell.period] = cell
    return rows
