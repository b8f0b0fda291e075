"""Africa's Talking, through the service class of its SDK.

The SDK loses what decides whether a message has left: the HTTP status, how far a failed call had come, and the body where
the content type names a charset. `Service` makes the call itself; what is sent, and where, stays the SDK's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus

import requests
from africastalking.SMS import SMSService
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .base import Halt, Handover, Outcome, State, Transport

CONNECT_SECONDS, READ_SECONDS = 3.05, 60
# How long the gateway is left alone after it could not be reached, and where a 429 does not say.
WAIT_SECONDS, LONGEST_WAIT = 10.0, 300.0
E164 = re.compile(r"\+[1-9][0-9]{7,14}")
COST = re.compile(r"([A-Z]{3}) ([0-9]{1,6}(?:\.[0-9]{1,8})?)")

UNKNOWN, NOT_SENT, REFUSED, ACCEPTED = State.UNKNOWN, State.NOT_SENT, State.REFUSED, State.ACCEPTED
# Of one message (https://developers.africastalking.com/docs/sms/sending/bulk): what it means, and how often it may be tried.
STATUSES: Mapping[int, tuple[State, int | None]] = {
    100: (ACCEPTED, None),  # Processed
    101: (ACCEPTED, None),  # Sent
    102: (ACCEPTED, None),  # Queued
    401: (UNKNOWN, None),  # RiskHold: held back there, to leave or not
    402: (NOT_SENT, None),  # InvalidSenderId
    403: (REFUSED, None),  # InvalidPhoneNumber
    404: (REFUSED, None),  # UnsupportedNumberType
    405: (NOT_SENT, None),  # InsufficientBalance
    406: (REFUSED, None),  # UserInBlacklist
    407: (NOT_SENT, 2),  # CouldNotRoute
    409: (REFUSED, None),  # DoNotDisturbRejection
    500: (NOT_SENT, 4),  # InternalServerError
    501: (NOT_SENT, 4),  # GatewayError
    502: (NOT_SENT, 2),  # RejectedByGateway
}
HALTING = {402: Halt.SENDER, 405: Halt.BALANCE}
UNWANTED = 406
# Of a whole call, where no message of it was taken.
HALTING_MESSAGES = {"InvalidSenderId": Halt.SENDER, "InsufficientBalance": Halt.BALANCE}
HALTING_ANSWERS = {
    HTTPStatus.UNAUTHORIZED: Halt.CREDENTIALS,
    HTTPStatus.FORBIDDEN: Halt.CREDENTIALS,
    HTTPStatus.NOT_FOUND: Halt.ADDRESS,
    HTTPStatus.METHOD_NOT_ALLOWED: Halt.ADDRESS,
    HTTPStatus.GONE: Halt.ADDRESS,
}


class NeverLeft(Exception):
    """No line to the gateway could be opened: nothing was said on it."""


class NoAnswer(Exception):
    """The gateway was spoken to, and what it has understood is not known."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    retry_after: str


class AfricasTalkingTransport(Transport):
    """Raises ImproperlyConfigured when the user name or the key is missing."""

    def __init__(self) -> None:
        if not (settings.AFRICASTALKING_USERNAME and settings.AFRICASTALKING_API_KEY):
            raise ImproperlyConfigured("AFRICASTALKING_USERNAME et AFRICASTALKING_API_KEY sont obligatoires.")
        self.service = Service(settings.AFRICASTALKING_USERNAME, settings.AFRICASTALKING_API_KEY)

    def send(self, text: str, numbers: Sequence[str]) -> Handover:
        # One malformed number would keep the SDK from sending to all the others, and a repeated one gets two messages.
        wrong = {number: Outcome(REFUSED, "malformed number") for number in numbers if not E164.fullmatch(number)}
        good = list(dict.fromkeys(number for number in numbers if number not in wrong))
        if not good:
            return Handover(wrong)
        handover = self.call(text, good)
        return Handover({**handover.outcomes, **wrong}, handover.halt, handover.wait)

    def call(self, text: str, numbers: Sequence[str]) -> Handover:
        try:
            answer = self.service.send(
                text,
                numbers,
                sender_id=settings.AFRICASTALKING_SENDER_ID or None,
                enqueue=True,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            )
        except NeverLeft as failure:
            return alike(numbers, Outcome(NOT_SENT, str(failure)), wait=WAIT_SECONDS)
        except NoAnswer as failure:
            return alike(numbers, Outcome(UNKNOWN, str(failure)))
        return understood(answer, numbers)


class Service(SMSService):
    def _init_service(self) -> None:
        super()._init_service()
        if settings.AFRICASTALKING_BASE_URL:
            self._baseUrl = self._contentUrl = settings.AFRICASTALKING_BASE_URL.rstrip("/") + "/version1"

    def _make_request(
        self,
        url: str,
        method: str,
        headers: Mapping[str, str],
        data: Mapping[str, object],
        params: Mapping[str, object] | None,
        callback: None = None,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> Answer:
        """One call on a line of its own, without a redirection, which would repeat it. Raises NeverLeft and NoAnswer.

        A line kept open from an earlier call may have been closed by the other side, and would leave it unknown whether
        the message went through.
        """
        line = Line()
        with requests.Session() as session:
            # A proxy would stand between the line and the gateway.
            session.trust_env = False
            session.mount("http://", line)
            session.mount("https://", line)
            try:
                response = session.request(
                    method, url, headers=headers, data=data, params=params, timeout=timeout, allow_redirects=False
                )
            except requests.RequestException as error:
                raise (NoAnswer if line.opened else NeverLeft)(type(error).__name__) from error
        return Answer(response.status_code, response.content, response.headers.get("Retry-After", ""))


class Line(HTTPAdapter):
    """Knows whether a connection was established (with TLS, the handshake included): before that nothing was said."""

    opened = False

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)
        line = self

        class Telling:
            def connect(self) -> None:
                super().connect()
                line.opened = True

        class Plain(HTTPConnectionPool):
            ConnectionCls = type("PlainConnection", (Telling, HTTPConnection), {})

        class Secure(HTTPSConnectionPool):
            ConnectionCls = type("SecureConnection", (Telling, HTTPSConnection), {})

        self.poolmanager.pool_classes_by_scheme = {"http": Plain, "https": Secure}


def understood(answer: Answer, numbers: Sequence[str]) -> Handover:
    """What an answer says of each number; see the table of failures in docs/alerts.md."""
    if 200 <= answer.status < 300:
        return of_messages(answer, numbers)
    reason = f"HTTP {answer.status}"
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return alike(numbers, Outcome(NOT_SENT, reason), wait=seconds(answer.retry_after))
    if halt := HALTING_ANSWERS.get(answer.status):
        return alike(numbers, Outcome(NOT_SENT, reason), halt)
    known_refusal = 400 <= answer.status < 500 and answer.status != HTTPStatus.REQUEST_TIMEOUT
    return alike(numbers, Outcome(REFUSED if known_refusal else UNKNOWN, reason))


def of_messages(answer: Answer, numbers: Sequence[str]) -> Handover:
    try:
        data = json.loads(answer.body)["SMSMessageData"]
        message, recipients = str(data["Message"]), data["Recipients"]
        told = [(str(each["number"]), *outcome_of(each)) for each in recipients]
    except (ValueError, LookupError, TypeError):
        return alike(numbers, Outcome(UNKNOWN, f"HTTP {answer.status}, not understood"))
    if not told:
        return of_nobody(message, numbers)
    silent = Outcome(NOT_SENT, message, attempts=4) if sent_to_nobody(message) else Outcome(UNKNOWN, "no answer for it")
    outcomes = dict.fromkeys(numbers, silent)
    halt = None
    for number, outcome, halting in told:
        known = outcomes.get(number)
        # A number named twice has been accepted if it was accepted once.
        if known is not None and (known is silent or outcome.state == ACCEPTED):
            outcomes[number] = outcome
        halt = halt or halting
    return Handover(outcomes, halt)


def of_nobody(message: str, numbers: Sequence[str]) -> Handover:
    """A success that names no message."""
    if halt := HALTING_MESSAGES.get(message):
        return alike(numbers, Outcome(NOT_SENT, message), halt)
    if sent_to_nobody(message):
        return alike(numbers, Outcome(NOT_SENT, message, attempts=4))
    if message and not message.startswith("Sent to"):
        return alike(numbers, Outcome(REFUSED, message))
    return alike(numbers, Outcome(UNKNOWN, message or "an empty answer"))


def sent_to_nobody(message: str) -> bool:
    return message.startswith("Sent to 0/")


def outcome_of(recipient: Mapping[str, object]) -> tuple[Outcome, Halt | None]:
    """Raises ValueError, LookupError or TypeError when it cannot be read."""
    code = int(recipient["statusCode"])
    state, attempts = STATUSES.get(code, (UNKNOWN, None))
    reference = str(recipient.get("messageId") or "")
    amount, currency = cost_of(str(recipient.get("cost") or ""))
    outcome = Outcome(
        state,
        "" if state == ACCEPTED else f"{code} {recipient.get('status', '')}"[:100],
        "" if reference == "None" else reference,
        amount,
        currency,
        attempts,
        code == UNWANTED,
    )
    return outcome, HALTING.get(code)


def cost_of(text: str) -> tuple[Decimal | None, str]:
    """ "KES 0.8000" → (0.8, KES); "0", which stands for nothing, is nothing."""
    found = COST.fullmatch(text)
    return (Decimal(found[2]), found[1]) if found else (None, "")


def alike(numbers: Sequence[str], outcome: Outcome, halt: Halt | None = None, wait: float = 0.0) -> Handover:
    return Handover(dict.fromkeys(numbers, outcome), halt, wait)


def seconds(retry_after: str) -> float:
    """Of a Retry-After in seconds; the other form, a date, is not worth a clock that may be wrong."""
    return min(float(retry_after), LONGEST_WAIT) if retry_after.isdecimal() else WAIT_SECONDS
