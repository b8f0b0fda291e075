"""Figures taken away as one line each: those of an indicator, and those of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ...enums import Status
from ...models import Indicator, Observation, StatisticTable
from ...querysets import ObservationQuerySet
from . import asking
from .places import Place, places
from .reading import Cell, at_level, source_of, with_any_place
from .signing import open_or_ask
from .taking_away import Sheet, Value, csv_file, json_file, xlsx_file

Line = tuple[Cell, Place]


def indicator_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """All figures of an indicator that are open to this reader, narrowed by place, level and period as on its page."""
    found = asking.find_indicator(request, code)
    question = asking.asked(asking.IndicatorForm, request)
    rows = Observation.objects.filter(indicator=found)
    if question["t"]:
        chosen = places(request, [question["t"]])
        if not chosen:
            raise Http404
        rows = rows.filter(chosen[0].filter)
    if question["niveau"]:
        rows = at_level(rows, question["niveau"])
    if question["periode"]:
        rows = rows.filter(period=question["periode"])
    page = found.get_absolute_url()
    return figures_file(request, rows, [found], form, name=code, page=page, describe=lambda: description(found))


def table_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """All figures of a table, for those who may read them."""
    table = get_object_or_404(StatisticTable.objects.listed(), pk=pk)
    rows = Observation.objects.filter(table=table)
    measured = list(Indicator.objects.filter(observations__table=table).distinct())
    describe = lambda: {"table": {"id": table.pk, "title": table.title, "source": table.source}}  # noqa: E731
    page = table.get_absolute_url()
    return figures_file(request, rows, measured, form, name=f"tableau-{pk}", page=page, describe=describe)


def figures_file(
    request: HttpRequest,
    rows: ObservationQuerySet,
    measured: list[Indicator],
    form: str,
    *,
    name: str,
    page: str,
    describe: Callable[[], dict[str, object]],
) -> HttpResponse:
    lines = with_any_place(request, rows)
    if elsewhere := open_or_ask((cell for cell, _place in lines), request, page):
        return elsewhere
    shown = [(cell, place) for cell, place in lines if cell.is_open]
    by_key = {indicator.pk: indicator for indicator in measured}
    if form == "json":
        data = describe() | {
            "page": settings.SITE_URL + page,
            "reserved": len(lines) - len(shown),
            "observations": [observation(cell, place, by_key[cell.indicator]) for cell, place in shown],
        }
        return json_file(data)
    sheet = Sheet(name, headings(), in_lines(shown, by_key), notes(page, len(lines) - len(shown)))
    return csv_file(sheet) if form == "csv" else xlsx_file(sheet)


def headings() -> list[str]:
    return [
        _("Indicator"),
        _("Code of the place"),
        _("Place"),
        _("Level"),
        _("Lies in"),
        _("Period"),
        _("Value"),
        _("Unit"),
        _("Status"),
        _("Note"),
        _("Source"),
    ]


def in_lines(shown: list[Line], measured: dict[int, Indicator]) -> Iterator[list[Value]]:
    labels = {status.value: str(status.label) for status in Status}
    named = source_of({cell.table for cell, _place in shown})
    for cell, place in shown:
        indicator = measured[cell.indicator]
        yield [
            indicator.name,
            place.code,
            place.name,
            place.level_name,
            place.above,
            cell.period,
            cell.value,
            indicator.unit,
            labels[cell.status],
            cell.note,
            named[cell.table],
        ]


def notes(page: str, reserved: int) -> list[str]:
    """What stands under the lines: where they come from, and how many are not in the file."""
    found = [_("Page: %(address)s") % {"address": settings.SITE_URL + page}]
    if reserved:
        found.append(_("Figures reserved for identified persons, not in this file: %(number)s") % {"number": reserved})
    return found


def description(indicator: Indicator) -> dict[str, object]:
    return {
        "indicator": {
            "code": indicator.code,
            "name": indicator.name,
            "definition": indicator.definition,
            "unit": indicator.unit,
            "decimals": indicator.decimals,
            "frequency": indicator.frequency,
            "aggregation": indicator.aggregation,
            "source": indicator.source,
            "methodology": indicator.methodology,
            "theme": indicator.theme.slug if indicator.theme else None,
            "metadata": settings.SITE_URL + reverse("data_pages:indicator", args=[indicator.code]),
        }
    }


def observation(cell: Cell, place: Place, indicator: Indicator) -> dict[str, object]:
    """One figure in the words of SDMX."""
    value = cell.value
    return {
        "INDICATOR": indicator.code,
        "REF_AREA": place.code,
        "REF_AREA_NAME": place.name,
        "REF_AREA_LEVEL": place.level,
        "TIME_PERIOD": cell.period,
        "OBS_VALUE": None if value is None else int(value) if value == value.to_integral_value() else float(value),
        "OBS_STATUS": cell.status,
        "OBS_COMMENT": cell.note,
    }
