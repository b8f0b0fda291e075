from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What is known of a message that was to leave. `UNKNOWN` is an answer of its own: it may have left, or not."""

    QUEUED = "queued", _("Being sent")
    ACCEPTED = "accepted", _("Accepted by the operator")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("Unknown")


@dataclass(frozen=True)
class Message:
    number: str  # E.164, "+22670123456"
    text: str


@dataclass(frozen=True)
class Outcome:
    state: State
    reason: str = ""  # why it was refused or is unknown; never the number, never the text


class Transport(ABC):
    @abstractmethod
    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand these messages over, and say in the same order what became of each.

        Answers REFUSED only of what has certainly not left. Whatever is raised makes every message UNKNOWN.
        """


NAMED = {
    "console": "civitac.core.sms.console.ConsoleTransport",
    "memory": "civitac.core.sms.memory.MemoryTransport",
}


def get_transport() -> Transport:
    """The transport that `SMS_GATEWAY` names, shortly or by its dotted path. Raises ImproperlyConfigured."""
    path = NAMED.get(settings.SMS_GATEWAY, settings.SMS_GATEWAY)
    try:
        return import_string(path)()
    except ImportError as error:
        raise ImproperlyConfigured(f"SMS_GATEWAY : « {settings.SMS_GATEWAY} » est inconnu.") from error
