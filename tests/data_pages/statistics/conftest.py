"""Indicators and tables, for sentences about figures."""

from decimal import Decimal

import pytest
from wagtail.models import Collection

from data_pages.models import Indicator, Observation, StatisticTable
from data_pages.statistics.figures import Figure
from spaces.services import create_space


@pytest.fixture
def indicators(db) -> dict[str, Indicator]:
    """Three made-up indicators: wells and pupils of a year, births of a month."""
    made = {
        "forages": {"name": "Forages", "unit": "forages"},
        "eleves": {"name": "Élèves", "unit": "élèves"},
        "naissances": {"name": "Naissances", "unit": "naissances", "frequency": "M"},
    }
    return {
        code: Indicator.objects.create(code=code, definition=f"{fields['name']} (exemple).", **fields)
        for code, fields in made.items()
    }


@pytest.fixture
def make_table(db):
    """`make_table(space or None, title, **fields)` → a table of that space, or of the animation team."""

    def make(space=None, title="Un tableau", **fields) -> StatisticTable:
        collection = space.collection if space else Collection.get_first_root_node()
        return StatisticTable.objects.create(title=title, source="Exemple", collection=collection, **fields)

    return make


@pytest.fixture
def table_a(space_a, make_table) -> StatisticTable:
    return make_table(space_a, "Chiffres de Ouahigouya")


@pytest.fixture
def table_b(space_b, make_table) -> StatisticTable:
    return make_table(space_b, "Chiffres de Kaya")


@pytest.fixture
def national(site, make_table) -> StatisticTable:
    return make_table(None, "Chiffres du pays")


@pytest.fixture
def organisation(site, country):
    return create_space(kind="organisation", title="Association Nong-Taaba (exemple)", territory=country["province"])


@pytest.fixture
def wells(indicators, country):
    """`wells("kaya", 12, period="2024")` → that figure, ready to be written."""

    def figure(place, value, period="2024", status="A", note="", indicator="forages") -> Figure:
        value = None if value is None else Decimal(str(value))
        return Figure(indicators[indicator].pk, country[place].pk, None, period, value, status, note)

    return figure


@pytest.fixture
def said():
    """`said(table)` → what the table says, as a list of (place or organisation, period, value, status, note)."""

    def say(table):
        rows = Observation.objects.filter(table=table).order_by("indicator", "territory", "space", "period")
        return [
            (row.territory.name if row.territory else str(row.space), row.period, row.value, row.status, row.note)
            for row in rows.select_related("territory", "space__page")
        ]

    return say
