from __future__ import annotations

from ..enums import CallbackKind
from . import answers, applying


def apply(kind: str) -> None:
    applying.apply(CallbackKind(kind))


def apply_all() -> None:
    """By the clock, every minute: what nobody was woken for."""
    for kind in CallbackKind:
        applying.apply(kind, waiting_for=applying.SOON)
    answers.send_waiting()


def send_answers() -> None:
    answers.send_waiting()
