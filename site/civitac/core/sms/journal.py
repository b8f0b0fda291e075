"""The one way out for text messages: journaled first, then handed over, then completed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from .base import Handover, Outcome, State, Transport, get_transport
from .models import Purpose, SmsEntry, hash_of
from .segments import measure

logger = logging.getLogger(__name__)

# The part of a day's budget at which its alarm first rings.
EARLY_WARNING = 0.8
# What a call leaves to be said of a journal entry, and the states from the best to the one that asks for most care.
COMPLETED = ["state", "reason", "completed_at"]
GRAVITY = [State.ACCEPTED, State.REFUSED, State.NOT_SENT, State.UNKNOWN]
# A message whose sending has not ended after this long was interrupted: nobody knows whether it left.
LONGEST_SENDING = timedelta(minutes=10)


class BudgetSpent(Exception):
    """Today's messages of this purpose have all been sent; nothing was journaled and nothing left."""


def send(number: str, text: str, purpose: Purpose) -> Outcome:
    """Send a text to one number and say what became of it.

    The intent is committed before the transport is called, so this refuses to run inside a transaction (RuntimeError).
    Raises BudgetSpent. A transport that fails makes the outcome UNKNOWN; nothing is tried twice here.
    """
    transport = get_transport()
    spend(purpose, 1)
    with transaction.atomic(durable=True):
        entry = opened(text, 1, purpose, number=number)
    handover = hand_over(transport, entry, text, [number])
    entry.save(update_fields=COMPLETED)
    return handover.outcomes[number]


def opened(text: str, recipients: int, purpose: Purpose, number: str = "") -> SmsEntry:
    """Write down that a call is about to be made. Whoever makes the call commits this first."""
    return SmsEntry.objects.create(
        purpose=purpose,
        number=number,
        recipients=recipients,
        text_hash=hash_of(text),
        segments=measure(text).segments,
        transport=settings.SMS_GATEWAY,
    )


def hand_over(transport: Transport, entry: SmsEntry, text: str, numbers: Sequence[str]) -> Handover:
    """Make the call that `entry` announced, and fill the entry in; the caller saves its `COMPLETED` fields.

    Every number has an outcome afterwards: one that the gateway did not speak of is UNKNOWN. Raises RuntimeError inside a
    transaction, which would undo the announcement of what has left.
    """
    with transaction.atomic(durable=True):
        pass
    try:
        handover = transport.send(text, numbers)
    except Exception as error:
        logger.exception("The transport of text messages failed")
        handover = Handover(dict.fromkeys(numbers, Outcome(State.UNKNOWN, type(error).__name__)))
    silent = Outcome(State.UNKNOWN, "no answer for this number")
    outcomes = {number: handover.outcomes.get(number, silent) for number in numbers}
    worst = max(outcomes.values(), key=lambda outcome: GRAVITY.index(outcome.state))
    entry.state, entry.reason, entry.completed_at = worst.state, worst.reason[:200], timezone.now()
    return replace(handover, outcomes=outcomes)


def spend(purpose: Purpose, count: int) -> None:
    """Check that today's budget of this purpose holds `count` more messages; sound the alarm as it runs out."""
    budget = settings.SMS_PER_DAY[purpose.value]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    left = SmsEntry.objects.filter(purpose=purpose, created_at__gte=today).aggregate(Sum("recipients", default=0))
    wanted = count + left["recipients__sum"]
    if wanted > budget:
        alarm(logging.ERROR, "The %s text messages of today (%s) are all sent", purpose.value, budget)
        raise BudgetSpent
    if wanted > budget * EARLY_WARNING:
        alarm(logging.WARNING, "More than 80 %% of the %s text messages of today (%s) are sent", purpose.value, budget)


def alarm(level: int, message: str, purpose: str, budget: int) -> None:
    """Once a day and level: an alarm that never stops is no longer heard."""
    if cache.add(f"sms-alarm:{purpose}:{level}:{timezone.localdate()}", True, timeout=24 * 3600):
        logger.log(level, message, purpose, budget)


def tidy() -> None:
    """Run every night: settle what was interrupted, forget the numbers that have been kept long enough."""
    now = timezone.now()
    interrupted = SmsEntry.objects.filter(state=State.QUEUED, created_at__lt=now - LONGEST_SENDING)
    interrupted.update(state=State.UNKNOWN, reason="interrupted", completed_at=now)
    kept = timedelta(days=settings.SMS_NUMBERS_KEPT_DAYS)
    SmsEntry.objects.filter(created_at__lt=now - kept).exclude(number="").update(number="")
