"""Every drawing with made-up figures, for the living page of the look (`/admin/style/`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from territories.enums import Level
from territories.models import Territory

from ..enums import Status
from .charts import Point, Series, bars, dots, line, stacked
from .maps import choropleth

YEARS = ("2019", "2020", "2021", "2022", "2023", "2024")


def samples() -> Iterator[tuple[str, SafeString]]:
    """Name of the drawing → the drawing as pages show it. Three queries."""
    wells, schools = [18, 21, None, 26, 30, 31], [12, 12, 13, 15, 15, 16]
    yield (
        "line",
        line(
            [series("Forages", YEARS, wells, {"2024": Status.PROVISIONAL}), series("Écoles", YEARS, schools)],
            title="Équipements d’une commune (exemple)",
            unit="équipements",
            heading="Année",
        ).figure(),
    )
    places = ("Quartier Nord", "Quartier Sud", "Un quartier dont le nom est plus long que la place", "Marché")
    yield (
        "bars",
        bars(
            series("Bornes", places, [24, 17, 9, None], {places[1]: Status.ESTIMATED}),
            title="Bornes-fontaines (exemple)",
            unit="bornes",
            heading="Quartier",
        ).figure(),
    )
    yield (
        "bars",
        bars(
            [series("Voté", YEARS[3:], [310, 325, 340]), series("Exécuté", YEARS[3:], [275, 301, None])],
            title="Budget (exemple)",
            unit="millions de F CFA",
            heading="Année",
        ).figure(),
    )
    yield (
        "stacked",
        stacked(
            [series("Femmes", places[:2], [510, 430]), series("Hommes", places[:2], [480, 445])],
            title="Élèves par sexe (exemple)",
            unit="élèves",
            heading="Quartier",
        ).figure(),
    )
    yield (
        "dots",
        dots(
            [series("2019", places[:2], ["61.5", "70.2"]), series("2024", places[:2], ["68", "74.9"])],
            title="Accès à l’eau (exemple)",
            unit="%",
            decimals=1,
            heading="Quartier",
        ).figure(),
    )
    yield "nothing", line([], title=_("No figure to draw.")).render()
    for level in (Level.REGION, Level.PROVINCE):
        yield "choropleth", sample_map(level)


def series(name: str, labels: tuple[str, ...], values: list, statuses: dict[str, str] | None = None) -> Series:
    points = [
        Point(label, None if value is None else Decimal(value), (statuses or {}).get(label, Status.ACTUAL))
        for label, value in zip(labels, values, strict=True)
    ]
    return Series(name, points)


def sample_map(level: Level) -> SafeString:
    """As many made-up figures as there are places, one of which has none; nothing without outlines or tiles."""
    keys = Territory.objects.current().filter(level=level).order_by("code").values_list("pk", flat=True)
    values = {key: Decimal(40 + 37 * index % 101) for index, key in enumerate(keys) if index != 1}
    return choropleth(level, values, title="Marchés (exemple)", unit="marchés").figure()
