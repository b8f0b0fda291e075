"""Whose messages one may see and change: those of a number proven by a code a moment ago, or of one's own account."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.codes import CodeProcess
from accounts.identifiers import Identifier, Way
from accounts.models import User
from civitac.core.sms.models import Purpose

from ..enums import Channel

PROVEN_KEY = "proven_number"
# How long a proof is good, in seconds: phones and computers are shared.
GOOD_FOR = 15 * 60


class Subscription(CodeProcess):
    """Someone who has chosen groups, and has been sent a code. `state` holds {"groups": keys, "language": code}."""

    key = "subscription"
    purpose = Purpose.SUBSCRIPTION


class Unsubscription(CodeProcess):
    """Someone who wants to see or leave what their number receives."""

    key = "unsubscription"
    purpose = Purpose.LEAVING


@dataclass(frozen=True)
class Proven:
    """A number (E.164) that whoever asks may decide about, and by which way they proved it."""

    number: str
    channel: Channel
    by: User | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Proven | None:
        """The number last proven by a code in this session, else that of the account."""
        kept = request.session.get(PROVEN_KEY)
        if kept and time.time() - kept["at"] < GOOD_FOR:
            return cls(kept["number"], Channel.WEB)
        if request.user.is_authenticated and request.user.phone:
            return cls(request.user.phone.as_e164, Channel.ACCOUNT, request.user)
        return None

    @staticmethod
    def keep(request: HttpRequest, number: str) -> None:
        request.session.cycle_key()
        request.session[PROVEN_KEY] = {"number": number, "at": time.time()}

    @staticmethod
    def forget(request: HttpRequest) -> None:
        request.session.pop(PROVEN_KEY, None)

    def __str__(self) -> str:
        return str(Identifier(Way.PHONE, self.number))
