from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

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
    NOT_SENT = "not_sent", _("Not sent")  # certainly, and through no fault of this number: it may be tried again
    UNKNOWN = "unknown", _("Unknown")


@dataclass(frozen=True)
class Message:
    number: str  # E.164, "+22670123456"
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    state: State
    reason: str = ""  # why it was refused, not sent or is unknown; never the number, never the text
    reference: str = ""  # the gateway's own name for the message, by which its reports speak of it
    cost: Decimal | None = None
    currency: str = ""  # ISO 4217
    # How often in all a message that was not sent may be tried, where the fault lies with its way; None: as long as it lasts.
    attempts: int | None = None
    unwanted: bool = False  # the person has told the gateway that they want no messages


class Halt(Enum):
    """Why nothing more may be handed over before a person has looked."""

    CREDENTIALS = auto()
    SENDER = auto()
    BALANCE = auto()
    ADDRESS = auto()


@dataclass(frozen=True)
class Handover:
    """What one call to a gateway answered: an outcome for each number it was given, and what it says of the next calls."""

    outcomes: Mapping[str, Outcome]
    halt: Halt | None = None
    wait: float = field(default=0.0)  # seconds that the gateway asks to be left alone


class Transport(ABC):
    # How many numbers one call may carry.
    batch = 500

    @abstractmethod
    def send(self, text: str, numbers: Sequence[str]) -> Handover:
        """Hand one text over for these numbers (E.164, each once), and say what became of each.

        Answers REFUSED or NOT_SENT only of what has certainly not left. Whatever is raised makes every message UNKNOWN.
        """


NAMED = {
    "africastalking": "civitac.core.sms.africastalking.AfricasTalkingTransport",
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
