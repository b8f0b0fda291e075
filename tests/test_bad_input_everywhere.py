"""Every address of the permission table, sent what nobody would type: it is answered, and never by an error of ours.

The fields are those of the forms that an address shows, the questions those that lists understand. Each address meets two
kinds of nonsense, in turn, so that each kind meets a good part of all addresses, and once a file where none is expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase

from tests.test_permission_matrix import EXPECTED, cookies_of, populate, split

pytestmark = pytest.mark.django_db

NONSENSE = {
    "a control character": b"a\0b",
    "broken UTF-8": b"\xff\xfe",
    "a long number": b"9" * 40,
    "a negative number": b"-1",
    "infinity": b"1e400",
    "a long text": "é".encode() * 20_000,
    "a year out of bounds": b"99999-12-31",
    "the first year": b"0001-01-01",
    "half of a list": b'[{"type": "p',
    "a list of things unknown": b'[{"type": "rien", "value": {"id": [null]}}, 5]',
    "nothing": b"",
    "blanks": b" \x0b\x1f\xc2\xa0\r\n",
    "a quotation mark": b'"',
}
KINDS_FOR_EACH = 2
ASKED = {"a control character", "broken UTF-8", "a long number", "blanks", "a quotation mark"}
QUESTIONS = (
    *("q", "p", "page", "ordering", "collection_id", "locale", "kind", "state", "id", "next", "term", "per_page"),
    *("date_from", "date_to", "owner", "tag", "limit", "offset", "fields", "page_type", "object_id", "user", "live"),
    *("latest_revision_created_at_after", "has_child_of", "search", "format", "export", "ids", "mode", "timestamp"),
)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def unanswered(django_db_setup, django_db_blocker) -> dict[str, dict[str, str]]:
    """By address: the errors that nonsense ended in, for whoever may open everything."""
    kinds = cycle(NONSENSE)
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            people, names = populate()
        cookies = cookies_of(people["superuser"])
        found = {
            row: dict(errors(*split(row), names, cookies, list(islice(kinds, KINDS_FOR_EACH)))) for row in EXPECTED
        }
        transaction.set_rollback(True)
    return found


def errors(
    method: str, address: str, names: dict[str, object], cookies: dict[str, str], kinds: list[str]
) -> Iterator[tuple[str, str]]:
    address = address.format(**names)
    fields = fields_of(ask("get", address, cookies))
    tries = {"files": ("post", address, dict.fromkeys(fields, a_file()))} if fields else {}
    for kind in kinds:
        if kind in ASKED:
            question = urlencode(dict.fromkeys(QUESTIONS, NONSENSE[kind]))
            tries[f"{kind}, asked"] = ("get", f"{address}{'&' if '?' in address else '?'}{question}", None)
        if method == "post" or fields:
            tries[f"{kind}, sent"] = ("post", address, filled(fields, NONSENSE[kind]))
    for tried, (verb, where, data) in tries.items():
        if isinstance(error := ask(verb, where, cookies, data), Exception):
            yield tried, f"{type(error).__name__}: {error}"[:300]


def fields_of(shown: HttpResponse | Exception) -> list[str]:
    if isinstance(shown, Exception) or shown.streaming or "html" not in shown.headers.get("Content-Type", ""):
        return []
    page = BeautifulSoup(shown.content, "html.parser")
    return sorted({field["name"] for field in page.select("form[method=post i] [name]")} - {"csrfmiddlewaretoken"})


def filled(fields: list[str], nonsense: bytes) -> dict[str, bytes]:
    """The form with one new row in each of its lists, and the same nonsense everywhere."""
    rows = {"-TOTAL_FORMS": b"1", "-INITIAL_FORMS": b"0"}
    return {name: next((count for end, count in rows.items() if name.endswith(end)), nonsense) for name in fields}


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("é\u202e.pdf", b"\x00\xff" * 40)


def ask(verb: str, address: str, cookies: dict[str, str], data: dict | None = None) -> HttpResponse | Exception:
    """The answer, or the error that would have become a page 500. Nothing stays."""
    client = Client()
    client.cookies.load(cookies)
    headers = {"x-requested-with": "XMLHttpRequest"} if "/multiple/" in address else {}
    plain = data is not None and all(isinstance(value, bytes) for value in data.values())
    given = {"data": urlencode(data), "content_type": FORM} if plain else {"data": data}
    try:
        with transaction.atomic():
            try:
                return getattr(client, verb)(address, headers=headers, **given)
            finally:
                transaction.set_rollback(True)
    except Exception as error:
        return error


@pytest.mark.parametrize("row", EXPECTED)
def test_nonsense_is_answered(unanswered, row):
    assert unanswered[row] == {}
