"""An import of 70,000 figures, from the file received to the journal, beside a bare `bulk_create` of the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from wagtail.models import Collection

from accounts.models import User
from data_pages.importer import services
from data_pages.importer.understanding import Role, Understanding
from data_pages.models import Indicator, Observation, StatisticTable, TableImport
from territories.enums import Level
from territories.models import Territory

from .table import Bar, Table, number

INDICATORS, YEARS = 20, range(2015, 2025)
ROUNDS = 2
BAR = Bar(5, of_ratio=True)


def imports(table: Table) -> None:
    measured = [
        Indicator.objects.get_or_create(code=f"mesure-{index}", defaults={"name": f"Mesure {index}", "unit": "x"})[0]
        for index in range(INDICATORS)
    ]
    codes = list(Territory.objects.filter(level=Level.COMMUNE).values_list("pk", "code"))
    owner = StatisticTable.objects.create(title="Banc", source="Banc", collection=Collection.get_first_root_node())
    someone = User.objects.first() or User.objects.create_user("banc@exemple.civitac.test")
    figures = [
        (indicator, pk, code, year, 1_000 + position * 7 % 90_001)
        for position, (indicator, (pk, code), year) in enumerate(
            (indicator, place, year) for indicator in measured for place in codes for year in YEARS
        )
    ]
    content = written(figures)
    bare = min(timed(lambda: create(owner, figures), owner) for _round in range(ROUNDS))
    ours = min(timed(lambda: bring_in(owner, content, someone), owner) for _round in range(ROUNDS))
    table.section("Import of a CSV, every step; floor: `bulk_create` of the same rows")
    table.add(f"{number(len(figures))} figures", ours, "s", bare, BAR)
    owner.delete()
    Indicator.objects.filter(pk__in=[each.pk for each in measured]).delete()


def written(figures: list[tuple]) -> bytes:
    """The file, as a French spreadsheet of Windows writes it."""
    lines = ["Indicateur;Code;Année;Valeur"]
    lines += [
        f"{indicator.name};{code};{year};{f'{value:,}'.replace(',', chr(0xA0))}"
        for indicator, _pk, code, year, value in figures
    ]
    return "\r\n".join(lines).encode("cp1252")


def create(owner: StatisticTable, figures: list[tuple]) -> None:
    with transaction.atomic():
        Observation.objects.bulk_create(
            [
                Observation(table=owner, indicator=indicator, territory_id=pk, period=str(year), value=Decimal(value))
                for indicator, pk, _code, year, value in figures
            ],
            batch_size=2_000,
        )


def bring_in(owner: StatisticTable, content: bytes, someone: User) -> None:
    """The steps of the screens, taken here and now by this process instead of a worker."""
    pk = services.receive(owner, content, "banc.csv", someone).pk
    services.carry_out(pk, "read")
    understood = Understanding.from_json(TableImport.objects.get(pk=pk).understanding)
    understood.columns[1].role = Role.CODE.value
    services.settle(TableImport.objects.get(pk=pk), understood, someone)
    services.carry_out(pk, "compare")
    services.approve(TableImport.objects.get(pk=pk), someone, without_wrong=False)
    services.carry_out(pk, "apply")
    assert TableImport.objects.get(pk=pk).state == "applied"


def timed(act: Callable[[], None], owner: StatisticTable) -> float:
    """Seconds that it takes; the table is empty again afterwards."""
    begun = time.perf_counter()
    act()
    spent = time.perf_counter() - begun
    owner.changes.all().delete()
    owner.observations.all().delete()
    owner.imports.all().delete()
    owner.shapes.all().delete()
    return spent
