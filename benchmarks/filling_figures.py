"""As many figures as asked for, made by the database itself: indicators × places × years, the same number at every run."""

from __future__ import annotations

from django.db import connection
from wagtail.models import Collection

from civitac.core.cache import start_new_generation
from civitac.core.visibility import Visibility
from data_pages.models import Indicator, Observation, StatisticTable
from data_pages.statistics.seeding import national_collection
from territories.enums import Level
from territories.models import Territory, Theme

LAST_YEAR = 2025
# One table holds so many indicators; every second table asks for identification.
PER_TABLE = 10
# Values look drawn by lot: a multiple of each key, folded into as many values.
VALUES = 99_991
INSERT = """
WITH RECURSIVE years (year) AS (SELECT %(first)s UNION ALL SELECT year + 1 FROM years WHERE year < %(last)s)
INSERT INTO data_pages_observation (table_id, indicator_id, territory_id, period, value, status, note)
SELECT %(table)s, indicators.id, places.id, CAST(years.year AS varchar(7)),
    (indicators.id * 7919 + places.id * 10007 + years.year * 613) %% %(values)s,
    CASE WHEN (indicators.id + places.id + years.year) %% 50 = 0 THEN 'P' ELSE 'A' END, ''
FROM data_pages_indicator AS indicators
JOIN data_pages_statistictable_indicators AS listed ON listed.indicator_id = indicators.id
    AND listed.statistictable_id = %(table)s
CROSS JOIN territories_territory AS places
CROSS JOIN years
WHERE places.id IN ({places})
"""


def make_indicators(number: int) -> list[Indicator]:
    """Measured indicators, in the order of their number; what exists already stays."""
    themes = list(Theme.objects.order_by("pk"))
    Indicator.objects.bulk_create(
        (
            Indicator(
                code=f"mesure-{rank}",
                name=f"Mesure n° {rank} (exemple)",
                definition="Nombre de choses comptées dans la commune à la fin de l’année (exemple).",
                unit="unités",
                source="Relevé fictif (exemple)",
                theme=themes[rank % len(themes)],
                order=1000 + rank,
            )
            for rank in range(1, number + 1)
        ),
        ignore_conflicts=True,
    )
    return list(Indicator.objects.filter(code__startswith="mesure-").order_by("order")[:number])


def table_of(title: str, indicators: list[Indicator], visibility: str, collection: Collection) -> StatisticTable:
    table, _created = StatisticTable.objects.get_or_create(
        title=title,
        defaults={"source": "Relevé fictif (exemple)", "visibility": visibility, "collection": collection},
    )
    table.indicators.set(indicators)
    return table


def places_around(number: int) -> list[Territory]:
    """A commune, all that it lies in, then other communes of its province and of the country, up to that number."""
    current = list(Territory.objects.current().order_by("path"))
    first = next(place for place in current if place.level == Level.COMMUNE)
    above = [place for place in current if first.path.startswith(place.path) and place != first]
    chosen = [first, *above]
    others = [place for place in current if place not in chosen]
    others.sort(key=lambda place: place.level != Level.COMMUNE)
    return (chosen + others)[:number]


def fill_figures(indicators: list[Indicator], places: list[Territory], years: int) -> int:
    """Figures of all these for as many years; → how many there are in all. What a former call made is replaced."""
    Observation.objects.all()._raw_delete("default")
    collection = national_collection()
    keys = ", ".join(str(place.pk) for place in places)
    for start in range(0, len(indicators), PER_TABLE):
        rank = start // PER_TABLE + 1
        visibility = Visibility.PUBLIC if rank % 2 else Visibility.IDENTIFIED
        measured = indicators[start : start + PER_TABLE]
        table = table_of(f"Relevé n° {rank} (exemple)", measured, visibility, collection)
        with connection.cursor() as cursor:
            cursor.execute(
                INSERT.format(places=keys),
                {"table": table.pk, "first": LAST_YEAR - years + 1, "last": LAST_YEAR, "values": VALUES},
            )
    settle_down()
    return Observation.objects.count()


def settle_down() -> None:
    """What autovacuum does within the minute; pages kept so far are forgotten."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    start_new_generation()
