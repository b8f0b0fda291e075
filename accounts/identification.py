"""Identifying oneself by a six-digit code, which opens an account that exists and leads to a new one otherwise."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from civitac.core.sms.models import Purpose

from .codes import PENDING_SECONDS, CodeProcess
from .identifiers import Identifier, Way
from .models import User

PROOF_KEY = "proven_identity"
# How long a proof by code is fresh, in seconds.
FRESH_SECONDS = 15 * 60


class Identification(CodeProcess):
    """Someone who has asked for a code to sign in."""

    key = "identification"
    purpose = Purpose.CODE

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
