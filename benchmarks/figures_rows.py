"""Pages of figures in a small database and in a large one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from territories.enums import Level

from .costs import page_cost
from .filling_figures import fill_figures, make_indicators, places_around
from .measuring import queries
from .table import Bar, Table, number

if TYPE_CHECKING:
    from .database import DatabaseScale, Shape

GROWTH_BAR, QUERIES_BAR = Bar(2, of_ratio=True), Bar(12)
COMPARED = 3


def addresses(shape: Shape) -> dict[str, str]:
    """The pages that are measured: they exist in the small database as in the large one."""
    places = places_around(shape.places)
    communes = [place.code for place in places if place.level == Level.COMMUNE]
    indicators = [each.code for each in make_indicators(shape.indicators)]
    return {
        "indicator": f"/donnees/indicateurs/{indicators[0]}/",
        "indicator, for a commune": f"/donnees/indicateurs/{indicators[0]}/?t={communes[0]}",
        "territory: a commune": f"/donnees/territoires/{communes[0]}/",
        "territory: the country": f"/donnees/territoires/{places[1].code}/",
        "comparator": "/donnees/comparer/?"
        + urlencode([("t", code) for code in communes[:COMPARED]] + [("i", code) for code in indicators[:COMPARED]]),
        "all statistics": "/donnees/statistiques/",
    }


def pages_of_figures(table: Table, database: str, scale: DatabaseScale) -> None:
    """Of pages that no cache has kept, and how little they grow with the database."""
    small, large = scale.figures
    pages = addresses(small)
    totals, asked, spent = [], [], []
    for shape in (small, large):
        indicators = make_indicators(shape.indicators)
        totals.append(fill_figures(indicators, places_around(shape.places), shape.years))
        asked.append({name: queries(path) for name, path in pages.items()})
        spent.append({name: page_cost(path, seconds=scale.seconds) for name, path in pages.items()})
    few, many = map(number, totals)
    table.section(f"{database}: SQL queries of one page, {many} figures; floor: {few}")
    for name in pages:
        table.add(name, asked[1][name].total, "", asked[0][name].total, QUERIES_BAR)
    repeated = sum(each.repeated for found in asked for each in found.values())
    table.add("exact duplicates, all pages at both sizes", repeated, "", None, Bar(0))
    table.section(f"{database}: CPU of one page, {many} figures; floor: {few}")
    for name in pages:
        table.add(name, spent[1][name].cpu, "ms", spent[0][name].cpu, GROWTH_BAR)
