"""One stable page for each indicator, and the files in which its figures are taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from civitac.core.addresses import address_of
from civitac.core.paging import paged
from civitac.core.visibility import reader_of

from ...drawing.charts import Chart
from ...framing import framed
from ...models import Indicator, Observation
from ...periods import Period
from . import asking
from .headline import headline
from .maps import drawn, map_of
from .places import Place, called, country, places
from .reading import Cell, Marks, cells, periods_by_level, settled, sources, with_places
from .signing import may_be_opened, sign_in_address
from .taking_away import FORMATS
from .writing import over_time, parts_of_whole, side_by_side

PER_PAGE = 20
MOST_BARS = 10
MOST_STACKED = 6  # periods


@dataclass(frozen=True)
class Ranked:
    """A place and its figure for one period; places without an open value have no rank."""

    place: Place
    cell: Cell
    rank: int | None


@dataclass
class View:
    """What the address asks of an indicator."""

    indicator: Indicator
    place: Place | None
    level: str
    period: str
    periods: dict[str, dict[str, int]]  # those there are, by level, each with how many figures it has
    parts: list[Indicator]

    def address(self, **changes: str) -> str:
        """The same page with some things chosen otherwise."""
        chosen = {"t": self.place.code if self.place else "", "niveau": self.level, "periode": self.period}
        return f"{self.indicator.get_absolute_url()}?{asking.query(**(chosen | changes))}"


def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What is measured, for one place over time, and for all places of one level at one time."""
    found = asking.find_indicator(request, code)
    question = asking.asked(asking.IndicatorForm, request)
    candidates = called(question["lieu"])
    if len(candidates) == 1:
        chosen = {"t": candidates[0].code, "niveau": question["niveau"], "periode": question["periode"]}
        return redirect(f"{found.get_absolute_url()}?{asking.query(**chosen)}")
    view = understand(request, found, question)
    user = reader_of(request)
    query = asking.query(
        t=question["t"], niveau=question["niveau"] and view.level, periode=question["periode"] and view.period
    )
    series, parts = series_of(request, view)
    figures = Observation.objects.filter(indicator=found, period=view.period)
    elsewhere = with_places(request, figures, view.level) if view.period else []
    ranking = ranked(elsewhere)
    results = paged(request, ranking, PER_PAGE)
    pairs = [(line.cell, line.place) for line in ranking]
    latest = next((cell for cell in reversed(series) if not cell.is_missing), None)
    shown = [*series, *(line.cell for line in ranking)]
    tables = sources(request, shown)
    under = [(_("Figures"), address_of("data_pages:statistics"))]
    place_name = view.place.label if view.place else ""
    context = framed(found.name, found.get_absolute_url(), under=under) | {
        "summary": found.definition,
        "indicator": found,
        "view": view,
        "place": view.place,
        "asked": question["lieu"],
        "candidates": [(place, view.address(t=place.code)) for place in candidates],
        "kept": [(name, question[name]) for name in ("niveau", "periode") if question[name]],
        "charts": charts_of(view, series, parts, place_name),
        "map": drawn(map_of(request, found, view.level, view.period, pairs), found, view.period),
        "ranking_chart": ranking_chart(view, results.object_list),
        "has_notes": any(cell.note for cell in series),
        "level_name": asking.level_name(view.level) if view.level else "",
        "compare": f"{address_of('data_pages:compare')}?{asking.query(t=view.place.code if view.place else '', i=code)}",
        "latest": latest,
        "latest_opens": latest is not None and may_be_opened([latest], tables, user),
        "headline": None
        if latest or question["t"]
        else headline(found, view.level, view.period, elsewhere, may_add_up=not series),
        "series": series,
        "parts": parts,
        "results": results,
        "levels": [(level, asking.level_name(level), view.address(niveau=level, periode="")) for level in view.periods],
        "periods": view.periods.get(view.level, {}),
        "query": query,
        "marks": Marks.of(shown, user),
        "tables": tables,
        "sign_in": sign_in_address(f"{found.get_absolute_url()}?{query}".rstrip("?")),
        "opens": may_be_opened(shown, tables, user),
        "downloads": downloads(found),
        "empty": not view.periods,
    }
    return render(request, "data_pages/statistics/indicator.html", context)


def charts_of(
    view: View, series: Sequence[Cell], parts: Sequence[tuple[Indicator, dict[str, Cell]]], place: str
) -> list[Chart]:
    """The indicator over time, and what it is made of."""
    title = f"{view.indicator.name}, {place}"
    whole = over_time(view.indicator, {view.indicator.name: series}, title)
    stack = parts_of_whole(view.indicator, parts, series[-MOST_STACKED:], title)
    return [chart for chart in (whole, stack) if chart is not None]


def ranking_chart(view: View, lines: Sequence[Ranked]) -> Chart | None:
    """The first places of the page, as bars."""
    first = [(line.place.name, line.cell) for line in lines if line.rank][:MOST_BARS]
    return side_by_side(view.indicator, first, f"{view.indicator.name}, {Period.parse(view.period)}") if first else None


def understand(request: HttpRequest, found: Indicator, question: dict[str, object]) -> View:
    """Raises Http404 for a place, a level or a period that the indicator does not have."""
    chosen = places(request, [question["t"]]) if question["t"] else [country(request)]
    if not chosen:
        raise Http404
    there_are = periods_by_level(request, found.pk)
    level = question["niveau"] or next(iter(there_are), "")
    if there_are and level not in there_are:
        raise Http404
    available = there_are.get(level, {})
    period = question["periode"] or settled(available)
    if question["periode"] and period not in available:
        raise Http404
    parts = [each for each in asking.indicators(request).values() if each.part_of_id == found.pk]
    return View(found, chosen[0], level, period, there_are, parts)


def series_of(request: HttpRequest, view: View) -> tuple[list[Cell], list[tuple[Indicator, dict[str, Cell]]]]:
    """The indicator at the place over time, and its parts: part → figure of each period. One query."""
    if view.place is None:
        return [], []
    keys = [view.indicator.pk, *(part.pk for part in view.parts)]
    found = cells(request, Observation.objects.filter(view.place.filter, indicator__in=keys))
    parts = [(part, {cell.period: cell for cell in found if cell.indicator == part.pk}) for part in view.parts]
    return [cell for cell in found if cell.indicator == view.indicator.pk], [each for each in parts if each[1]]


def ranked(found: Sequence[tuple[Cell, Place]]) -> list[Ranked]:
    """The highest first, equal ones at the same rank; then those whose value is missing or reserved, by name."""
    valued = [(cell, place) for cell, place in found if cell.value is not None]
    others = [(cell, place) for cell, place in found if cell.value is None]
    lines: list[Ranked] = []
    for position, (cell, place) in enumerate(sorted(valued, key=lambda pair: (-pair[0].value, pair[1].name)), start=1):
        same = lines and lines[-1].cell.value == cell.value
        lines.append(Ranked(place, cell, lines[-1].rank if same else position))
    return lines + [Ranked(place, cell, None) for cell, place in sorted(others, key=lambda pair: pair[1].name)]


def downloads(found: Indicator) -> list[tuple[str, str]]:
    return [(form.upper(), address_of("data_pages:indicator_file", found.code, form)) for form in FORMATS]
