"""What workers are asked to do. A queue may bring the same task twice: the places at an alert take no harm from it."""

from __future__ import annotations

from . import audience, leases, running


def make_deliveries(alert_id: int, place: int, token: str) -> None:
    audience.fan_out(alert_id, leases.Holder(alert_id, place, token))


def hand_over(alert_id: int, place: int, token: str) -> None:
    running.run(alert_id, leases.Holder(alert_id, place, token))
