"""The journal holds what leaves the house before it leaves."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from civitac.core.sms import Outcome, State, Transport
from civitac.core.sms.journal import send
from civitac.core.sms.models import Purpose, SmsEntry
from tests import COMMITTED
from tests.core.test_sms import MESSAGES

pytestmark = COMMITTED


class Watching(Transport):
    """Remembers what the journal held at the moment of sending, and whether that was committed."""

    seen: list[tuple[str, str]] = []
    committed = False

    def send(self, messages):
        Watching.seen = list(SmsEntry.objects.order_by("pk").values_list("number", "state"))
        Watching.committed = not connection.in_atomic_block
        return [Outcome(State.ACCEPTED), Outcome(State.REFUSED, "numéro inconnu")]


def test_a_message_is_journaled_before_the_transport_is_called_and_completed_after(settings):
    settings.SMS_GATEWAY = f"{__name__}.Watching"
    outcomes = send(MESSAGES, Purpose.CODE)
    assert Watching.seen == [("+22670123456", "queued"), ("+22676123456", "queued")]
    assert Watching.committed
    assert [outcome.state for outcome in outcomes] == [State.ACCEPTED, State.REFUSED]
    accepted, refused = SmsEntry.objects.order_by("pk")
    assert (accepted.state, refused.state, refused.reason) == ("accepted", "refused", "numéro inconnu")
    assert accepted.completed_at >= accepted.created_at
    assert accepted.segments == 1
    assert accepted.transport.endswith("Watching")


def test_the_intent_is_committed_or_nothing_is_sent(sent_texts):
    with pytest.raises(RuntimeError), transaction.atomic():
        send(MESSAGES, Purpose.CODE)
    assert sent_texts == []
    assert not SmsEntry.objects.exists()
