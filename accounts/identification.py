"""Identifying oneself by a six-digit code, which opens an account that exists and leads to a new one otherwise.

Whether a number or an address has an account is asked only once the code is right: until then the same things happen
for everyone, and nothing is stored but a short-lived session.
"""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from .identifiers import Identifier, Way
from .models import User

CODE_KEY, PROOF_KEY = "identification", "proven_identity"
# How long someone has to finish once they have begun, and how long a proof by code is fresh, in seconds.
PENDING_SECONDS, FRESH_SECONDS = 30 * 60, 15 * 60


class TooManyCodes(Exception):
    """This number or address, or this network, has asked for too many codes."""


class Identification(AbstractCodeVerificationProcess):
    """Someone who has been sent a code. The session holds the code's keyed hash, never the code."""

    def __init__(self, request: HttpRequest, state: dict) -> None:
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )
        self.request = request
        self.identifier = Identifier(Way(state["way"]), state["value"])

    @classmethod
    def start(cls, request: HttpRequest, identifier: Identifier, next_url: str | None) -> Identification:
        """Send a code. Raises TooManyCodes, or CodeNotSent when it cannot leave."""
        if not ratelimit.consume(request, action="request_login_code", key=identifier.value):
            raise TooManyCodes
        state = cls.initial_state(user=None)
        process = cls(request, {**state, "way": identifier.way, "value": identifier.value, "next": next_url})
        process.send()
        process.persist()
        request.session.set_expiry(PENDING_SECONDS)
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> Identification | None:
        """The one that has begun in this session, be its code still good or too old."""
        state = request.session.get(CODE_KEY)
        return cls(request, state) if state else None

    def send(self) -> None:
        adapter = get_adapter(self.request)
        code = adapter.generate_login_code()
        adapter.send_code(self.identifier, code)
        self.state["code"] = self.hash_of(code)

    def accepts(self, typed: str) -> bool:
        digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
        return constant_time_compare(self.hash_of(digits), self.code)

    def may_try(self) -> bool:
        """Counts one try at this code. Also in the cache, where tries made at the same moment are counted one by one."""
        return ratelimit.consume(self.request, action="login_code", key=f"{self.code}:{self.state['at']}")

    def hash_of(self, code: str) -> str:
        return salted_hmac(CODE_KEY, f"{self.identifier.value}:{code}", algorithm="sha256").hexdigest()

    def persist(self) -> None:
        self.request.session[CODE_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(CODE_KEY, None)

    def finish(self, remember: bool) -> HttpResponse | None:
        """What the right code opens; None when there is no account yet, for whose making the proof is kept."""
        self.abort()
        proof = Proof(self.identifier, self.state["next"], remember)
        user = self.identifier.account
        if user is None:
            proof.keep(self.request)
            return None
        return proof.sign_in(self.request, user)


class Proof:
    """That a number or an address belongs to whoever is in this session."""

    def __init__(self, identifier: Identifier, next_url: str | None, remember: bool) -> None:
        self.identifier, self.next_url, self.remember = identifier, next_url, remember

    def keep(self, request: HttpRequest) -> None:
        request.session[PROOF_KEY] = {
            "way": self.identifier.way,
            "value": self.identifier.value,
            "next": self.next_url,
            "remember": self.remember,
            "at": time.time(),
        }

    @classmethod
    def kept(cls, request: HttpRequest) -> Proof | None:
        kept = request.session.get(PROOF_KEY)
        if not kept or time.time() - kept["at"] > PENDING_SECONDS:
            return None
        return cls(Identifier(Way(kept["way"]), kept["value"]), kept["next"], kept["remember"])

    def sign_in(self, request: HttpRequest, user: User) -> HttpResponse:
        """Open the account, or say that it is closed; then lead back to where the person was."""
        request.session.pop(PROOF_KEY, None)
        record_authentication(request, user, method="code", **{self.identifier.way: self.identifier.value})
        response = perform_login(request, Login(user=user, redirect_url=self.next_url))
        if request.user.is_authenticated:
            request.session.set_expiry(settings.SESSION_COOKIE_AGE if self.remember else 0)
        return response


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether whoever is signed in has typed a code in this session a moment ago."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "code" and time.time() - record["at"] < FRESH_SECONDS for record in records)
