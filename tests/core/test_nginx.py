"""Pages through nginx as `deploy/nginx.conf` sets it up."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator

import pytest
from django.core.signals import request_started

from benchmarks.servers import Server, nginx
from benchmarks.surroundings import surroundings

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not shutil.which("nginx"), reason="nginx is absent: nothing was tried through it (apt-get install nginx)"
    ),
]


@pytest.fixture
def front(live_server) -> Iterator[str]:
    with surroundings({}) as around, nginx(around, Server(live_server.url, pid=0)) as (server, _files):
        yield server.url


@pytest.fixture
def asked(front) -> Iterator[list[str]]:
    """What the application is asked from now on."""
    paths = []

    def note(environ: dict, **_signal: object) -> None:
        paths.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield paths
    request_started.disconnect(note)


def test_all_who_read_gzip_are_given_one_kept_page_whatever_else_they_read(front, asked):
    bodies = {body_for(front, accepted) for accepted in ("gzip, deflate, br, zstd", "gzip, deflate, br", "gzip")}
    assert len(bodies) == 1 and bodies.pop().startswith(b"\x1f\x8b")
    assert asked == ["/robots.txt"]


def test_whoever_does_not_read_gzip_is_given_a_page_in_clear(front, asked):
    assert body_for(front, "gzip") != body_for(front, "identity") == body_for(front, "br")
    assert b"Sitemap" in body_for(front, "identity")
    assert asked == ["/robots.txt"] * 2


def body_for(front: str, accepted: str) -> bytes:
    request = urllib.request.Request(f"{front}/robots.txt", headers={"Accept-Encoding": accepted})
    with urllib.request.urlopen(request) as response:
        return response.read()
