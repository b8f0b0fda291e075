"""What the pages of figures cost: few queries and few bytes, whatever the number of figures, for visitors and members."""

from __future__ import annotations

import gzip
from decimal import Decimal
from zlib import crc32

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TestCase
from wagtail.models import Collection

from data_pages.models import Indicator, Observation, StatisticTable
from territories.models import Territory, Theme
from tests.conftest import make_territory
from tests.reading import queries

pytestmark = pytest.mark.django_db

COMPARED = "&".join(f"t=C{number}" for number in range(1, 11))
ADDRESSES = {
    "/donnees/": 8_000,
    "/donnees/?q=indicateur": 8_000,
    "/donnees/statistiques/": 12_000,
    "/donnees/territoires/": 8_000,
    "/donnees/territoires/?lieu=lieu": 8_000,
    "/donnees/territoires/C1/": 12_000,
    "/donnees/territoires/P/": 12_000,
    "/donnees/indicateurs/i1/": 8_000,
    "/donnees/indicateurs/i1/?t=C1": 8_000,
    "/donnees/tableaux/{table}/": 8_000,
    f"/donnees/comparer/?{COMPARED}": 12_000,
    f"/donnees/comparer/?{COMPARED}&i=i1&i=i2&i=i3&i=i4&i=i5&i=i6&par=habitant&ref=province&ref=region&ref=pays": 12_000,
    "/donnees/indicateurs/i1.csv": 60_000,
    "/donnees/tableaux/{table}.csv": 200_000,
}


def made_up(indicator: Indicator, place: Territory, year: int) -> Decimal:
    """As figures go: of any size, three in a hundred more each year, and a little by chance."""
    size = crc32(f"{indicator.code} {place.code}".encode()) % 1_000_000
    chance = crc32(f"{indicator.code} {place.code} {year}".encode()) % 20_001 - 10_000
    return (size * (1 + Decimal(3 * (year - 2012)) / 100) * (1 + Decimal(chance) / 500_000)).quantize(Decimal(1))


def fill(table: StatisticTable, measures: int, years: int) -> None:
    """That many indicators over that many years, for every place."""
    names = [*(f"i{number}" for number in range(1, measures)), "population"]
    themes = [Theme.objects.get_or_create(slug=f"theme-{n}", name=f"Thème {n}")[0] for n in range(5)]
    for order, code in enumerate(names):
        Indicator.objects.get_or_create(
            code=code,
            defaults={
                "name": f"Indicateur {code}",
                "definition": "Exemple.",
                "unit": "unités",
                "order": order,
                "theme": themes[order % 5],
            },
        )
    known = set(Observation.objects.values_list("indicator__code", "territory", "period"))
    Observation.objects.bulk_create(
        Observation(
            table=table,
            indicator=indicator,
            territory=place,
            period=str(year),
            value=made_up(indicator, place, year),
        )
        for indicator in Indicator.objects.filter(code__in=names)
        for place in Territory.objects.all()
        for year in range(2025 - years, 2025)
        if (indicator.code, place.pk, str(year)) not in known
    )
    table.save()


def grow(country: dict[str, Territory], first: int, last: int) -> None:
    for number in range(first, last):
        make_territory("commune", f"Lieu {number}", country["province"], slug=f"lieu-{number}", code=f"C{number}")


@pytest.fixture
def table(site, country) -> StatisticTable:
    return StatisticTable.objects.create(
        title="Tableau", source="Exemple", visibility="public", collection=Collection.get_first_root_node()
    )


@pytest.fixture
def uncached(settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]


@pytest.mark.parametrize("persona", ["visitor", "citizen"])
def test_the_number_of_queries_is_small_and_does_not_grow(uncached, table, country, request, signed_in, persona):
    client = Client() if persona == "visitor" else signed_in(request.getfixturevalue(persona))
    grow(country, 3, 11)
    fill(table, 7, 2)
    cache.clear()
    few = {address: queries(client, address.format(table=table.pk)) for address in ADDRESSES}
    grow(country, 11, 41)
    fill(table, 14, 8)
    cache.clear()
    for address, before in few.items():
        after = queries(client, address.format(table=table.pk))
        assert len(after) == len(before), "\n".join([address, *after])
        assert len(after) <= 12, "\n".join([address, *after])
        assert len(set(after)) == len(after), "\n".join([address, *after])


def test_pages_are_light(table, country):
    grow(country, 3, 60)
    fill(table, 30, 12)
    client = Client()
    for address, most in ADDRESSES.items():
        answer = client.get(address.format(table=table.pk))
        assert answer.status_code == 200
        assert len(gzip.compress(answer.content, 6)) <= most, address


def test_a_visitor_reads_what_any_other_visitor_reads(table, country, space_a):
    grow(country, 3, 11)
    fill(table, 7, 2)
    # What a person types is asked once.
    for address in [*(each for each in ADDRESSES if "?q=" not in each and "lieu=" not in each), space_a.page.url]:
        first = Client().get(address.format(table=table.pk))
        assert "s-maxage" in first["Cache-Control"], address
        assert not first.cookies
        assert settings.CSRF_COOKIE_NAME not in first.content.decode()
        again = Client().get(f"{address.format(table=table.pk)}", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304, address


def test_a_page_follows_a_correction(table, country):
    fill(table, 2, 1)
    client = Client()
    assert "Tableau corrigé" not in client.get("/donnees/").content.decode()
    table.title = "Tableau corrigé"
    with TestCase.captureOnCommitCallbacks(execute=True):
        table.save()
    assert "Tableau corrigé" in client.get("/donnees/").content.decode()
