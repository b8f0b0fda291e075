"""Several people write figures at the same moment: nothing is lost, doubled or half written."""

from __future__ import annotations

import pytest
from django.db import connection

from data_pages.models import Observation, ObservationChange, StatisticTable
from data_pages.statistics.figures import Figure, Overtaken, Refused
from data_pages.statistics.services import undo, write
from tests import COMMITTED
from tests.processes import at_once

pytestmark = [
    COMMITTED,
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def years(figure: Figure, value: int) -> list[Figure]:
    return [figure._replace(period=str(year), value=value) for year in range(1950, 2050)]


def test_two_people_in_one_table_write_one_after_the_other(table_a, editor, manager, wells):
    figure = wells("ouahigouya", 0)
    came = at_once(
        *(
            lambda who=who, value=value: write(table_a, years(figure, value), who)
            for who, value in ((editor, 1), (manager, 2))
        )
    )
    assert sorted((counts.new, counts.changed) for counts in came) == [(0, 100), (100, 0)]
    last = ObservationChange.objects.filter(value_before__isnull=False)
    assert last.count() == 100
    assert {row.value for row in Observation.objects.all()} == {last[0].value_after}
    assert all({line.value_before, line.value_after} == {1, 2} for line in last)


def test_two_tables_give_a_figure_once(table_a, national, wells):
    figure = wells("ouahigouya", 0)
    forwards, backwards = years(figure, 1), years(figure, 2)[::-1]

    def is_written(table: StatisticTable, figures: list[Figure]) -> bool:
        try:
            write(table, figures, None)
        except (Overtaken, Refused):
            return False
        return True

    came = at_once(lambda: is_written(table_a, forwards), lambda: is_written(national, backwards))
    assert sorted(came) == [False, True]
    assert Observation.objects.values("table").distinct().count() == 1
    assert Observation.objects.count() == ObservationChange.objects.count() == 100


def test_an_act_undone_twice_at_once_is_undone_once(table_a, editor, wells):
    write(table_a, years(wells("ouahigouya", 0), 1), editor)
    act = ObservationChange.objects.filter(pk__lte=ObservationChange.objects.latest("pk").pk)
    came = at_once(lambda: undo(act, editor), lambda: undo(act, editor))
    assert sorted((undone.put_back, len(undone.kept)) for undone in came) == [(0, 100), (100, 0)]
    assert not Observation.objects.exists()
