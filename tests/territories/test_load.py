"""The table of territories loads once, completely, and every name finds its place on either map."""

import datetime
import shutil
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from territories.models import Territory, TerritoryName, Theme
from territories.services import DATA, TableError, load_territories

pytestmark = pytest.mark.django_db

BEFORE, AFTER = datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)


@pytest.fixture
def loaded(db):
    call_command("load_territories", stdout=StringIO())


def test_the_country_is_whole(loaded):
    levels = {
        level: Territory.objects.current().filter(level=level).count() for level in ("region", "province", "commune")
    }
    assert levels == {"region": 17, "province": 47, "commune": 351}
    assert Territory.objects.aggregate(total=Sum("population_2019"))["total"] == 20_505_155
    assert Theme.objects.count() == 12


def test_a_second_load_changes_nothing(loaded):
    out = StringIO()
    call_command("load_territories", stdout=out)
    assert " 0 ajoutés, 0 corrigés" in out.getvalue()


def test_names_added_by_hand_stay(loaded):
    kaya = Territory.objects.get(slug="kaya")
    TerritoryName.objects.create(territory=kaya, name="Kaya la belle")
    call_command("load_territories", stdout=StringIO())
    assert Territory.objects.called("kaya la belle").get() == kaya


def test_a_damaged_table_is_refused_whole(db, tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    units = tmp_path / "data" / "units.csv"
    units.write_text("\n".join(line for line in units.read_text().split("\n") if not line.startswith("BF460101,")))
    with pytest.raises(TableError, match="350 communes"):
        load_territories(tmp_path / "data")
    assert not Territory.objects.exists()


@pytest.mark.parametrize(("day", "regions", "provinces"), [(BEFORE, 13, 45), (AFTER, 17, 47)])
def test_both_maps_can_be_drawn(loaded, day, regions, provinces):
    on_that_day = Territory.objects.on(day)
    assert on_that_day.filter(level="region").count() == regions
    assert on_that_day.filter(level="province").count() == provinces
    assert on_that_day.filter(level="commune").count() == 351


@pytest.mark.parametrize("name", ["Nord", "Yaadga", "yaagda", "NORD"])
def test_old_and_new_names_of_a_region_find_it(loaded, name):
    assert Territory.objects.called(name).get().name == "Yaadga"


@pytest.mark.parametrize("name", ["Ouahigouya", "ouahigouya", "OUAHIGOUYA"])
def test_case_does_not_matter(loaded, name):
    assert Territory.objects.called(name).get().slug == "ouahigouya"


@pytest.mark.parametrize("name", ["Fada N’Gourma", "FADA-N'GOURMA", "fada ngourma"])
def test_apostrophes_and_hyphens_do_not_matter(loaded, name):
    assert Territory.objects.called(name).get().code == "BF520203"


@pytest.mark.parametrize(("name", "count"), [("Boussouma", 2), ("Namissiguima", 2), ("Soum", 2), ("Kadiogo", 2)])
def test_look_alikes_never_merge(loaded, name, count):
    assert Territory.objects.called(name).count() == count


def test_a_name_is_looked_up_as_it_was_on_a_day(loaded):
    assert Territory.objects.called("Soum", on=BEFORE).get().name == "Djelgodji"
    assert Territory.objects.called("Soum", on=AFTER).get().level == "region"


def test_a_region_is_named_as_on_the_day(loaded):
    region = Territory.objects.with_names().get(name="Yaadga")
    assert (region.name_on(BEFORE), region.name_on(AFTER)) == ("Nord", "Yaadga")


def test_what_lies_below_a_region_is_found_by_its_path(loaded):
    region = Territory.objects.get(name="Yaadga")
    assert Territory.objects.below(region).filter(level="commune").count() == 31
