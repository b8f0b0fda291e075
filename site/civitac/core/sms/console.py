from __future__ import annotations

import sys
from collections.abc import Sequence

from .base import Message, Outcome, State, Transport


class ConsoleTransport(Transport):
    """Writes messages on the terminal instead of sending them: for the demonstration and for development."""

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        for message in messages:
            sys.stdout.write(f"\n── SMS au {message.number} ──\n{message.text}\n")
        sys.stdout.flush()
        return [Outcome(State.ACCEPTED)] * len(messages)
