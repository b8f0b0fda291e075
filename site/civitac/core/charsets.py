"""What a request says of its own charset, looked at before Django reads anything by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from django.utils.http import parse_header_parameters

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def answering_readable_requests(application: Application) -> Application:
    """The same application, which answers 400 by itself to a charset that no text can be read in.

    Python knows codecs that are none ("hex", "undefined"). Django reads the address by whichever the request names, while
    it makes the request: before any middleware, and any error page.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if reads_text(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        status = HTTPStatus.BAD_REQUEST
        start_response(f"{status} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8")])
        return [status.phrase.encode()]

    return answer


def reads_text(content_type: str) -> bool:
    """Whether the charset that a Content-Type names, if any, is one that Django ignores or can read any bytes in."""
    charset = parse_header_parameters(content_type)[1].get("charset")
    try:
        b"a=\xe9".decode(charset or "utf-8", "replace")
    except LookupError as unknown:
        # A name that Python does not know at all is ignored; a codec that is not of text is found, then refused.
        return "unknown encoding" in str(unknown)
    except (UnicodeError, ValueError):
        return False
    return True
