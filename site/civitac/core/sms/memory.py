from __future__ import annotations

from collections.abc import Sequence

from .base import Handover, Message, Outcome, State, Transport

# What the tests find, as `django.core.mail.outbox` for e-mails.
outbox: list[Message] = []


class MemoryTransport(Transport):
    """Keeps messages in `outbox`: for the test suite."""

    def send(self, text: str, numbers: Sequence[str]) -> Handover:
        outbox.extend(Message(number, text) for number in numbers)
        return Handover(dict.fromkeys(numbers, Outcome(State.ACCEPTED)))
