from __future__ import annotations

from . import services


def carry_out(pk: int, work: str) -> None:
    services.carry_out(pk, work)
