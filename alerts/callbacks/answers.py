"""Answers to those who wrote to us: prepared in the database, sent by a worker, never twice."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.log_actions import log

from civitac.core.sms import State, journal
from civitac.core.sms.models import Purpose

from ..models import IncomingText
from .forms import number_of

# What may be answered (again): nothing has left.
NOTHING_LEFT = ("", State.REFUSED, State.NOT_SENT)


class AnsweredError(Exception):
    """Someone else has answered meanwhile."""


def may_be_answered(received: IncomingText) -> bool:
    """Whether an operator may write: to a mobile of ours, where nothing has left and nothing is about to."""
    about_to_leave = received.answer and not received.outcome
    return bool(number_of(received.number)) and received.outcome in NOTHING_LEFT and not about_to_leave


def answer(received: IncomingText, text: str, by: AbstractBaseUser) -> None:
    """Have an operator's answer sent. Raises AnsweredError."""
    with transaction.atomic():
        received = IncomingText.objects.select_for_update(of=["self"]).get(pk=received.pk)
        if not may_be_answered(received):
            raise AnsweredError
        received.answer, received.answered_by, received.outcome, received.answered_at = text, by, "", None
        received.save(update_fields=["answer", "answered_by", "outcome", "answered_at"])
        log(instance=received, action="alerts.answer_text", user=by)
        transaction.on_commit(lambda: async_task("alerts.callbacks.tasks.send_answers"))


def send_waiting() -> None:
    """Send what has been prepared. The outcome is unknown from before the call on, so that nothing leaves twice."""
    waiting = IncomingText.objects.filter(outcome="", answered_at=None).exclude(answer="")
    for received in waiting.order_by("pk"):
        mine = IncomingText.objects.filter(pk=received.pk, outcome="", answered_at=None)
        if mine.update(outcome=State.UNKNOWN, answered_at=timezone.now()):
            outcome = sent(received)
            back_to_operators = received.answered_by_id and outcome in NOTHING_LEFT
            IncomingText.objects.filter(pk=received.pk).update(
                outcome=outcome, **({"answered_at": None} if back_to_operators else {})
            )


def sent(received: IncomingText) -> State:
    try:
        return journal.send(received.number, received.answer, Purpose.ANSWER).state
    except journal.BudgetSpent:
        return State.NOT_SENT
