"""A file of figures taken through every step of the importer, beside a bare `bulk_create` of the same rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.db import transaction

from accounts.models import User
from civitac.core.visibility import Visibility
from data_pages.enums import ImportState, ImportWork
from data_pages.importer import services
from data_pages.importer.understanding import Understanding
from data_pages.models import Indicator, Observation, ObservationChange, StatisticTable, TableImport, TableShape
from data_pages.statistics.seeding import national_collection
from territories.enums import Level
from territories.models import Territory

from .costs import Cost, cost, peak_of
from .filling_figures import LAST_YEAR, VALUES, make_indicators, table_of
from .table import Bar, Table

INDICATORS = 10
IMPORT_BAR = Bar(5, of_ratio=True)


def figures(number: int) -> Iterator[tuple[Territory, Indicator, int, Decimal]]:
    """One for each indicator, commune and year, going back in time until there are enough."""
    communes = list(Territory.objects.current().filter(level=Level.COMMUNE).select_related("parent").order_by("code"))
    indicators = make_indicators(INDICATORS)
    years = range(LAST_YEAR, LAST_YEAR - number // (len(communes) * INDICATORS) - 1, -1)
    found = ((place, indicator, year) for year in years for indicator in indicators for place in communes)
    for rank, (place, indicator, year) in enumerate(islice(found, number)):
        yield place, indicator, year, Decimal(rank * 7919 % VALUES)


def file_of(number: int) -> bytes:
    """As a ministry would send it: one line for each figure, places by their names."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Province", "Commune", "Indicateur", "Année", "Valeur"])
    for place, indicator, year, value in figures(number):
        writer.writerow([place.parent.name, place.name, indicator.name, year, value])
    return text.getvalue().encode("cp1252")


class Bench:
    """A table, someone, and the same figures as a file and as rows."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.table = table_of("Import (exemple)", [], Visibility.PUBLIC, national_collection())
        self.someone, _created = User.objects.get_or_create(email="banc@exemple.test")
        self.content = file_of(number)

    def bare(self) -> None:
        Observation.objects.bulk_create(self.rows)

    def make_rows(self) -> None:
        self.rows = [
            Observation(table=self.table, indicator=indicator, territory=place, period=f"{year}", value=value)
            for place, indicator, year, value in figures(self.number)
        ]

    def receive(self) -> None:
        self.row = services.receive(self.table, self.content, "figures.csv", self.someone)
        services.carry_out(self.row.pk, ImportWork.READ)

    def compare(self) -> None:
        self.row.refresh_from_db()
        services.settle(self.row, Understanding.from_json(self.row.understanding), self.someone)
        services.carry_out(self.row.pk, ImportWork.COMPARE)

    def apply(self) -> None:
        self.row.refresh_from_db()
        services.approve(self.row, self.someone, without_wrong=False)
        services.carry_out(self.row.pk, ImportWork.APPLY)

    def run(self) -> None:
        for step in (self.receive, self.compare, self.apply):
            step()

    def check(self) -> None:
        self.row.refresh_from_db()
        assert self.row.state == ImportState.APPLIED, f"{self.row.state}: {self.row.reason} {self.row.counts}"
        assert self.row.counts["new"] == self.number == Observation.objects.count(), self.row.counts

    @transaction.atomic
    def clear(self) -> None:
        for model in (ObservationChange, Observation):
            model.objects.all()._raw_delete("default")
        for row in TableImport.objects.all():
            row.file.delete(save=False)
            row.delete()
        TableShape.objects.all().delete()

    def clear_all(self) -> None:
        self.clear()
        StatisticTable.objects.all().delete()


def imports(table: Table, number: int, *, rounds: int) -> None:
    """The lightest of some rounds; each begins with an empty table."""
    bench = Bench(number)
    # First: what a process has let go of, it takes again without growing.
    peak = peak_of(bench.run)
    bench.check()
    bare, steps = [], []
    for _round in range(rounds):
        bench.clear()
        bench.make_rows()
        bare.append(cost(bench.bare))
        bench.clear()
        del bench.rows
        steps.append([cost(step) for step in (bench.receive, bench.compare, bench.apply)])
        bench.check()
    bench.clear_all()
    floor, whole = lightest(bare), lightest([together(each) for each in steps])
    table.add("file, preview, application: time", whole.clock, "ms", floor.clock, IMPORT_BAR)
    table.add("file, preview, application: CPU", whole.cpu, "ms", floor.cpu, IMPORT_BAR)
    for place, name in enumerate(("reading the file", "preview", "application")):
        table.add(f"— {name}: CPU", min(each[place].cpu for each in steps), "ms", floor.cpu)
    table.add("peak memory above what the worker held", peak, "MB")


def lightest(costs: list[Cost]) -> Cost:
    return Cost(min(each.clock for each in costs), min(each.cpu for each in costs))


def together(costs: list[Cost]) -> Cost:
    return Cost(sum(each.clock for each in costs), sum(each.cpu for each in costs))
