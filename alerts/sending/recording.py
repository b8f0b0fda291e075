"""What the gateway answered, written down for a whole batch at once."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from civitac.core.sms import Handover, Outcome, State, journal

from .. import consent
from ..enums import Channel, DeliveryState
from ..models import Delivery
from ..tables import as_parameters, as_table
from . import moves
from .claiming import Batch, Claimed

# Before a message is tried again that its own way did not take.
RETRY_SECONDS = 30

# Somebody may be reading what nobody can say has not left.
MAY_HAVE_LEFT = (State.ACCEPTED, State.UNKNOWN)

# What is written, in one statement, of each message of a batch.
COLUMNS = {
    "id": "bigint",
    "state": "text",
    "reason": "text",
    "reference": "text",
    "cost": "numeric",
    "currency": "text",
    "not_before": "timestamptz",
    "accepted_at": "timestamptz",
    "settled_at": "timestamptz",
}


def record(batch: Batch, handover: Handover) -> None:
    """Complete the journal and settle each delivery of the batch, in one transaction.

    Deliveries that someone has declared unknown meanwhile are settled as well, if this call was their last; they are not
    put back in the queue, which their alert may have left behind. Deliveries come first, as when they are declared
    unknown: in the other order each could wait for the other.
    """
    now = timezone.now()
    rows = [row_of(claimed, handover.outcomes[claimed.number], handover.wait, now) for claimed in batch.deliveries]
    with transaction.atomic():
        write(rows, batch.entry.pk)
        batch.entry.save(update_fields=journal.COMPLETED)
    if any(outcome.state in MAY_HAVE_LEFT for outcome in handover.outcomes.values()):
        moves.note_departure(batch.alert_id, batch.entry.created_at)
    for number in (number for number, outcome in handover.outcomes.items() if outcome.unwanted):
        consent.stop(number, channel=Channel.GATEWAY)


def write(rows: list[tuple], call: int) -> None:
    changes = ", ".join(f"{name} = told.{name}" for name in COLUMNS if name != "id")
    table = Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM {as_table(COLUMNS)} AS told"
            f" WHERE {table}.id = told.id AND {table}.call_id = %s"
            f" AND ({table}.state = 'claimed' OR {table}.state = 'unknown' AND told.state <> 'queued')",
            [*as_parameters(*zip(*rows, strict=True)), call],
        )


def row_of(claimed: Claimed, outcome: Outcome, wait: float, now: datetime) -> tuple:
    """In the order of COLUMNS."""
    state = state_after(outcome, claimed.tries)
    again = now + timedelta(seconds=wait if outcome.attempts is None else RETRY_SECONDS * random.uniform(1, 2))
    return (
        claimed.pk,
        state,
        outcome.reason[:100],
        outcome.reference[:80],
        outcome.cost,
        outcome.currency[:3],
        moment(again) if state == DeliveryState.QUEUED else None,
        moment(now) if outcome.state == State.ACCEPTED else None,
        moment(now) if state == DeliveryState.FAILED else None,
    )


def state_after(outcome: Outcome, tries: int) -> DeliveryState:
    if outcome.state == State.NOT_SENT:
        spent = outcome.attempts is not None and tries >= outcome.attempts
        return DeliveryState.FAILED if spent else DeliveryState.QUEUED
    return {
        State.ACCEPTED: DeliveryState.ACCEPTED,
        State.REFUSED: DeliveryState.FAILED,
    }.get(outcome.state, DeliveryState.UNKNOWN)


def moment(at: datetime) -> str:
    """As the columns of this database hold it."""
    return str(connection.ops.adapt_datetimefield_value(at))
