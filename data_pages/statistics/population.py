"""The population of 2019 as a national table: what the census found in each commune, and sums on the present map."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from civitac.core.visibility import Visibility
from territories.enums import Level
from territories.models import Territory

from ..models import Indicator, Observation, ObservationChange, StatisticTable
from .figures import Counts, Figure
from .seeding import national_collection
from .services import write

TITLE = "Population en 2019, par commune, province et région"
SOURCE = (
    "INSD, cinquième recensement général de la population et de l’habitation (RGPH-5, 2019) ; sommes par province et par"
    " région : Civitac"
)
DESCRIPTION = (
    "Population résidente de chacune des 351 communes au recensement de 2019, telle que l’INSD l’a publiée. Les provinces,"
    " les régions et le pays sont les sommes de leurs communes sur la carte en vigueur depuis juillet 2025 : une région dont"
    " les limites ont changé n’a donc pas le chiffre publié en 2019 pour la région de ce nom."
)
SUM = "Somme des communes, sur la carte en vigueur depuis juillet 2025."
PERIOD = "2019"


@transaction.atomic
def load_population() -> Counts:
    """Write the table, or bring it up to date; a figure that a person has corrected since stays as they left it.

    Raises Indicator.DoesNotExist and Collection.DoesNotExist before `prepare` has run, Refused when other tables already
    give some of these figures.
    """
    indicator = Indicator.objects.get(code="population")
    table = standing_table(indicator) or StatisticTable.objects.create(
        title=TITLE,
        description=DESCRIPTION,
        source=SOURCE,
        visibility=Visibility.PUBLIC,
        collection=national_collection(),
    )
    corrected = set(
        ObservationChange.objects.filter(table=table, made_by__isnull=False).values_list(
            "indicator", "territory", "period"
        )
    )
    figures = (
        Figure(indicator.pk, territory, None, PERIOD, value, note=note) for territory, value, note in populations()
    )
    return write(table, (f for f in figures if (f.indicator, f.territory, f.period) not in corrected), None)


def standing_table(indicator: Indicator) -> StatisticTable | None:
    """The table that gives the population of the country in 2019, whatever it has come to be called."""
    figure = Observation.objects.filter(
        indicator=indicator, period=PERIOD, territory__level=Level.COUNTRY
    ).select_related("table")
    return next((row.table for row in figure), None)


def populations() -> list[tuple[int, int, str]]:
    """Each present territory with its population and the note on it; one query."""
    rows = Territory.objects.current().values_list("pk", "code", "level", "path", "population_2019")
    keys = {code: pk for pk, code, *_rest in rows}
    counted, sums = [], Counter()
    for pk, _code, level, path, population in rows:
        if level == Level.COMMUNE and population is not None:
            counted.append((pk, population, ""))
            sums.update({keys[above]: population for above in path.split("/")[:-2]})
    return counted + [(pk, total, SUM) for pk, total in sums.items()]
