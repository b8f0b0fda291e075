"""What the gateway answered, written down for a whole batch at once."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from civitac.core.sms import Handover, Outcome, State, journal

from .. import consent
from ..enums import Channel, DeliveryState
from ..models import Delivery
from . import moves
from .claiming import Batch, Claimed

# Before a message is tried again that its own way did not take.
RETRY_SECONDS = 30

# The batch as a table, one row for each message.
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
AS_TABLE = {
    "postgresql": "json_to_recordset(%s::json) AS v({})".format(", ".join(f"{n} {t}" for n, t in COLUMNS.items())),
    "sqlite": "(SELECT {} FROM json_each(%s)) AS v".format(
        ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in COLUMNS)
    ),
}


def record(batch: Batch, handover: Handover) -> None:
    """Complete the journal and settle each delivery of the batch, in one transaction.

    Deliveries that someone has declared unknown meanwhile are settled as well, if this call was their last; they are not
    put back in the queue, which their alert may have left behind.
    """
    now = timezone.now()
    rows = [row_of(claimed, handover.outcomes[claimed.number], handover.wait, now) for claimed in batch.deliveries]
    with transaction.atomic():
        batch.entry.save(update_fields=journal.COMPLETED)
        write(rows, batch.entry.pk)
    moves.note_departure(batch.alert_id)
    for number in (number for number, outcome in handover.outcomes.items() if outcome.unwanted):
        consent.stop(number, channel=Channel.GATEWAY)


def write(rows: list[dict[str, object]], call: int) -> None:
    changes = ", ".join(f"{name} = v.{name}" for name in COLUMNS if name != "id")
    table, source = Delivery._meta.db_table, AS_TABLE[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM {source}"
            f" WHERE {table}.id = v.id AND {table}.call_id = %s"
            f" AND ({table}.state = 'claimed' OR {table}.state = 'unknown' AND v.state <> 'queued')",
            [json.dumps(rows, default=str), call],
        )


def row_of(claimed: Claimed, outcome: Outcome, wait: float, now: datetime) -> dict[str, object]:
    accepted = outcome.state == State.ACCEPTED
    state = state_after(outcome, claimed.tries)
    again = now + timedelta(seconds=wait if outcome.attempts is None else RETRY_SECONDS * random.uniform(1, 2))
    return {
        "id": claimed.pk,
        "state": state,
        "reason": outcome.reason[:100],
        "reference": outcome.reference[:80],
        "cost": outcome.cost,
        "currency": outcome.currency[:3],
        "not_before": moment(again) if state == DeliveryState.QUEUED else None,
        "accepted_at": moment(now) if accepted else None,
        "settled_at": moment(now) if state == DeliveryState.FAILED else None,
    }


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
