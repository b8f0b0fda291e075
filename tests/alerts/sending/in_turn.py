"""Sending in one process, a task after the other, with a gateway that answers what the test says."""

from __future__ import annotations

from dataclasses import replace

from alerts import sending
from alerts.models import Alert
from alerts.sending import leases, tasks
from civitac.core.sms import Handover, Outcome, State, Transport

from .scene import holder_of


class Told(Transport):
    """Answers what the test says of every number, the first time; accepts everything afterwards."""

    batch = 4
    answers: list[Handover | Outcome] = []
    calls: list[tuple[str, tuple[str, ...]]] = []

    def send(self, text, numbers):
        self.calls.append((text, tuple(numbers)))
        told = self.answers.pop(0) if self.answers else Outcome(State.ACCEPTED)
        if isinstance(told, Outcome):
            told = Handover(dict.fromkeys(numbers, told))
        return replace(told, outcomes=told.outcomes or dict.fromkeys(numbers, Outcome(State.NOT_SENT)))


def begin(alert: Alert) -> None:
    sending.start(alert)
    holder = holder_of(alert, leases.AUDIENCE)
    tasks.make_deliveries(holder.alert_id, holder.place, holder.token)


def work(alert: Alert, place: int = 1) -> None:
    holder = holder_of(alert, place)
    tasks.hand_over(holder.alert_id, holder.place, holder.token)
    alert.refresh_from_db()
