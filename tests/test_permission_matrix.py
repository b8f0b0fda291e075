"""Who may open what: every address of the site, tried by every persona.

The things named in the addresses are those of Ouahigouya's space; `stranger` is the editor of another space. The table is
`tests/permission_table.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from accounts.roles import Role, ensure_roles, group_for
from home.structure import ensure_structure
from spaces.offices import ensure_office_titles
from spaces.rights import grant_animation
from spaces.services import create_space
from spaces.workflow import ensure_review_workflow
from territories.enums import Level
from tests.conftest import make_territory, make_user
from tests.permission_objects import SECRETS, SECRETS_OF_THE_ADMIN, make_objects
from tests.permission_table import PERSONAS, TABLE, UNREACHABLE

pytestmark = pytest.mark.django_db

OPEN, DOOR, REFUSED, MISSING, ELSEWHERE, SENT, MEANINGLESS, BROKEN = (
    *("open", "door", "no", "none", "on", "post", "bad", "error"),
)
SHUT = {DOOR, REFUSED, MISSING}

ROWS = [line.split() for line in TABLE.strip().splitlines() if not line.startswith("#")]
EXPECTED = {row[0]: row[1:] for row in ROWS}


def answer(response: HttpResponse) -> str:
    """The word of the table for an answer."""
    if response.status_code in (301, 302, 303):
        address = response["Location"].split("?")[0]
        if address == reverse("account_login"):
            return DOOR
        # Wagtail sends those it refuses back to its welcome page.
        return REFUSED if address == reverse("wagtailadmin_home") else ELSEWHERE
    words = {400: MEANINGLESS, 403: REFUSED, 404: MISSING, 405: SENT, 500: BROKEN}
    return words.get(response.status_code, OPEN)


@dataclass
class Tried:
    """What came of trying one address: by persona, the word, and the text where it opened."""

    words: dict[str, str]
    texts: dict[str, str]
    sent: dict[str, str]  # the word when what may not be opened is sent to


@pytest.fixture(scope="module")
def tried(django_db_setup, django_db_blocker) -> dict[str, Tried]:
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            people, names = populate()
        browsers = {persona: cookies_of(user) for persona, user in people.items()}
        found = {row: try_row(row, names, browsers) for row in EXPECTED}
        transaction.set_rollback(True)
    return found


def populate() -> tuple[dict[str, object], dict[str, object]]:
    cache.clear()
    ensure_roles()
    ensure_structure()
    ensure_office_titles()
    ensure_review_workflow()
    grant_animation()
    land = make_territory(Level.COUNTRY, "Burkina Faso", slug="burkina-faso", code="T")
    ours, theirs = (
        create_space(kind="collectivity", title=name, territory=make_territory(Level.COMMUNE, name, land))
        for name in ("Ouahigouya", "Kaya")
    )
    people = {
        "visitor": None,
        "citizen": make_user("citoyenne"),
        "editor": make_user("editrice", ours.editors),
        "manager": make_user("responsable", ours.managers),
        "stranger": make_user("autre", theirs.editors),
        "animator": make_user("animatrice", group_for(Role.ANIMATION)),
        "superuser": make_user("admin", is_superuser=True, is_staff=True),
    }
    return people, make_objects(ours, people["editor"], people["citizen"])


def cookies_of(user: object | None) -> dict[str, str]:
    client = Client()
    if user is not None:
        client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def try_row(row: str, names: dict[str, object], browsers: dict[str, dict[str, str]]) -> Tried:
    method, address = split(row)
    done = Tried({}, {}, {})
    for persona, cookies in browsers.items():
        response = send(method, address.format(**names), cookies)
        done.words[persona] = answer(response)
        if done.words[persona] == OPEN and not response.streaming:
            done.texts[persona] = response.content.decode(errors="replace")
        if method == "get" and done.words[persona] in SHUT:
            done.sent[persona] = answer(send("post", address.format(**names), cookies))
    return done


def split(row: str) -> tuple[str, str]:
    """The method and the address of a row."""
    return ("post", row.removeprefix("POST:")) if row.startswith("POST:") else ("get", row)


def send(method: str, address: str, cookies: dict[str, str]) -> HttpResponse:
    """One request, of which nothing stays: the next persona finds everything as it was."""
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    # Parts of the admin answer scripts only.
    headers = {"x-requested-with": "XMLHttpRequest"} if "/multiple/" in address else {}
    with transaction.atomic():
        response = getattr(client, method)(address, headers=headers)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("row", EXPECTED)
def test_each_persona_opens_what_is_theirs(tried, row):
    assert tried[row].words == dict(zip(PERSONAS, EXPECTED[row], strict=True))


@pytest.mark.parametrize("row", EXPECTED)
def test_what_is_shut_takes_nothing_either(tried, row):
    assert set(tried[row].sent.values()) <= {*SHUT, SENT}, tried[row].sent


def test_nobody_outside_a_space_reads_a_word_of_what_it_has_not_published(tried):
    for row, done in tried.items():
        secrets = SECRETS + (SECRETS_OF_THE_ADMIN if "/admin/" in row else ())
        for persona in ("visitor", "citizen", "stranger"):
            read = [secret for secret in secrets if secret in done.texts.get(persona, "")]
            assert not read, f"{persona} reads {read} at {row}"


def test_the_secrets_would_be_seen_where_they_may_be(tried):
    everything = "".join(done.texts.get("editor", "") for done in tried.values())
    assert all(secret in everything for secret in SECRETS + SECRETS_OF_THE_ADMIN)


def routes(patterns: list, before: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern)


def test_no_address_is_missing_from_the_table():
    from tests.permission_objects import SAMPLE

    addresses = [split(row)[1].split("?")[0].format_map(SAMPLE) for row in EXPECTED]
    covered = {resolve(address).route.replace("^", "") for address in addresses}
    assert {route.replace("^", "") for route in routes(get_resolver().url_patterns)} - covered == set(UNREACHABLE)
