from __future__ import annotations

import time

from django_q.tasks import async_task

from ..enums import CallbackKind

# Delivery reports come by the thousand, and each process asks for a worker only so often (seconds); the clock asks every
# minute. Whoever writes to us is answered as soon as a worker is free.
PAUSE = 10
_next_time = 0.0


def wake(kind: CallbackKind) -> None:
    """Have a worker apply what has come in."""
    global _next_time
    if kind == CallbackKind.DELIVERY:
        now = time.monotonic()
        if now < _next_time:
            return
        _next_time = now + PAUSE
    async_task("alerts.callbacks.tasks.apply", kind.value)
