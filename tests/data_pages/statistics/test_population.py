"""The population of 2019 becomes a national table: what the census found, and sums on the present map."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum

from data_pages.models import Indicator, Observation, ObservationChange, StatisticTable
from data_pages.statistics.figures import Figure
from data_pages.statistics.services import write
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _prepared(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("prepare", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def load() -> str:
    out = StringIO()
    call_command("load_population", stdout=out)
    return out.getvalue()


def figures(level: str):
    return Observation.objects.filter(territory__level=level, indicator__code="population", period="2019")


def test_communes_provinces_regions_and_the_country_have_their_figure():
    assert "416 chiffres ajoutés" in load()
    for level, number in {"commune": 351, "province": 47, "region": 17, "country": 1}.items():
        assert figures(level).count() == number
        assert figures(level).aggregate(total=Sum("value"))["total"] == 20_505_155
    assert Observation.objects.visible_to(AnonymousUser()).count() == 416


def test_a_known_commune_and_region_have_the_figure_of_the_census():
    load()
    assert figures("commune").get(territory__name="Ouahigouya").value == 199_436
    # Bankui keeps 23 communes of the former Boucle du Mouhoun, which had more people in 2019.
    bankui = figures("region").get(territory__name="Bankui")
    assert bankui.value == 1_036_018
    assert "carte en vigueur" in bankui.note


def test_a_second_load_changes_nothing():
    load()
    lines = ObservationChange.objects.count()
    assert "0 chiffres ajoutés, 0 corrigés, 416 déjà là" in load()
    assert (StatisticTable.objects.count(), ObservationChange.objects.count()) == (1, lines)


def test_what_the_animation_team_corrected_or_renamed_stays():
    load()
    table = StatisticTable.objects.get()
    kaya = figures("commune").get(territory__name="Kaya")
    someone = make_user("animatrice")
    write(table, [Figure(kaya.indicator_id, kaya.territory_id, None, "2019", 207_741, note="Rectifié")], someone)
    StatisticTable.objects.update(title="Recensement de 2019")
    load()
    kaya.refresh_from_db()
    assert (kaya.value, kaya.note) == (207_741, "Rectifié")
    assert StatisticTable.objects.get().title == "Recensement de 2019"


def test_what_the_project_itself_corrects_is_brought_up_to_date():
    load()
    kaya = figures("commune").get(territory__name="Kaya")
    kaya.territory.population_2019 += 10
    kaya.territory.save()
    assert "4 corrigés" in load()
    assert figures("country").get().value == 20_505_165


def test_figures_of_another_table_are_not_taken(make_table):
    load()
    kept = figures("commune").get(territory__name="Kaya")
    Observation.objects.filter(pk=kept.pk).update(table=make_table(None, "Une autre"))
    with pytest.raises(CommandError, match="1 de ces chiffres"):
        load()


def test_it_waits_for_prepare():
    Observation.objects.all().delete()
    Indicator.objects.filter(part_of__code="population").delete()
    Indicator.objects.filter(code="population").delete()
    with pytest.raises(CommandError, match="prepare"):
        load()
