"""The one way out for text messages: journaled first, then handed over, then completed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from .base import Message, Outcome, State, get_transport
from .models import Purpose, SmsEntry, hash_of
from .segments import measure

logger = logging.getLogger(__name__)

# The part of a day's budget at which its alarm first rings.
EARLY_WARNING = 0.8
# A message whose sending has not ended after this long was interrupted: nobody knows whether it left.
LONGEST_SENDING = timedelta(minutes=10)


class BudgetSpent(Exception):
    """Today's messages of this purpose have all been sent; nothing was journaled and nothing left."""


def send(messages: Sequence[Message], purpose: Purpose) -> list[Outcome]:
    """Send these messages and say what became of each, in the same order.

    The intent is committed before the transport is called, so this refuses to run inside a transaction (RuntimeError).
    Raises BudgetSpent. A transport that fails makes the outcomes UNKNOWN; nothing is tried twice here.
    """
    transport = get_transport()
    spend(purpose, len(messages))
    with transaction.atomic(durable=True):
        entries = SmsEntry.objects.bulk_create(
            SmsEntry(
                purpose=purpose,
                number=message.number,
                text_hash=hash_of(message.text),
                segments=measure(message.text).segments,
                transport=settings.SMS_GATEWAY,
            )
            for message in messages
        )
    try:
        outcomes = transport.send(messages)
    except Exception as error:
        logger.exception("The transport of text messages failed")
        outcomes = [Outcome(State.UNKNOWN, type(error).__name__)] * len(messages)
    for entry, outcome in zip(entries, outcomes, strict=True):
        entry.state, entry.reason, entry.completed_at = outcome.state, outcome.reason[:200], timezone.now()
    SmsEntry.objects.bulk_update(entries, ["state", "reason", "completed_at"])
    return outcomes


def spend(purpose: Purpose, count: int) -> None:
    """Check that today's budget of this purpose holds `count` more messages; sound the alarm as it runs out."""
    budget = settings.SMS_PER_DAY[purpose.value]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = count + SmsEntry.objects.filter(purpose=purpose, created_at__gte=today).count()
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
