from __future__ import annotations

import sys
from collections.abc import Sequence

from .base import Handover, Outcome, State, Transport


class ConsoleTransport(Transport):
    """Writes messages on the terminal instead of sending them: for the demonstration and for development."""

    def send(self, text: str, numbers: Sequence[str]) -> Handover:
        for number in numbers:
            sys.stdout.write(f"\n── SMS au {number} ──\n{text}\n")
        sys.stdout.flush()
        return Handover(dict.fromkeys(numbers, Outcome(State.ACCEPTED)))
