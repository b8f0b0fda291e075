"""A kept page, answered before Django takes the request up: its signals, middleware and routes cost more than the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from io import BytesIO
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from redis import RedisError

from .cache import kept_answer

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def answering_kept_pages(application: Application) -> Application:
    """The same application, which answers by itself what the page cache holds, exactly as the whole of it would.

    Only where the cache is Redis: a database wants the signals of a request around its queries. Whatever is doubtful about
    a request, its address or its host, is left to the application, which knows how to refuse it.
    """
    if not settings.REDIS_URL:
        return application
    security = SecurityMiddleware(lambda request: HttpResponse())

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kept = None
        # Static files are not Django's to answer either.
        if environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ["PATH_INFO"].startswith(settings.STATIC_URL):
            with suppress(SuspiciousOperation, UnicodeError, RedisError):
                request = WSGIRequest(environ)
                kept = None if security.process_request(request) else kept_answer(request)
        if kept is None:
            return application(environ, start_response)
        headers = headers_of(security, request.scheme) | kept.headers
        start_response(f"{kept.status} {kept.status.phrase}", list(headers.items()))
        return [kept.body]

    return answer


@cache
def headers_of(security: SecurityMiddleware, scheme: str) -> dict[str, str]:
    """What `SecurityMiddleware` writes on every answer to a request of this scheme."""
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.url_scheme": scheme, "wsgi.input": BytesIO()})
    headers = security.process_response(request, HttpResponse()).headers
    return {name: value for name, value in headers.items() if name != "Content-Type"}
