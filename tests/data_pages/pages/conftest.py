"""A small country with figures that some read and others do not, for sentences about the pages that show them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from wagtail.models import Collection

from data_pages.models import Indicator, Observation, StatisticTable
from spaces.models import Space
from spaces.services import create_space
from territories.models import Territory

Value = int | str | tuple | None


@pytest.fixture
def measure(db, themes) -> Callable[..., Indicator]:
    """`measure("ecoles", "Écoles", "écoles")` → that indicator."""

    def make(code: str, name: str, unit: str = "", **fields) -> Indicator:
        fields = {"definition": f"{name}, comptés une fois l’an.", "theme": themes["budget-finances"]} | fields
        return Indicator.objects.create(code=code, name=name, unit=unit or name.lower(), **fields)

    return make


@pytest.fixture
def publish(site) -> Callable[..., StatisticTable]:
    """`publish(indicator, place, {"2024": 12, "2023": (11, "P")})` → the table, the animation team's unless a space is given.

    A value of None is a missing figure.
    """

    def write(
        indicator: Indicator,
        place: Territory | Space,
        values: dict[str, Value],
        *,
        space: Space | None = None,
        visibility: str = "public",
        title: str = "Un tableau (exemple)",
        note: str = "",
    ) -> StatisticTable:
        collection = space.collection if space else Collection.get_first_root_node()
        table, _made = StatisticTable.objects.get_or_create(
            title=title, collection=collection, defaults={"source": "Enquête (exemple)", "visibility": visibility}
        )
        where = {"space": place} if isinstance(place, Space) else {"territory": place}
        for period, given in values.items():
            value, status = given if isinstance(given, tuple) else (given, "M" if given is None else "A")
            Observation.objects.create(
                table=table,
                indicator=indicator,
                period=period,
                value=None if value is None else Decimal(value),
                status=status,
                note=note,
                **where,
            )
        return table

    return write


@pytest.fixture
def organisation(site, country) -> Space:
    return create_space(
        kind="organisation",
        title="Association Nong-Taaba (exemple)",
        slug="nong-taaba",
        territory=country["ouahigouya"],
    )


@pytest.fixture
def schools(measure) -> Indicator:
    return measure("ecoles", "Écoles primaires", "écoles")
