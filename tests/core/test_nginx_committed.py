"""Pages and files through nginx as `deploy/nginx.conf` sets it up."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_started

from benchmarks.servers import Server, nginx
from benchmarks.surroundings import Surroundings, surroundings
from data_pages.models import CivitacDocument
from tests import COMMITTED

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        not shutil.which("nginx"), reason="nginx is absent: nothing was tried through it (apt-get install nginx-light)"
    ),
]
CONTENT = "\n".join(map(str, range(1000))).encode()


@pytest.fixture
def around() -> Iterator[Surroundings]:
    with surroundings({}) as around:
        yield around


@pytest.fixture
def front(live_server, around) -> Iterator[str]:
    with nginx(around, Server(live_server.url, pid=0)) as (server, _files):
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


@pytest.fixture
def document(around, space_a, settings) -> CivitacDocument:
    """Public, and its file where nginx may read it."""
    settings.DOCUMENTS_ACCEL_PREFIX = "/_documents/"
    document = CivitacDocument(title="Pistes", collection=space_a.collection, visibility="public")
    document.file.save("état des pistes.txt", ContentFile(CONTENT))
    shutil.copytree(document.file.storage.location, around.folder / "documents")
    return document


def test_all_who_read_gzip_are_given_one_kept_page_whatever_else_they_read(front, asked):
    bodies = {body_for(front, accepted) for accepted in ("gzip, deflate, br, zstd", "gzip, deflate, br", "gzip")}
    assert len(bodies) == 1 and bodies.pop().startswith(b"\x1f\x8b")
    assert asked == ["/robots.txt"]


def test_whoever_does_not_read_gzip_is_given_a_page_in_clear(front, asked):
    assert body_for(front, "gzip") != body_for(front, "identity") == body_for(front, "br")
    assert b"Sitemap" in body_for(front, "identity")
    assert asked == ["/robots.txt"] * 2


def test_a_file_that_everyone_may_open_comes_whole_or_in_part_each_time_it_is_asked_for(front, document):
    for _time in range(2):
        whole = get(front + document.url)
        assert whole.read() == CONTENT
        assert whole.headers["X-Accel-Redirect"] is None and whole.headers["X-Content-Type-Options"] == "nosniff"
        rest = get(front + document.url, **{"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]})
        assert (rest.status, rest.read()) == (206, CONTENT[1000:])


def test_a_file_that_is_no_longer_for_everyone_is_refused_at_once(front, document):
    assert get(front + document.url).status == 200
    document.visibility = "members"
    document.save()
    assert "/compte/connexion/" in get(front + document.url).url


def test_a_file_for_the_identified_comes_to_them_alone(front, document, signed_in, citizen):
    document.visibility = "identified"
    document.save()
    session = signed_in(citizen).cookies["sessionid"].value
    for _time in range(2):
        opened = get(front + document.url, Cookie=f"sessionid={session}")
        assert (opened.read(), opened.headers["Cache-Control"]) == (CONTENT, "private, no-store")
        assert "/compte/connexion/" in get(front + document.url).url


def test_files_have_no_address_of_their_own(front, document):
    get(front + document.url)
    assert get(f"{front}/_documents/{quote(document.file.name)}").status == 404


def get(address: str, **headers: str) -> HTTPResponse | HTTPError:
    try:
        return urllib.request.urlopen(urllib.request.Request(address, headers=headers))
    except HTTPError as error:
        return error


def body_for(front: str, accepted: str) -> bytes:
    return get(f"{front}/robots.txt", **{"Accept-Encoding": accepted}).read()
