"""An import among other processes: a worker that dies half-way, two people at once."""

from __future__ import annotations

from functools import partial

import pytest

from data_pages.enums import ImportState, ImportWork
from data_pages.importer import services
from data_pages.models import Observation, ObservationChange, TableImport
from tests import COMMITTED
from tests.core.sheets.files import csv
from tests.processes import at_once, killed

pytestmark = COMMITTED

# A worker that has written its figures and not yet committed them when it says so.
WORKER = """
import sys, time
import django
django.setup()
from data_pages.importer import services
from data_pages.statistics.services import Act
write = Act.apply
def slow(self, verdicts):
    write(self, verdicts)
    print("written", flush=True)
    time.sleep(60)
Act.apply = slow
services.carry_out(int(sys.argv[1]), "apply")
"""


@pytest.fixture
def no_worker(monkeypatch):
    """A way to stop the workers: from then on, steps wait in the queue."""
    return lambda: monkeypatch.setattr(services, "async_task", lambda *args, **options: None)


def previewed(desk, *rows: str) -> TableImport:
    desk.send(csv(*rows)).act("settle", indicator="test-forages")
    assert desk.row.state == ImportState.PREVIEWED, desk.row.reason
    return desk.row


def asked_to_apply(row: TableImport, by) -> TableImport:
    services.approve(row, by, without_wrong=False)
    return TableImport.objects.get(pk=row.pk)


def test_a_worker_killed_half_way_leaves_nothing_and_the_step_is_taken_again(town_hall, editor, no_worker):
    row = previewed(town_hall, "Commune;2023;2024", "Ouahigouya;12;13")
    no_worker()
    asked_to_apply(row, editor)
    killed(WORKER, row.pk, said="written")
    row.refresh_from_db()
    assert (row.state, row.work) == (ImportState.PREVIEWED, ImportWork.APPLY)
    assert not Observation.objects.exists() and not ObservationChange.objects.exists()
    services.start_again(row, editor)
    services.carry_out(row.pk, "apply")
    row.refresh_from_db()
    assert (row.state, row.work) == (ImportState.APPLIED, "")
    assert Observation.objects.count() == ObservationChange.objects.count() == 2


def test_a_step_that_comes_twice_is_taken_once(town_hall, editor, no_worker):
    row = previewed(town_hall, "Commune;2023;2024", "Ouahigouya;12;13")
    no_worker()
    asked_to_apply(row, editor)
    for _time in range(2):
        services.carry_out(row.pk, "apply")
    assert ObservationChange.objects.count() == 2


def test_a_worker_that_comes_late_is_not_heard(town_hall, editor, no_worker):
    """The step was handed to another worker meanwhile: the first one writes nothing."""
    row = previewed(town_hall, "Commune;2023;2024", "Ouahigouya;12;13")
    no_worker()
    late = asked_to_apply(row, editor)
    services.start_again(row, editor)
    services.apply_file(late)
    assert not Observation.objects.exists()
    services.carry_out(row.pk, "apply")
    assert Observation.objects.count() == 2


def test_two_people_who_apply_at_once_do_not_write_over_each_other(town_hall, editor, manager, no_worker):
    first = previewed(town_hall, "Commune;2023;2024", "Ouahigouya;12;13")
    second = previewed(town_hall, "Commune;2023;2024", "Ouahigouya;70;80")
    no_worker()
    asked_to_apply(first, editor)
    asked_to_apply(second, manager)
    at_once(*(partial(services.carry_out, row.pk, "apply") for row in (first, second)))
    states = sorted(TableImport.objects.values_list("state", flat=True))
    assert states == [ImportState.APPLIED, ImportState.PREVIEWED]
    applied = TableImport.objects.get(state=ImportState.APPLIED)
    waiting = TableImport.objects.get(state=ImportState.PREVIEWED)
    expected = {"12", "13"} if applied.pk == first.pk else {"70", "80"}
    assert set(town_hall.figures().values()) == expected
    assert waiting.counts["changed"] == 2 and "entre-temps" in waiting.reason


def test_a_step_that_waits_long_may_be_asked_for_again(town_hall, no_worker):
    no_worker()
    town_hall.send(csv("Commune;2024", "Ouahigouya;1"))
    assert town_hall.page().find("progress")
    assert town_hall.client.get(town_hall.address)["Refresh"] == "3"
    assert not town_hall.page().find("button", value="restart")
    before = town_hall.row.work_since
    TableImport.objects.update(work_since=before.replace(year=before.year - 1))
    assert town_hall.page().find("button", value="restart")
    town_hall.act("restart")
    assert town_hall.row.work_since >= before
    services.carry_out(town_hall.row.pk, "read")
    assert TableImport.objects.get().state == ImportState.UNDERSTOOD
