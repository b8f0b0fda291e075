"""What the page cache holds is answered before Django takes the request up, exactly as Django would answer it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as live_settings
from django.core.cache import cache, caches
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from civitac.core.cache import NEARBY_SECONDS, PageCacheMiddleware, good_until, start_new_generation
from civitac.core.kept_first import answering_kept_pages

pytestmark = pytest.mark.django_db


class Door:
    """The application behind its shortcut, as a server calls it; `asked` counts what came through to Django."""

    def __init__(self) -> None:
        self.django, self.asked = WSGIHandler(), 0
        self.application = answering_kept_pages(self.behind)

    def behind(self, environ, start_response):
        self.asked += 1
        return self.django(environ, start_response)

    def get(self, address: str, *, method: str = "get", **more) -> tuple[str, dict[str, str], bytes]:
        return self.through(self.application, address, method, **more)

    def through(self, application, address: str, method: str = "get", **more) -> tuple[str, dict[str, str], bytes]:
        said = []
        request = getattr(RequestFactory(), method)(address, HTTP_ACCEPT_ENCODING="gzip", **more)
        body = b"".join(application(request.environ, lambda status, headers: said.append((status, dict(headers)))))
        return *said[0], body


@pytest.fixture
def door(settings, site) -> Iterator[Door]:
    settings.REDIS_URL = "redis://any"
    cache.clear()
    caches["nearby"].clear()
    # A request from outside would close the connection that holds the test's transaction.
    request_started.disconnect(close_old_connections)
    yield Door()
    request_started.connect(close_old_connections)


def test_a_kept_page_does_not_reach_django(door):
    first = door.get("/")
    assert door.get("/") == first
    assert first[0] == "200 OK"
    assert door.asked == 1


@pytest.mark.parametrize("more", [{}, {"secure": True}, {"method": "head"}, {"HTTP_IF_NONE_MATCH": "the same"}])
def test_it_is_answered_as_django_answers_it(door, settings, more):
    settings.SECURE_HSTS_SECONDS = 60
    door = Door()
    tag = door.get("/", secure=more.get("secure", False))[1]["ETag"]
    more = {name: tag if value == "the same" else value for name, value in more.items()}
    kept = door.get("/", **more)
    assert door.asked == 1
    assert kept == door.through(door.django, "/", **more)
    assert kept[0].startswith("304" if "HTTP_IF_NONE_MATCH" in more else "200")


def test_a_page_that_is_not_kept_is_looked_for_once(door, monkeypatch):
    door.get("/contact/")
    start_new_generation()
    time.sleep(NEARBY_SECONDS)
    reads, read = [], cache.get_many
    monkeypatch.setattr(caches["default"], "get_many", lambda keys: reads.append(keys) or read(keys))
    door.get("/contact/")
    assert door.asked == 2
    assert len(reads) == 1


def test_a_page_asked_for_again_at_once_costs_no_question(door, monkeypatch):
    first = door.get("/")
    door.get("/")
    monkeypatch.setattr(caches["default"], "get_many", lambda keys: pytest.fail("the cache was asked"))
    assert door.get("/") == first


def test_what_has_changed_is_drawn_again_a_moment_later(door):
    door.get("/")
    door.get("/")
    start_new_generation()
    time.sleep(NEARBY_SECONDS)
    door.get("/")
    assert door.asked == 2


def test_what_changes_by_the_clock_is_drawn_again_at_once(door):
    def page_of_a_moment(environ, start_response):
        request = WSGIRequest(environ)
        good_until(request, timezone.now() + timedelta(seconds=0.1))
        response = PageCacheMiddleware(lambda _request: HttpResponse("jusque-là"))(request)
        start_response("200 OK", list(response.items()))
        door.asked += 1
        return [response.content]

    door.application = answering_kept_pages(page_of_a_moment)
    door.get("/")
    door.get("/")
    time.sleep(0.1)
    door.get("/")
    assert door.asked == 2


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": f"{live_settings.SESSION_COOKIE_NAME}=quelquun"},
        {"HTTP_COOKIE": "messages=merci"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"method": "post"},
    ],
)
def test_whoever_is_somebody_or_sends_something_goes_to_django(door, more):
    door.get("/")
    assert "public" not in door.get("/", **more)[1].get("Cache-Control", "")
    assert door.asked == 2


def test_a_host_that_is_not_ours_is_refused_by_django(door):
    assert door.get("/", HTTP_HOST="ailleurs.test")[0].startswith("400")
    assert door.asked == 1


def test_a_plain_address_is_sent_to_the_secure_one_though_its_page_is_kept(door, settings):
    door.get("/")
    settings.SECURE_SSL_REDIRECT = True
    door = Door()
    assert door.get("/")[0].startswith("301")


def test_without_redis_everything_reaches_django(door, settings):
    settings.REDIS_URL = ""
    door = Door()
    door.get("/")
    door.get("/")
    assert door.asked == 2
