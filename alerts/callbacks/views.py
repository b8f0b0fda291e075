"""The doors of the gateway: its secret is in the address, and what comes in is stored before anyone thinks about it."""

from __future__ import annotations

import hmac
import logging
from io import BytesIO

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from ..enums import CallbackKind
from ..models import Callback
from .applying import apply_at_once
from .refused import REFUSED
from .waking import wake

logger = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
STORE = "INSERT INTO alerts_callback (kind, body, received_at, note) VALUES (%s, %s, %s, '') RETURNING id"
FORM, FORM_IN_PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


class Refused(Exception):
    """What came is not a form that can be read. `status` is the answer; the message says why, and quotes nothing."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


@csrf_exempt
def receive(request: HttpRequest, token: str, kind: CallbackKind) -> HttpResponse:
    """Store what the gateway sends and answer at once, once whoever wants nothing more has been heard.

    Nobody without a token learns that there is something here. A gateway that sends something else than a form is told
    so, and what it sent is kept for the animation team to look at (`refused`); what does not fit 64 kB is not read.
    """
    if not is_token(token):
        return plain(HttpResponseNotFound())
    if request.method != "POST":
        return plain(HttpResponseNotAllowed(["POST"]))
    try:
        request = whole(request)
    except (ValueError, Refused):
        logger.warning("A callback (%s) was refused: too large", kind)
        return plain(HttpResponse(b"too large", status=413))
    body = request.body
    try:
        form = form_of(request, body)
    except Refused as refusal:
        kept = Callback.objects.create(
            kind=kind, body=readable(body), applied_at=timezone.now(), note=f"{REFUSED}{refusal}"[:100]
        )
        logger.warning("A callback (%s) was refused and is kept as number %s: %s", kind, kept.pk, refusal)
        return plain(HttpResponse(str(refusal), status=refusal.status))
    key = store(kind, form)
    apply_at_once(kind, key, form)
    wake(kind)
    return plain(HttpResponse(b"ok"))


def whole(request: HttpRequest) -> HttpRequest:
    """The request with the length of its body, which is in memory where it came in pieces. Raises Refused, ValueError."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        # Django reads no more than it is told there is; the server has put the pieces together.
        body = request.META["wsgi.input"].read(LARGEST_BODY + 1)
        length = len(body)
        request = WSGIRequest(request.META | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(length)})
    if length > LARGEST_BODY:
        raise Refused("too large", 413)
    return request


def store(kind: CallbackKind, body: str) -> int:
    """Keep what came, and answer its key.

    By hand: making a row by its model costs as much processor time as all the middleware.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(STORE, [kind, body, now])
        return cursor.fetchone()[0]


def is_token(given: str) -> bool:
    """Whether this is one of the secrets in force, in a time that does not tell how much of it is right."""
    found = [hmac.compare_digest(given.encode(), token.encode()) for token in settings.SMS_CALLBACK_TOKENS]
    return any(found)


def form_of(request: HttpRequest, body: bytes) -> str:
    """What came, in the one form in which callbacks are stored (URL-encoded). Raises Refused."""
    kind = request.content_type or FORM
    if kind == FORM_IN_PARTS:
        try:
            form = request.POST.urlencode()
        except (MultiPartParserError, SuspiciousOperation, ValueError) as error:
            raise Refused("the form cannot be read") from error
    elif kind == FORM:
        try:
            form = body.decode()
        except UnicodeDecodeError as error:
            raise Refused("not UTF-8") from error
    else:
        raise Refused("a form is expected (application/x-www-form-urlencoded)", 415)
    if "\0" in form or "%00" in form:
        raise Refused("a NUL byte")
    if "=" not in form:
        raise Refused("the form is empty or cannot be read")
    return form


def readable(body: bytes) -> str:
    """Anything as text that every database stores: what is no letter is written as its code."""
    return body.decode(errors="backslashreplace").replace("\0", "\\x00")


def plain(response: HttpResponse) -> HttpResponse:
    response["Content-Type"] = "text/plain"
    return response
