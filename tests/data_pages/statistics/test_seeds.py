"""The project's own indicators come with every installation, and what the animation team makes of them stays."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Collection

from data_pages.enums import Aggregation, Frequency
from data_pages.models import Indicator
from data_pages.statistics.seeding import NATIONAL, ensure_indicators, ensure_national_collection, read_indicators
from territories.models import Theme

pytestmark = pytest.mark.django_db

ROWS = read_indicators()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_each_indicator_says_what_it_counts(row):
    indicator = Indicator(
        **{name: value for name, value in row.items() if name not in ("theme", "part_of", "decimals")},
        decimals=int(row["decimals"]),
    )
    indicator.full_clean(exclude=["theme"])
    assert len(row["definition"]) >= 40
    assert row["source"]
    assert row["methodology"]
    assert row["frequency"] in Frequency
    assert row["aggregation"] in Aggregation


def test_names_and_codes_are_taken_once():
    for column in ("code", "name"):
        assert Counter(row[column] for row in ROWS).most_common(1)[0][1] == 1


def test_the_table_is_written_as_french_is():
    text = "\n".join(value for row in ROWS for value in row.values())
    assert not re.search(r" [:;!?%»]|« |'", text)


def test_parts_name_a_whole_of_the_same_unit_and_rhythm():
    by_code = {row["code"]: row for row in ROWS}
    parts = [row for row in ROWS if row["part_of"]]
    assert parts
    for row in parts:
        whole = by_code[row["part_of"]]
        assert not whole["part_of"]
        assert (whole["frequency"], whole["aggregation"]) == (row["frequency"], row["aggregation"])


def test_rates_are_not_summed():
    assert {row["aggregation"] for row in ROWS if row["unit"] == "%"} == {"none"}


def test_prepare_brings_the_indicators_with_their_themes_and_wholes(site):
    call_command("prepare", stdout=StringIO())
    assert Indicator.objects.count() == len(ROWS)
    assert {row["theme"] for row in ROWS if row["theme"]} <= set(Theme.objects.values_list("slug", flat=True))
    women = Indicator.objects.get(code="population-femmes")
    assert women.part_of.code == "population"
    assert women.theme.slug == "femmes-jeunes"
    assert Collection.objects.filter(name=NATIONAL).count() == 1


def test_a_second_run_adds_nothing_and_overwrites_nothing(site):
    assert ensure_indicators() == len(ROWS)
    Indicator.objects.filter(code="forages").update(name="Pompes", definition="Ce que l’équipe en dit.")
    Indicator.objects.filter(code="marches").update(code="marches-de-la-commune")
    assert ensure_indicators() == 0
    assert Indicator.objects.get(code="forages").definition == "Ce que l’équipe en dit."
    assert ensure_national_collection() == ensure_national_collection()
