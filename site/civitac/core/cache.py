"""Anonymous pages, kept whole.

One generation covers the site: it changes after the commit of anything public, and pages kept under an older
generation are never served again. What changes by the clock alone says when (`good_until`). A page is kept only when
nobody in particular asked for it (no session) and nothing in the answer is for somebody in particular (no cookie, no
token).
"""

import gzip
import hashlib
import math
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from http import HTTPStatus
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.core.cache import cache, caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_max_age, patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from .registry import query_parameters

Given = ParamSpec("Given")
Made = TypeVar("Made")

GENERATION_KEY = "page-generation"
# What a request carries it under, from before Django on (`kept_first`).
GENERATION = "civitac.generation"
NEVER_KEPT = re.compile(r"/(admin/|compte/|api/|livez|readyz|_util/|donnees/documents/selection\.zip)")
# What answers with a document's file: where the application sends it itself, its bytes stream past.
FILES = re.compile(r"/donnees/documents/[0-9]+/.")
# What a person types is asked once: keeping the answer would only push more useful pages out.
NOT_WORTH_KEEPING = {"q", "lieu"}
LONGEST_QUERY = 300
# For how long a process takes a page that it has just answered with as good still: asking costs more than all the rest of
# a kept page. nginx takes it as good for a minute.
NEARBY_SECONDS = 0.25


class Answer(NamedTuple):
    status: HTTPStatus
    headers: dict[str, str]
    body: bytes

    def response(self) -> HttpResponse:
        kind = HttpResponseNotModified if self.status == HTTPStatus.NOT_MODIFIED else HttpResponse
        return kind(self.body, headers=self.headers)


@dataclass(frozen=True)
class KeptPage:
    generation: str
    body: bytes  # gzipped
    etag: str
    content_type: str
    headers: dict[str, str]
    good_until: float | None = None  # seconds since 1970

    def is_good(self, generation: str | None) -> bool:
        return self.generation == generation and (self.good_until is None or time.time() < self.good_until)

    def answer(self, asked: Mapping[str, str]) -> Answer:
        """What whoever sent these headers (as CGI names them) receives."""
        headers = {**self.headers, "ETag": self.etag}
        if self.good_until is not None:
            left = max(0, int(self.good_until - time.time()))
            headers["Cache-Control"] = shared_for(headers["Cache-Control"], left)
        if self.etag in parse_etags(asked.get("HTTP_IF_NONE_MATCH", "")):
            return Answer(HTTPStatus.NOT_MODIFIED, headers, b"")
        body = self.body
        if "gzip" in asked.get("HTTP_ACCEPT_ENCODING", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
        headers |= {"Content-Type": self.content_type, "Content-Length": str(len(body))}
        return Answer(HTTPStatus.OK, headers, body)

    def response(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request.META).response()


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_anonymous_read(request):
            return mark_private(self.get_response(request))
        # The shortcut before Django (`kept_first`) has looked already.
        key = page_key(request)
        page = None if GENERATION in request.META else kept_page(request, key)
        if page is not None:
            return page.response(request)
        generation = generation_of(request)
        # The inner layers answer in clear, so that what is kept does not depend on who asked first.
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", "")
        response = self.get_response(request)
        request.META["HTTP_ACCEPT_ENCODING"] = accepted
        if not may_be_kept(response):
            # Files are sent as they are.
            return mark_private(response if response.streaming else self.gzip.process_response(request, response))
        # What says how long its readers keep it is kept no longer here.
        seconds = min(get_max_age(response) or math.inf, settings.PAGE_CACHE_SECONDS)
        page = keep(response, generation, getattr(request, "page_good_until", None))
        cache.set(key, page, seconds)
        return page.response(request)


def kept_page(request: HttpRequest, key: str) -> KeptPage | None:
    """The page kept for an anonymous read, if it is good still; one read, by which the request also knows its generation."""
    found = cache.get_many([GENERATION_KEY, key])
    generation, page = found.get(GENERATION_KEY), found.get(key)
    request.META[GENERATION] = generation
    return page if page is not None and page.is_good(generation) else None


def kept_answer(request: HttpRequest) -> Answer | None:
    """What is kept for a request; None where there is nothing or the request is somebody's."""
    if not is_anonymous_read(request):
        return None
    key, nearby = page_key(request), caches["nearby"]
    page = nearby.get(key)
    if page is not None and page.is_good(page.generation):
        return page.answer(request.META)
    page = kept_page(request, key)
    if page is None:
        return None
    nearby.set(key, page, NEARBY_SECONDS)
    return page.answer(request.META)


def is_anonymous_read(request: HttpRequest) -> bool:
    personal = {settings.SESSION_COOKIE_NAME, "messages"}
    return (
        request.method in ("GET", "HEAD")
        and personal.isdisjoint(request.COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
        # Wagtail draws a preview through a request that it makes up for the page's own address.
        and not getattr(request, "is_dummy", False)
        and not NEVER_KEPT.match(request.path_info)
        and (bool(settings.DOCUMENTS_ACCEL_PREFIX) or not FILES.match(request.path_info))
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and NOT_WORTH_KEEPING.isdisjoint(request.GET)
    )


def page_key(request: HttpRequest) -> str:
    """Scheme, host, path and the query parameters that pages understand, whatever their order; HEAD shares with GET."""
    known = [(name, request.GET.getlist(name)) for name in sorted(request.GET) if name in query_parameters]
    address = repr((request.scheme, request.get_host(), request.path, known))
    return "page:" + hashlib.sha256(address.encode()).hexdigest()


def may_be_kept(response: HttpResponse) -> bool:
    cache_control = response.get("Cache-Control", "")
    varies_by = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and varies_by <= {"accept-encoding"}
        and not any(word in cache_control for word in ("private", "no-store", "no-cache"))
    )


def keep(response: HttpResponse, generation: str, good_until: float | None) -> KeptPage:
    # What says how long its readers keep it is taken at its word.
    asked_again = {} if "max-age" in response.get("Cache-Control", "") else {"max_age": 0}
    patch_cache_control(response, public=True, **asked_again, s_maxage=settings.PAGE_CACHE_SHARED_SECONDS)
    patch_vary_headers(response, ["Accept-Encoding"])
    dropped = {"content-type", "content-length", "etag"}
    return KeptPage(
        generation=generation,
        body=gzip.compress(response.content, compresslevel=9, mtime=0),
        etag=f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"',
        content_type=response["Content-Type"],
        headers={name: value for name, value in response.items() if name.lower() not in dropped},
        good_until=good_until,
    )


def shared_for(cache_control: str, seconds: int) -> str:
    """The same directives, for a shared cache that keeps the answer no longer than these seconds."""
    response = HttpResponse(headers={"Cache-Control": cache_control})
    patch_cache_control(response, s_maxage=min(settings.PAGE_CACHE_SHARED_SECONDS, seconds))
    return response["Cache-Control"]


def good_until(request: HttpRequest, moment: datetime) -> None:
    """Say that what is drawn for this request changes by the clock alone at `moment`: from then on it is drawn again.

    Asked several times for one page, the first of the moments counts.
    """
    request.page_good_until = min(moment.timestamp(), getattr(request, "page_good_until", math.inf))


def mark_private(response: HttpResponse) -> HttpResponse:
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response


def generation_of(request: HttpRequest) -> str:
    """The generation under which a request is answered, read once and before anything that it is to vouch for."""
    if not request.META.get(GENERATION):
        request.META[GENERATION] = cache.get(GENERATION_KEY) or first_generation()
    return request.META[GENERATION]


def remembered(make: Callable[Given, Made]) -> Callable[Concatenate[HttpRequest, Given], Made]:
    """What public rows make, kept by each process for one generation; the request that asks comes first.

    Arguments are hashable and few: what was asked for longest ago is dropped, and so is what older generations made.
    """
    latest = ""

    @lru_cache(maxsize=256)
    def kept(_generation: str, *arguments: Given.args, **named: Given.kwargs) -> Made:
        return make(*arguments, **named)

    @wraps(make)
    def ask(request: HttpRequest, *arguments: Given.args, **named: Given.kwargs) -> Made:
        nonlocal latest
        generation = generation_of(request)
        if generation != latest:
            latest = generation
            kept.cache_clear()
        return kept(generation, *arguments, **named)

    return ask


def first_generation() -> str:
    generation = uuid.uuid4().hex
    cache.add(GENERATION_KEY, generation, timeout=None)
    return cache.get(GENERATION_KEY, generation)


def start_new_generation() -> None:
    cache.set(GENERATION_KEY, uuid.uuid4().hex, timeout=None)


def renew_pages(**_signal: object) -> None:
    """Say that something public has changed. Takes effect once the change is committed."""
    transaction.on_commit(start_new_generation, robust=True)


# What public pages are made of besides pages themselves; rooms add theirs with `renews_pages`.
_public_models: set[str] = set()


def renews_pages(*labels: str) -> None:
    """Rows of these models ("app.Model") are shown on public pages: saving or deleting one renews the pages."""
    _public_models.update(labels)


def connect_signals() -> None:
    from django.db.models.signals import m2m_changed, post_delete, post_save
    from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(renew_pages, dispatch_uid="civitac-renew-pages")
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_row_changed, dispatch_uid="civitac-renew-pages")


def _row_changed(sender: type, **_signal: object) -> None:
    if sender._meta.label in _public_models:
        renew_pages()
