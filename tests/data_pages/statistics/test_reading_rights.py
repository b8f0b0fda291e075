"""Who may read figures: the visibility of their table, and nothing of a closed space."""

import pytest
from django.contrib.auth.models import AnonymousUser

from data_pages.models import Observation, StatisticTable
from data_pages.statistics.services import write
from spaces.services import close_space, reopen_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(space_a, make_table, wells):
    made = {}
    for number, visibility in enumerate(("public", "identified", "members")):
        made[visibility] = make_table(space_a, visibility, visibility=visibility)
        write(made[visibility], [wells("ouahigouya", 1, str(2020 + number))], None)
    return made


@pytest.mark.parametrize(
    ("persona", "read"),
    [
        (None, {"public"}),
        ("citizen", {"public", "identified"}),
        ("other_editor", {"public", "identified"}),
        ("editor", {"public", "identified", "members"}),
        ("superuser", {"public", "identified", "members"}),
    ],
)
def test_figures_are_read_as_their_table_allows(request, tables, persona, read):
    user = request.getfixturevalue(persona) if persona else AnonymousUser()
    assert {table.title for table in StatisticTable.objects.visible_to(user)} == read
    assert set(Observation.objects.visible_to(user).values_list("table__title", flat=True)) == read


def test_the_tables_of_a_closed_space_are_hidden_like_its_pages(tables, space_a, national, wells, citizen, superuser):
    write(national, [wells("kaya", 1)], None)
    close_space(space_a)
    assert list(StatisticTable.objects.listed()) == [national]
    for user in (AnonymousUser(), citizen, superuser):
        assert not Observation.objects.visible_to(user).filter(table__in=tables.values()).exists()
    reopen_space(space_a)
    assert StatisticTable.objects.listed().count() == 4
    assert Observation.objects.visible_to(citizen).filter(table__in=tables.values()).count() == 2
