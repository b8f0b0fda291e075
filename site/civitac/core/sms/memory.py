from __future__ import annotations

from collections.abc import Sequence

from .base import Message, Outcome, State, Transport

# What the tests find, as `django.core.mail.outbox` for e-mails.
outbox: list[Message] = []


class MemoryTransport(Transport):
    """Keeps messages in `outbox`: for the test suite."""

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        outbox.extend(messages)
        return [Outcome(State.ACCEPTED)] * len(messages)
