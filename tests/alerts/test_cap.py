"""Alerts in the Common Alerting Protocol: valid against the schema of OASIS, and by the rules that no schema says."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import pytest
from lxml import etree

from alerts.enums import AlertState, MessageType, Severity
from alerts.models import Alert
from civitac.core.cache import renew_pages
from tests.reading import read

from .telling import HOUR, tell, warn

pytestmark = pytest.mark.django_db

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
SCHEMA = Path(os.environ.get("CIVITAC_TEST_DATA", "../shared/data")) / "schemas" / "CAP-v1.2.xsd"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    if not SCHEMA.exists():
        pytest.skip(f"{SCHEMA} is missing")
    return etree.XMLSchema(etree.parse(SCHEMA))


def message(client, alert: Alert, schema: etree.XMLSchema, which: str = "") -> etree._Element:
    response = client.get(f"/alertes/cap/{alert.pk}{which}.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/cap+xml"
    root = etree.fromstring(response.content)
    schema.assertValid(root)
    for name in ("identifier", "sender"):
        assert not re.search(r"[\s,<&]", said(root, name))
    return root


def said(root: etree._Element, name: str) -> str:
    return root.findtext(f".//{CAP}{name}", "")


@pytest.fixture
def flood(space_a, country) -> Alert:
    return warn(
        "Crue au radier du secteur 4",
        space_a.collection,
        texts={"mos": "Koom wata.", "fr": "Crue au radier. Prenez la route du lycée."},
        instruction="Ne traversez pas.",
        details="Le niveau monte.",
        territories=[country["ouahigouya"], country["kaya"]],
    )


def test_an_alert_is_valid_and_says_everything_in_each_language(client, flood, schema):
    root = message(client, flood, schema)
    french, moore = root.findall(f"{CAP}info")
    assert [info.findtext(f"{CAP}language") for info in (french, moore)] == ["fr-BF", "mos-BF"]
    assert french.findtext(f"{CAP}description") == "Crue au radier. Prenez la route du lycée.\n\nLe niveau monte."
    assert french.findtext(f"{CAP}instruction") == "Ne traversez pas."
    assert moore.findtext(f"{CAP}description") == "Koom wata."
    assert moore.find(f"{CAP}headline") is None
    values = {name: said(root, name) for name in ("status", "msgType", "category", "urgency", "severity", "certainty")}
    assert list(values.values()) == ["Actual", "Alert", "Met", "Immediate", "Severe", "Likely"]
    assert said(root, "senderName") == "Commune de Ouahigouya"
    assert said(root, "web") == f"http://testserver/alertes/{flood.pk}/"


def test_hours_are_written_as_the_protocol_wants_them(client, schema, site):
    alert = tell("Session")
    Alert.objects.filter(pk=alert.pk).update(
        started_at=datetime.datetime(2026, 9, 23, 7, 30, 5, 123456, tzinfo=datetime.UTC)
    )
    root = message(client, alert, schema)
    assert said(root, "sent") == said(root, "effective") == "2026-09-23T07:30:05-00:00"
    assert said(root, "expires").endswith("-00:00")


def test_places_are_told_by_their_codes_and_invented_codes_say_so(client, flood, country, schema):
    country["kaya"].has_official_code = True
    country["kaya"].save()
    areas = message(client, flood, schema).find(f"{CAP}info").findall(f"{CAP}area")
    told = {(said(area, "areaDesc"), said(area, "valueName"), said(area, "value")) for area in areas}
    assert told == {("Kaya", "P-code", "C2"), ("Ouahigouya", "Civitac", "C1")}


def test_where_no_place_is_named_the_place_of_the_space_stands_in_and_the_country_for_the_team(
    client, space_a, country, schema
):
    assert said(message(client, tell("Ici", space_a.collection), schema), "areaDesc") == "Ouahigouya"
    assert said(message(client, tell("Partout"), schema), "areaDesc") == "Burkina Faso"


def test_updates_and_ends_refer_to_all_that_came_before(client, flood, space_a, schema):
    update = warn("La crue monte", space_a.collection, begun=0.5, follows=flood, message_type=MessageType.UPDATE)
    end = warn("Fin", space_a.collection, begun=0.1, follows=update, message_type=MessageType.CANCEL)
    first, second, last = (message(client, each, schema) for each in (flood, update, end))
    named = [",".join(said(each, name) for name in ("sender", "identifier", "sent")) for each in (first, second)]
    assert said(first, "references") == ""
    assert (said(second, "msgType"), said(second, "references")) == ("Update", named[0])
    assert (said(last, "msgType"), said(last, "references")) == ("Cancel", " ".join(named))
    assert (said(last, "responseType"), said(last, "urgency")) == ("AllClear", "Past")


def test_an_update_of_what_never_left_is_a_first_message(client, space_a, schema):
    never = warn("Jamais partie", space_a.collection, state=AlertState.CANCELLED, started_at=None)
    update = warn("La crue monte", space_a.collection, follows=never, message_type=MessageType.UPDATE)
    root = message(client, update, schema)
    assert (said(root, "msgType"), said(root, "references")) == ("Alert", "")


def test_a_cancellation_is_a_message_of_its_own_and_what_was_published_stays(client, flood, schema):
    before = client.get(f"/alertes/cap/{flood.pk}.xml").content
    assert client.get(f"/alertes/cap/{flood.pk}-annulation.xml").status_code == 404
    stopped = flood.started_at + HOUR / 2
    Alert.objects.filter(pk=flood.pk).update(state=AlertState.CANCELLED, finished_at=stopped)
    renew_pages()
    assert client.get(f"/alertes/cap/{flood.pk}.xml").content == before
    first, cancel = message(client, flood, schema), message(client, flood, schema, "-annulation")
    assert (said(first, "msgType"), said(cancel, "msgType")) == ("Alert", "Cancel")
    assert said(cancel, "references") == ",".join(said(first, name) for name in ("sender", "identifier", "sent"))
    assert said(cancel, "identifier") != said(first, "identifier")
    assert said(cancel, "sent") == said(cancel, "effective") == stopped.strftime("%Y-%m-%dT%H:%M:%S-00:00")
    assert said(cancel, "urgency") == "Past"
    addresses = [f"/alertes/cap/{flood.pk}-annulation.xml", f"/alertes/cap/{flood.pk}.xml"]
    links = read(client, flood.get_absolute_url()).head.find_all("link", type="application/cap+xml")
    assert [link["href"] for link in links] == addresses
    entry = etree.fromstring(client.get("/alertes/flux.xml").content).find("{http://www.w3.org/2005/Atom}entry")
    caps = entry.findall("{http://www.w3.org/2005/Atom}link[@type='application/cap+xml']")
    assert [each.get("href") for each in caps] == [f"http://testserver{address}" for address in addresses]


@pytest.mark.parametrize("which", ["", "-annulation"])
def test_nothing_expires_before_it_takes_effect(client, space_a, schema, which):
    alert = warn("Arrêtée", space_a.collection, state=AlertState.CANCELLED, left=-2)
    Alert.objects.filter(pk=alert.pk).update(finished_at=alert.started_at - HOUR)
    root = message(client, alert, schema, which)
    assert said(root, "expires") >= said(root, "effective")


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_is_valid(client, site, schema, severity):
    assert said(message(client, warn("Crue", severity=severity), schema), "severity") == severity


def test_signs_of_every_sort_stay_what_they_are(client, site, schema):
    text = "Eau < 10 m & « route » \x0b]]> <b>x</b> 💧"
    root = message(client, tell("A & B <c>", texts={"fr": text}), schema)
    assert said(root, "headline") == "A & B <c>"
    assert said(root, "description") == "Eau < 10 m & « route » ]]> <b>x</b> 💧"


def test_a_demonstration_sends_nothing_that_anyone_should_act_on(client, flood, schema, settings):
    settings.DEMONSTRATION = True
    root = message(client, flood, schema)
    assert said(root, "status") == "Test"
    assert "Démonstration" in said(root, "note")


def test_the_page_and_the_feed_lead_to_the_message(client, flood):
    links = read(client, flood.get_absolute_url()).head.find_all("link", type="application/cap+xml")
    assert [link["href"] for link in links] == [f"/alertes/cap/{flood.pk}.xml"]
    feed = etree.fromstring(client.get("/alertes/flux.xml").content)
    entry = feed.find("{http://www.w3.org/2005/Atom}entry")
    addresses = [each.get("href") for each in entry.findall("{http://www.w3.org/2005/Atom}link")]
    assert f"http://testserver/alertes/cap/{flood.pk}.xml" in addresses
    assert f"http://testserver/alertes/{flood.pk}/" in addresses
    assert entry.findtext("{http://www.w3.org/2005/Atom}title").endswith("Crue au radier du secteur 4")
    assert (
        feed.find("{http://www.w3.org/2005/Atom}link[@rel='self']").get("href") == "http://testserver/alertes/flux.xml"
    )
