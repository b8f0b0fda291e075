"""What a worker's process does, and how it dies at a given step.

Steps: `place=N` (or `place=recovery`), `batch=N`, `chunk=N`, `read=SECONDS`, `slice=SECONDS`, `clock=WHEN` (ISO 8601) and
`die=WHERE`, one of the names in `DEATHS`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connections
from django.utils import timezone

from alerts.sending import audience, claiming, leases, moves, pace, recording, recovery, running, tasks
from civitac.core.sms import africastalking, journal

from .scene import holder_of


def killed(*_args: object, **_options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(module: object, name: str) -> None:
    setattr(module, name, killed)


def after(module: object, name: str) -> None:
    done = getattr(module, name)

    def then_die(*args: object, **options: object) -> None:
        done(*args, **options)
        killed()

    setattr(module, name, then_die)


DEATHS: dict[str, Callable[[], None]] = {
    "making deliveries": lambda: after(audience, "insert"),
    "between chunks": lambda: before(moves, "begin_if_due"),
    "claiming": lambda: after(pace, "take"),
    "claimed": lambda: before(journal, "hand_over"),
    "handing over": lambda: before(africastalking.Service, "send"),
    "answered": lambda: before(recording, "record"),
    "recording": lambda: after(recording, "write"),
    "recorded": lambda: before(moves, "note_departure"),
    "finishing": lambda: before(moves, "finish"),
}


def set_clock(at: datetime) -> None:
    """It goes on from there."""
    real, ahead = timezone.now, at - timezone.now()
    timezone.now = lambda: real() + ahead


def main(alert_id: int, gateway: str, steps: dict[str, str]) -> None:
    settings.SMS_GATEWAY, settings.AFRICASTALKING_BASE_URL = "africastalking", gateway
    settings.AFRICASTALKING_USERNAME = settings.AFRICASTALKING_API_KEY = "civitac"
    leases.enqueue = lambda *_args: None  # whoever tests says who works
    africastalking.AfricasTalkingTransport.batch = int(steps.get("batch", 10))
    africastalking.READ_SECONDS = float(steps.get("read", 60))
    audience.CHUNK = int(steps.get("chunk", audience.CHUNK))
    running.SLICE = running.NOTICE_SLICE = float(steps.get("slice", running.SLICE))
    if "die" in steps:
        DEATHS[steps["die"]]()
    if "clock" in steps:
        set_clock(datetime.fromisoformat(steps["clock"]))
    if steps.get("place") == "recovery":
        recovery.recover()
        return
    alert = claiming.Alert.objects.get(pk=alert_id)
    place = int(steps.get("place", 1))
    task = tasks.make_deliveries if place == leases.AUDIENCE else tasks.hand_over
    holder = holder_of(alert, place)
    task(holder.alert_id, holder.place, holder.token)
    connections.close_all()
