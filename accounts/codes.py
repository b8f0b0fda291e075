"""Proving by a six-digit code that a number or an address is one's own.

Whether anything is known of the number or address is asked only once the code is right: until then the same things happen
for everyone, and nothing is stored but a short-lived session.
"""

from __future__ import annotations

from typing import ClassVar, Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from civitac.core.forms import moment_after
from civitac.core.sms.models import Purpose

from .identifiers import Identifier, Way
from .limits import seconds_to_wait

# How long someone has to finish once they have begun, in seconds.
PENDING_SECONDS = 30 * 60


class TooManyCodes(Exception):
    """This number or address, or this network, has asked for too many codes; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds

    def __str__(self) -> str:
        return _("Too many codes have been asked for. You may ask for another from %(moment)s on.") % {
            "moment": moment_after(self.seconds)
        }


class CodeProcess(AbstractCodeVerificationProcess):
    """Someone who has been sent a code. The session holds the code's keyed hash, never the code.

    One kind of process, named by its `key`, may be under way in a session; what it was begun for is in its `state`. All
    kinds are counted together by the limits of ACCOUNT_RATE_LIMITS; text messages also by those of their purpose.
    """

    key: ClassVar[str]
    purpose: ClassVar[Purpose]

    def __init__(self, request: HttpRequest, state: dict) -> None:
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )
        self.request = request
        self.identifier = Identifier(Way(state["way"]), state["value"])

    @classmethod
    def start(cls, request: HttpRequest, identifier: Identifier, **begun_for: object) -> Self:
        """Send a code. Raises TooManyCodes, or CodeNotSent when it cannot leave."""
        # The network first: what it may no longer ask for is not counted against the number's owner.
        if identifier.way is Way.PHONE and not ratelimit.consume(request, action=f"sms_{cls.purpose}"):
            raise TooManyCodes(seconds_to_wait(request, f"sms_{cls.purpose}"))
        if not ratelimit.consume(request, action="request_login_code", key=identifier.value):
            raise TooManyCodes(seconds_to_wait(request, "request_login_code", identifier.value))
        state = cls.initial_state(user=None)
        process = cls(request, {**state, "way": identifier.way, "value": identifier.value, **begun_for})
        process.send()
        process.persist()
        if not request.user.is_authenticated:
            request.session.set_expiry(PENDING_SECONDS)
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> Self | None:
        """The one that has begun in this session, be its code still good or too old."""
        state = request.session.get(cls.key)
        return cls(request, state) if state else None

    def send(self) -> None:
        adapter = get_adapter(self.request)
        code = adapter.generate_login_code()
        adapter.send_code(self.identifier, code, self.purpose)
        self.state["code"] = self.hash_of(code)

    def accepts(self, typed: str) -> bool:
        digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
        return constant_time_compare(self.hash_of(digits), self.code)

    def wait_before_trying(self) -> int:
        """Counts one try at this code; in how many seconds it may be made, where it may not be now.

        Also in the cache, where tries made at the same moment are counted one by one.
        """
        key = f"{self.code}:{self.state['at']}"
        may_try = ratelimit.consume(self.request, action="login_code", key=key)
        return 0 if may_try else seconds_to_wait(self.request, "login_code", key)

    def hash_of(self, code: str) -> str:
        return salted_hmac(self.key, f"{self.identifier.value}:{code}", algorithm="sha256").hexdigest()

    def persist(self) -> None:
        self.request.session[self.key] = self.state

    def abort(self) -> None:
        self.request.session.pop(self.key, None)
