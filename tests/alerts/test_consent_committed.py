"""The same number that joins, leaves and says STOP in several processes at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection
from wagtail.models import Collection

from alerts import consent
from alerts.enums import Act, Channel
from alerts.models import Consent, DiffusionGroup, Membership, Subscriber
from tests import COMMITTED
from tests.processes import at_once

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SKIPPED LOUDLY: people who join and leave at once take turns at the rows of PostgreSQL (DATABASE_URL)",
    ),
]
NUMBER, OTHERS = "+22670100001", [f"+22670100{rank:03d}" for rank in range(2, 40)]
TIMES = 25


@pytest.fixture
def group(db) -> DiffusionGroup:
    return DiffusionGroup.objects.create(name="Habitants", collection=Collection.get_first_root_node())


def again_and_again(act: Callable[[], object]) -> Callable[[], int]:
    """How often it changed something."""

    def repeat() -> int:
        done = 0
        for _time in range(TIMES):
            try:
                done += bool(act())
            except consent.StoppedError:
                continue
        return done

    return repeat


def journal_of(number: str) -> list[str]:
    return list(Consent.objects.filter(number=number).order_by("at", "pk").values_list("act", flat=True))


def test_the_first_who_joins_and_the_second_make_one_person(group):
    answers = at_once(*[lambda: len(consent.join(NUMBER, [group], channel=Channel.WEB))] * 4)
    assert sorted(answers) == [0, 0, 0, 1]
    assert Subscriber.objects.count() == Membership.objects.count() == 1
    assert journal_of(NUMBER) == [Act.JOINED]


def test_joining_leaving_and_stopping_at_once_ends_as_the_journal_says(group):
    def joining() -> object:
        return consent.join(NUMBER, [group], channel=Channel.KEYWORD)

    first, second, left, stopped = at_once(
        again_and_again(joining),
        again_and_again(joining),
        again_and_again(lambda: consent.leave(NUMBER, [group], channel=Channel.WEB)),
        again_and_again(lambda: consent.stop(NUMBER, channel=Channel.GATEWAY)),
    )
    journal = journal_of(NUMBER)
    assert [journal.count(act) for act in (Act.JOINED, Act.LEFT, Act.STOPPED)] == [first + second, left, stopped]
    assert all(one != other for one, other in pairwise(journal))
    assert all(before == Act.JOINED for before, act in pairwise(journal) if act == Act.LEFT)
    assert Membership.objects.exists() == (journal[-1] == Act.JOINED)
    assert bool(Subscriber.objects.get().stopped_at) == (journal[-1] == Act.STOPPED)


def test_a_list_that_is_added_while_people_stop_brings_nobody_back(group):
    everybody = dict.fromkeys([NUMBER, *OTHERS], "")
    for number in everybody:
        consent.join(number, [group], channel=Channel.WEB)
    at_once(
        again_and_again(lambda: consent.join_many(everybody, group, channel=Channel.IMPORT, source="Liste").new),
        again_and_again(lambda: consent.join_many(everybody, group, channel=Channel.IMPORT, source="Liste").new),
        again_and_again(lambda: consent.leave(OTHERS[-1], [group], channel=Channel.WEB)),
        lambda: [consent.stop(number, channel=Channel.KEYWORD) for number in (NUMBER, OTHERS[0])],
    )
    for number in (NUMBER, OTHERS[0]):
        assert journal_of(number) == [Act.JOINED, Act.STOPPED]
        assert Subscriber.objects.get(number=number).stopped_at
        assert not Membership.objects.filter(subscriber__number=number).exists()
    assert Membership.objects.filter(group=group).count() >= len(OTHERS) - 2
    assert all(one != other for one, other in pairwise(journal_of(OTHERS[-1])))
