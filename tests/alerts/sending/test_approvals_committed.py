"""People who approve at the same moment, each in a process of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from alerts import costs, workflow
from alerts.enums import AlertState
from alerts.models import Alert, Budget, Lease
from tests import COMMITTED
from tests.alerts.composing import ORANGE, acts, compose, group_of, read, released
from tests.processes import at_once

from .scene import prove, states_of, work

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SKIPPED LOUDLY: people who approve at once are told apart by the rows of PostgreSQL (DATABASE_URL)",
    ),
]
PEOPLE = {ORANGE.format(rank): "fr" for rank in range(5)}


@pytest.fixture(autouse=True)
def _a_real_queue(monkeypatch) -> None:
    monkeypatch.setattr(Conf, "SYNC", False)


@pytest.fixture
def group(space_a):
    return group_of(space_a, people=PEOPLE)


def submitted(space, editor, group, **fields) -> Alert:
    alert = compose(space, editor, group, **fields)
    workflow.submit(alert, editor)
    return Alert.objects.get(pk=alert.pk)


def having_read_it(wait: Callable[[], None]) -> None:
    """Each has been found to be allowed and has read a message that waits, before either of them changes it."""
    move = workflow.move

    def then_move(*args: object, **options: object) -> None:
        wait()
        move(*args, **options)

    workflow.move = then_move


def approving(alert: Alert, person) -> Callable[[], str]:
    def approve() -> str:
        try:
            mine = Alert.objects.get(pk=alert.pk)
            workflow.approve(mine, person, submitted_at=alert.submitted_at, confirmed=read(alert))
        except (workflow.WorkflowError, costs.BudgetShort) as error:
            return type(error).__name__
        return "approved"

    return approve


def set_aside() -> int:
    return Budget.objects.get().reserved


def test_two_people_who_press_the_button_at_once_send_it_once(
    gateway, space_a, editor, manager, animator, group, signed_in
):
    alert = submitted(space_a, editor, group)
    sheet = reverse(Alert.snippet_viewset.get_url_name("sheet"), args=[alert.pk])
    pressed = released(alert)

    def pressing(browser) -> Callable[[], str]:
        return lambda: browser.post(sheet, pressed, follow=True).content.decode()

    pages = at_once(*(pressing(signed_in(person)) for person in (manager, animator)), meet=having_read_it)
    said = ("Approuvé. Il part.", "Quelqu’un est intervenu sur ce message entre-temps")
    assert sorted([words in page for words in said] for page in pages) == [[False, True], [True, False]]

    alert.refresh_from_db()
    assert (alert.state, alert.decided_by in (manager, animator)) == (AlertState.APPROVED, True)
    assert acts(alert) == ["alerts.submit", "alerts.approve"]
    assert set_aside() == alert.estimated_cost == 125
    assert OrmQ.objects.count() == Lease.objects.count() == 1, "one making of deliveries"
    assert work(gateway, alert, "place=0") == work(gateway, alert) == 0
    prove(gateway, alert)
    assert states_of(alert) == {"accepted": 5} and set(gateway.accepted().values()) == {1}


def test_of_two_equal_messages_that_are_approved_at_once_one_leaves(space_a, editor, manager, animator, group):
    one, other = (submitted(space_a, editor, group) for _message in range(2))
    answers = at_once(approving(one, manager), approving(other, animator), meet=having_read_it)
    assert sorted(answers) == ["SentAlready", "approved"]
    assert set_aside() == 125 and OrmQ.objects.count() == 1


def test_of_two_messages_that_are_approved_at_once_the_budget_holds_one(space_a, editor, manager, animator, group):
    month = timezone.localdate().replace(day=1)
    Budget.objects.create(collection=space_a.collection, month=month, amount=200)
    one, other = (submitted(space_a, editor, group, texts={"fr": text}) for text in ("Jeudi.", "Vendredi."))
    answers = at_once(approving(one, manager), approving(other, animator), meet=having_read_it)
    assert sorted(answers) == ["BudgetShort", "approved"]
    assert set_aside() == 125 and OrmQ.objects.count() == 1


def test_an_approval_that_comes_while_somebody_saves_an_edit_finds_a_draft(space_a, editor, manager, group):
    alert = submitted(space_a, editor, group)

    def edit() -> str:
        with transaction.atomic():
            current = Alert.objects.get(pk=alert.pk)
            workflow.begin_edit(current, editor)
            current.texts.update(text="Tout autre chose.")
        return "edited"

    # Whoever edits has the row already when both go on.
    assert at_once(approving(alert, manager), edit, meet=having_read_it) == ["Overtaken", "edited"]
    alert.refresh_from_db()
    assert (alert.state, alert.texts_by_language()) == (AlertState.DRAFT, {"fr": "Tout autre chose."})
    assert not OrmQ.objects.exists() and not Budget.objects.exclude(reserved=0).exists()
