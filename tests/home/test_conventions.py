"""Addresses that robots, browsers and those who keep the machines running look for by convention."""

from __future__ import annotations

import datetime
import json
from xml.etree import ElementTree

import pytest
from django.db import connection, connections
from django.utils import timezone

from home import health
from home.models import SiteSettings
from spaces.services import close_space

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client) -> set[str]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {each.text for each in root.iter(f"{SITEMAP}loc")}


# For robots


def test_the_sitemap_holds_every_public_page(client, space_a, write_article):
    article = write_article(space_a, "Le forage")
    expected = {"/", "/collectivites/", "/osc/", "/citoyens/", "/citoyens/services/", space_a.page.url, article.url}
    assert {f"http://testserver{address}" for address in expected} <= addresses(client)


def test_the_sitemap_says_when_a_page_last_changed(client, space_a, write_article):
    article = write_article(space_a, "Le forage")
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    changed = {each.findtext(f"{SITEMAP}loc"): each.findtext(f"{SITEMAP}lastmod") for each in root}
    assert changed[f"http://testserver{article.url}"] == timezone.localdate(article.last_published_at).isoformat()


def test_nothing_unpublished_is_in_the_sitemap(client, space_a, space_b, write_article):
    draft = write_article(space_a, "Un brouillon", live=False)
    gone = write_article(space_b, "Un article de Kaya")
    close_space(space_b)
    assert not any(page.slug in address for page in (draft, gone, space_b.page) for address in addresses(client))


def test_every_address_of_the_sitemap_answers(client, space_a, write_article):
    write_article(space_a, "Le forage")
    for address in addresses(client):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_robots_are_kept_off_what_is_not_for_them_and_shown_the_sitemap(client, site):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {f"Disallow: {each}" for each in ("/admin/", "/compte/", "/recherche/")} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_security_txt_says_where_to_report_and_has_not_expired(client, site):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"] == "http://testserver/contact/"
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
    remaining = datetime.datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert datetime.timedelta(days=30) < remaining < datetime.timedelta(days=366)


def test_security_txt_gives_the_team_s_address_once_there_is_one(client, site):
    SiteSettings.objects.create(site=site.get_site(), contact_email="equipe@exemple.civitac.test")
    assert "Contact: mailto:equipe@exemple.civitac.test\n" in client.get("/.well-known/security.txt").content.decode()


# For browsers


def test_the_manifest_names_the_site_and_its_icons_exist(client, site):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["name"], manifest["start_url"], manifest["lang"]) == ("Civitac", "/", "fr")
    from django.contrib.staticfiles import finders

    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_the_service_worker_is_light_looks_after_the_whole_site_and_knows_a_page_for_bad_days(client, site):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    script = response.content.decode()
    assert len(script) <= 2_000
    assert "/hors-ligne/" in script
    assert "css/civitac.css" in script
    assert client.get("/hors-ligne/").status_code == 200


def test_the_page_for_bad_days_asks_the_database_nothing(client, site, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "hors" in client.get("/hors-ligne/").content.decode()


def test_the_icon_that_browsers_ask_for_unasked_is_given(client, site):
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


# For those who keep the machines running


def test_a_living_process_says_so_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_a_ready_process_says_what_works(client, site):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": True, "migrations": True, "cache": True, "storage": True}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("database", "database_answers"),
        ("migrations", "nothing_to_migrate"),
        ("cache", "cache_keeps"),
        ("storage", "storage_keeps"),
    ],
)
def test_a_process_that_is_not_ready_says_what_fails(client, site, monkeypatch, name, broken):
    def fails():
        raise OSError("en panne")

    monkeypatch.setattr(health, broken, fails)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()[name] is False
    assert [state for check, state in response.json().items() if check != name] == [True, True, True]
    assert "en panne" not in response.content.decode()


def test_readiness_sees_a_database_that_is_down(client, site, monkeypatch):
    def down(*_args, **_kwargs):
        raise connection.Database.OperationalError("connexion refusée")

    monkeypatch.setattr(type(connections["default"]), "cursor", down)
    states = client.get("/readyz").json()
    assert (states["database"], states["migrations"]) == (False, False)


def test_readiness_sees_a_migration_that_is_missing(client, site):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'home'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, False)


def test_readiness_sees_a_cache_that_forgets(client, site, settings):
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/readyz")
    assert (response.status_code, response.json()["cache"]) == (503, False)


def test_readiness_sees_a_disk_that_cannot_be_written(client, site, monkeypatch):
    from django.core.files.storage import default_storage

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["storage"]) == (503, False)
