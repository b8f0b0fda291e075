"""A worker in a process of its own, which can die at a given step: `python -m tests.alerts.sending.worker ALERT STEP…`.

Steps: `place=N`, `batch=N`, `chunk=N`, `read=SECONDS`, `slice=SECONDS`, and `die=WHERE`, one of the names in `DEATHS`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "site"))

import django

django.setup()

from django.conf import settings  # noqa: E402

settings.SMS_GATEWAY = "africastalking"

from alerts.sending import audience, claiming, leases, moves, pace, recording, running, tasks  # noqa: E402
from civitac.core.sms import africastalking, journal  # noqa: E402

from .scene import holder_of  # noqa: E402


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


def main(alert_id: int, steps: dict[str, str]) -> None:
    leases.enqueue = lambda *_args: None  # whoever tests says who works
    africastalking.AfricasTalkingTransport.batch = int(steps.get("batch", 10))
    africastalking.READ_SECONDS = float(steps.get("read", 60))
    audience.CHUNK = int(steps.get("chunk", audience.CHUNK))
    running.SLICE = float(steps.get("slice", running.SLICE))
    if "die" in steps:
        DEATHS[steps["die"]]()
    alert = claiming.Alert.objects.get(pk=alert_id)
    place = int(steps.get("place", 1))
    task = tasks.make_deliveries if place == leases.AUDIENCE else tasks.hand_over
    holder = holder_of(alert, place)
    task(holder.alert_id, holder.place, holder.token)


if __name__ == "__main__":
    main(int(sys.argv[1]), dict(step.split("=", 1) for step in sys.argv[2:]))
