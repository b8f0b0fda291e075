from __future__ import annotations

from collections.abc import Iterator

import pytest

from alerts.sending import leases, running

from .in_turn import Told
from .scene import StandIn, never_quiet, stand_in


@pytest.fixture
def gateway() -> Iterator[StandIn]:
    with stand_in() as process:
        yield process


@pytest.fixture
def queue(monkeypatch) -> list[tuple[leases.Holder, bool]]:
    """The tasks that would have been queued: (place, whether for the urgent lane); the test says who works."""
    queued: list[tuple[leases.Holder, bool]] = []
    monkeypatch.setattr(leases, "enqueue", lambda holder, life_safety, _lanes=(): queued.append((holder, life_safety)))
    return queued


@pytest.fixture
def transport(settings, monkeypatch) -> type[Told]:
    """The gateway is told what to answer, and nobody sleeps."""
    settings.SMS_GATEWAY = f"{Told.__module__}.{Told.__name__}"
    Told.answers, Told.calls = [], []
    monkeypatch.setattr(running.time, "sleep", lambda _seconds: None)
    return Told


@pytest.fixture(autouse=True)
def _at_any_hour(db) -> None:
    never_quiet()
