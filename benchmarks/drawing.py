"""What charts and maps weigh, as they travel; they are drawn from made-up figures."""

from __future__ import annotations

import gzip
import os
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from data_pages.drawing.charts import Point, Series, bars, line
from data_pages.drawing.geojson import read_features
from data_pages.drawing.maps import Map, Place
from data_pages.drawing.numbers import number
from data_pages.drawing.outlines import outlines_of
from territories.enums import Level

from .table import Bar, Table

OUTLINES = (
    Path(os.environ.get("CIVITAC_TEST_DATA", settings.BASE_DIR.parent / "shared" / "data"))
    / "boundaries"
    / "communes_351.geojson"
)


def drawings(table: Table) -> None:
    table.section("Drawings, bytes compressed")
    table.add("chart of ten bars", weight(ten_bars()), "B", None, Bar(1_000))
    table.add("lines of three places over forty years", weight(three_lines()), "B")
    if not OUTLINES.exists():
        table.section("Map of communes: SKIPPED, CIVITAC_TEST_DATA names no folder that holds their outlines")
        return
    drawn = map_of_communes().response().content
    table.add("map of 351 communes", weight(drawn), "B", None, Bar(16_000))
    table.add("map of 351 communes, as it is", len(drawn), "B")


def weight(content: str | bytes) -> int:
    return len(gzip.compress(content.encode() if isinstance(content, str) else content, 9))


def ten_bars() -> str:
    points = [Point(f"Commune {index}", Decimal(index * 12_345)) for index in range(1, 11)]
    return bars(Series("Habitants", points), title="Population de dix communes", unit="habitants").render()


def three_lines() -> str:
    series = [
        Series(f"Commune {part}", [Point(str(year), Decimal((year - 1980) ** 2 * part)) for year in range(1985, 2025)])
        for part in (1, 2, 3)
    ]
    return line(series, title="Population de trois communes", unit="habitants").render()


def map_of_communes() -> Map:
    features = read_features(OUTLINES)
    outlines = outlines_of([feature.geometry for feature in features], Level.COMMUNE)
    places = []
    for index, (feature, outline) in enumerate(zip(features, outlines, strict=True)):
        value = Decimal(5_000 + index * 7_919 % 90_001)
        name = str(feature.properties["nom_usuel"])
        places.append(Place(index, name, value, number(value), path=outline.path, centre=tuple(outline.centre)))
    return Map(Level.COMMUNE, places, title="Population des communes", unit="habitants")
