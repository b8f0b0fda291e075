"""The journal holds what leaves the house before it leaves."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from civitac.core.sms import Handover, Outcome, State, Transport, get_transport
from civitac.core.sms.journal import hand_over, opened, send
from civitac.core.sms.models import Purpose, SmsEntry
from tests import COMMITTED
from tests.core.test_sms import NUMBER, TEXT

pytestmark = COMMITTED


class Watching(Transport):
    """Remembers what the journal held at the moment of sending, and whether that was committed."""

    seen: list[tuple[str, str]] = []
    committed = False

    def send(self, text, numbers):
        Watching.seen = list(SmsEntry.objects.values_list("number", "state"))
        Watching.committed = not connection.in_atomic_block
        return Handover({numbers[0]: Outcome(State.REFUSED, "numéro inconnu")})


def test_a_message_is_journaled_before_the_transport_is_called_and_completed_after(settings):
    settings.SMS_GATEWAY = f"{__name__}.Watching"
    outcome = send(NUMBER, TEXT, Purpose.CODE)
    assert Watching.seen == [(NUMBER, "queued")]
    assert Watching.committed
    assert outcome.state == State.REFUSED
    [entry] = SmsEntry.objects.all()
    assert (entry.state, entry.reason) == ("refused", "numéro inconnu")
    assert entry.completed_at >= entry.created_at
    assert (entry.recipients, entry.segments) == (1, 1)
    assert entry.transport.endswith("Watching")


def test_the_intent_is_committed_or_nothing_is_sent(sent_texts):
    with pytest.raises(RuntimeError), transaction.atomic():
        send(NUMBER, TEXT, Purpose.CODE)
    assert sent_texts == []
    assert not SmsEntry.objects.exists()


def test_no_call_is_made_inside_a_transaction(sent_texts):
    with pytest.raises(RuntimeError), transaction.atomic():
        hand_over(get_transport(), opened(TEXT, 1, Purpose.ALERT), TEXT, [NUMBER])
    assert sent_texts == []
