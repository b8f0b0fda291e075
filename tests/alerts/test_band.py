"""What is grave and in force is said on every page, from its beginning to its end and not a moment longer."""

from __future__ import annotations

import datetime
import time

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from alerts.enums import AlertState, MessageType, Severity
from alerts.models import Alert
from alerts.sending import moves
from tests.reading import links, queries, read, words

from .telling import HOUR, tell, warn

pytestmark = pytest.mark.django_db

PAGES = ["/", "/actualites/", "/collectivites/ouahigouya/", "/contact/", "/alertes/", "/donnees/"]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def clock(monkeypatch):
    """`clock(hours)` → it is so much later, for everything that asks."""
    now, seconds = timezone.now(), time.time()

    def later(hours: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now + hours * HOUR)
        monkeypatch.setattr(time, "time", lambda: seconds + hours * 3600)

    return later


def band(client, address: str = "/", status: int = 200):
    return read(client, address, status).find(class_="watch")


@pytest.mark.parametrize("address", PAGES)
def test_a_grave_alert_in_force_is_said_on_every_page(client, space_a, address):
    alert = warn("Crue au radier", space_a.collection)
    said = band(client, address)
    assert "Crue au radier" in words(said)
    assert "Commune de Ouahigouya" in words(said)
    assert alert.get_absolute_url() in links(said)


def test_also_where_nothing_is_found_but_not_where_there_is_no_network(client, space_a):
    warn("Crue au radier", space_a.collection)
    assert "Crue au radier" in words(band(client, "/nulle-part/", 404))
    assert band(client, "/hors-ligne/") is None


def test_a_severe_message_of_any_kind_is_said_and_a_notice_is_not(client, space_a):
    tell("Session du conseil", space_a.collection)
    tell("Vent très violent", space_a.collection, severity=Severity.EXTREME)
    said = words(band(client))
    assert "Vent très violent" in said
    assert "Session du conseil" not in said


def test_two_are_named_the_gravest_first_and_the_others_counted(client, space_a):
    for number, severity in enumerate(["Moderate", "Severe", "Extreme", "Severe"]):
        warn(f"Crue {number}", space_a.collection, severity=severity, begun=10 - number)
    said = band(client)
    assert [words(link) for link in said.find_all("a")] == ["Crue 2", "Crue 3", "Les 4 alertes en vigueur"]


@pytest.mark.parametrize("address", PAGES)
def test_it_appears_when_the_first_message_leaves_and_nothing_else_has_changed(client, committed, space_a, address):
    with committed():
        alert = warn("Crue au radier", space_a.collection, state=AlertState.APPROVED, started_at=None)
    assert band(client, address) is None
    with committed():
        Alert.objects.filter(pk=alert.pk).update(state=AlertState.SENDING)
        moves.note_departure(alert.pk, timezone.now())
    assert "Crue au radier" in words(band(client, address))


@pytest.mark.parametrize("address", PAGES)
def test_it_ends_with_the_end_of_the_alert(client, committed, space_a, address):
    with committed():
        alert = warn("Crue au radier", space_a.collection)
    assert band(client, address)
    with committed():
        warn("Fin", space_a.collection, begun=0, follows=alert, message_type=MessageType.CANCEL)
    assert band(client, address) is None


@pytest.mark.parametrize("address", PAGES)
def test_a_kept_page_does_not_outlive_the_alert_that_it_says(client, space_a, clock, address):
    warn("Crue au radier", space_a.collection, left=0.5)
    client.get(address)
    clock(0.49)
    assert band(client, address)
    clock(0.51)
    assert band(client, address) is None


def test_of_several_the_first_to_expire_counts(client, space_a, clock):
    warn("Crue au radier", space_a.collection, left=0.6)
    warn("Feu de brousse", space_a.collection, left=0.3)
    client.get("/")
    clock(0.4)
    assert words(band(client)).count("Crue au radier") == 1
    assert "Feu de brousse" not in words(band(client))
    clock(0.7)
    assert band(client) is None


def test_a_notice_leaves_the_pages_that_list_it_when_it_expires(client, space_a, clock):
    tell("Coupure d’eau", space_a.collection, left=0.5)
    for address in ("/", "/alertes/", "/collectivites/ouahigouya/"):
        assert "En vigueur jusqu’au" in words(read(client, address).main)
    clock(0.6)
    for address in ("/", "/alertes/", "/collectivites/ouahigouya/"):
        assert "En vigueur jusqu’au" not in words(read(client, address).main)


def test_caches_on_the_way_keep_the_page_no_longer_than_that(client, space_a, clock):
    Alert.objects.filter(pk=warn("Crue", space_a.collection).pk).update(
        expires_at=timezone.now() + datetime.timedelta(seconds=90)
    )
    assert client.get("/actualites/")["Cache-Control"] == "public, max-age=0, s-maxage=60"
    clock(60 / 3600)
    assert int(client.get("/actualites/")["Cache-Control"].split("s-maxage=")[1]) <= 30


@pytest.mark.parametrize("alerts", [0, 5])
def test_it_costs_no_query(client, space_a, settings, alerts):
    settings.MIDDLEWARE = [each for each in django_settings.MIDDLEWARE if "PageCache" not in each]
    for number in range(alerts):
        warn(f"Crue {number}", space_a.collection)
    asked = queries(client, "/actualites/")
    assert not [query for query in asked if "alerts_alert" in query], asked


def test_a_reader_who_has_signed_in_reads_it_too(signed_in, citizen, space_a):
    warn("Crue au radier", space_a.collection)
    assert "Crue au radier" in words(band(signed_in(citizen), "/compte/"))
