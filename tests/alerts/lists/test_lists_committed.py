"""A list among other processes: a worker that dies half-way, two people at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from alerts import consent
from alerts.enums import Act, Channel, ListState, ListWork
from alerts.lists import services
from alerts.models import Consent, ListImport, Membership, Subscriber
from tests import COMMITTED
from tests.core.sheets.files import csv
from tests.processes import at_once, killed

pytestmark = COMMITTED

# A worker that has added its people and not yet committed them when it says so.
WORKER = """
import sys, time
import django
django.setup()
from alerts import consent
from alerts.lists import services
join_many = consent.join_many
def slow(*args, **options):
    joined = join_many(*args, **options)
    print("added", flush=True)
    time.sleep(60)
    return joined
consent.join_many = slow
services.carry_out(int(sys.argv[1]), "apply")
"""


@pytest.fixture
def no_worker(monkeypatch):
    """Steps wait in the queue from now on."""

    def stop() -> None:
        monkeypatch.setattr(services, "async_task", lambda *args, **options: None)
        monkeypatch.setattr(services, "PEOPLE_AT_ONCE", 0)

    return stop


def rows(first: int, last: int) -> bytes:
    return csv("Téléphone", *(f"70{number:06}" for number in range(first, last)))


def adding(client: Client, address: str) -> Callable[[], int]:
    return lambda: client.post(address, {"act": "apply"}).status_code


def test_a_worker_killed_half_way_adds_nobody_and_the_step_is_taken_again(desk, no_worker):
    desk.send(rows(0, 20))
    no_worker()
    desk.act("apply")
    assert (desk.row.state, desk.row.work) == (ListState.PREVIEWED, ListWork.APPLY)
    killed(WORKER, desk.row.pk, said="added")
    assert not Membership.objects.exists() and not Consent.objects.exists() and not Subscriber.objects.exists()
    assert desk.row.file.storage.exists(desk.row.file.name)
    services.start_again(desk.row, desk.row.made_by)
    for _twice in range(2):
        services.carry_out(desk.row.pk, "apply")
    row = ListImport.objects.get()
    assert (row.state, row.work, row.counts["new"]) == (ListState.APPLIED, "", 20)
    assert Membership.objects.count() == Consent.objects.count() == 20
    assert not desk.row.file.storage.exists(desk.row.file.name)


def test_a_worker_that_comes_late_is_not_heard(desk, no_worker):
    desk.send(rows(0, 3))
    no_worker()
    desk.act("apply")
    late = ListImport.objects.get()
    services.start_again(late, desk.row.made_by)
    services.add_people(late)
    assert not Membership.objects.exists()
    services.carry_out(late.pk, "apply")
    assert Membership.objects.count() == 3


def test_two_clicks_at_once_add_once(desk):
    desk.send(rows(0, 50))
    at_once(*[adding(desk.client, desk.address)] * 2)
    assert ListImport.objects.get().counts["new"] == 50
    assert Membership.objects.count() == Consent.objects.count() == 50


def test_two_lists_of_the_same_people_added_at_once_add_each_of_them_once(desk, signed_in, animator):
    desk.send(rows(0, 60))
    first = desk.address
    desk.send(rows(30, 90))
    second, other = desk.address, signed_in(animator)
    at_once(adding(desk.client, first), adding(other, second))
    assert set(ListImport.objects.values_list("state", flat=True)) == {ListState.APPLIED}
    assert Membership.objects.count() == 90
    assert Consent.objects.count() == 120, "both lists say how the thirty that they share agreed"
    assert sum(row.counts["new"] for row in ListImport.objects.all()) == 90


def test_who_says_stop_while_the_list_is_being_added_is_out_whoever_came_first(desk):
    desk.send(rows(0, 60))
    at_once(
        adding(desk.client, desk.address),
        lambda: consent.stop("+22670000030", channel=Channel.KEYWORD),
    )
    assert ListImport.objects.get().state == ListState.APPLIED
    assert not Membership.objects.filter(subscriber__number="+22670000030").exists()
    assert Consent.objects.filter(number="+22670000030").first().act == Act.STOPPED
    assert Membership.objects.count() == 59


def undoing(client: Client, address: str) -> Callable[[], int]:
    return lambda: client.post(address, {"act": "undo"}).status_code


def test_two_lists_of_the_same_people_undone_at_once_leave_nobody_behind(desk, signed_in, animator):
    desk.send(rows(0, 60)).act("apply")
    first = desk.address
    desk.send(rows(30, 90)).act("apply")
    second, other = desk.address, signed_in(animator)
    at_once(undoing(desk.client, first), undoing(other, second))
    assert set(ListImport.objects.values_list("state", flat=True)) == {ListState.UNDONE}
    assert not Membership.objects.exists()
