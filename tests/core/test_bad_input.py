"""Whatever is sent to a public address is answered: found, refused or not found, never an error of ours."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import RequestFactory

from civitac.wsgi import application
from home.models import HomePage, StandardPage
from tests.reading import read

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/actualites/",
    "/themes/eau-assainissement/",
    "/themes/eau-assainissement/flux.xml",
    "/recherche/",
    "/recherche/suggestions/",
    "/contact/",
    "/enrolement/",
    "/collectivites/",
    "/collectivites/ouahigouya/",
    "/collectivites/ouahigouya/flux.xml",
    "/osc/",
    "/citoyens/",
    "/citoyens/services/",
    "/citoyens/questions/",
    "/flux.xml",
    "/sitemap.xml",
    "/api/v2/pages/",
    "/api/donnees/",
    "/catalogue.ttl",
    "/compte/connexion/",
    "/hors-ligne/",
]
PARAMETERS = ["q", "page", "genre", "theme", "territoire", "espace", "carte", "lieu", "domaine", "type", "next"]
VALUES = [
    "%00",
    "%ff%fe",
    "%c3%28",
    "%ED%A0%80",
    "%F0%9F%8C%8D",
    "-1",
    "0",
    "9" * 40,
    "1e400",
    "NaN",
    "%27%22%3C%3E%60",
    "..%2F..%2Fetc%2Fpasswd",
    "%0d%0aX-Essai:%201",
    "{{7*7}}",
    "%25%73",
    "x" * 7_000,
    "",
]


@pytest.fixture
def public_site(space_a, themes, write_article):
    write_article(space_a, "Le forage du secteur 4")
    # Without a charter to accept nobody is asked to join.
    charter = HomePage.objects.get().add_child(instance=StandardPage(title="Charte", slug="charte"))
    charter.save_revision().publish()


@pytest.mark.parametrize("address", ADDRESSES)
def test_whatever_a_parameter_holds_is_answered(client, public_site, address):
    for name in PARAMETERS:
        for value in VALUES:
            response = client.get(f"{address}?{name}={value}")
            assert response.status_code in (200, 302, 400, 404), f"{name}={value[:40]} → {response.status_code}"
            assert "X-Essai" not in response


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_query_of_any_shape_is_answered(client, public_site, address):
    for query in ("&", "=", "?", "page", "page=1&page=x", "&".join(["page=1"] * 200), "%", "%zz", "page[]=1"):
        assert client.get(f"{address}?{query}").status_code in (200, 400, 404), query


@pytest.mark.parametrize("name", ["sessionid", "messages", "csrftoken", "x"])
@pytest.mark.parametrize("value", ["", "a" * 3_000, '"', "%00", "é", "W1siX19qc29uX21lc3NhZ2UiLDAsMjUsIngiLCIiXV0:x:y"])
def test_a_cookie_of_anything_is_answered(client, public_site, name, value):
    client.cookies.load({name: value})
    for address in ("/", "/contact/", "/compte/connexion/"):
        assert client.get(address).status_code in (200, 400)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("If-None-Match", '"' * 500),
        ("If-None-Match", "*"),
        ("If-Modified-Since", "hier"),
        ("Accept-Encoding", "gzip;q=x, é"),
        ("Accept-Language", "zz-" * 900),
        ("Accept", "text/x" * 500),
        ("Range", "bytes=9-1"),
        ("Referer", "javascript:alert(1)"),
        ("X-Forwarded-For", "' OR 1=1"),
        ("X-Forwarded-Proto", "ftp"),
        ("Authorization", "Basic ééé"),
        ("User-Agent", ""),
    ],
)
def test_a_header_of_anything_is_answered(client, public_site, header, value):
    for address in ("/", "/contact/", "/api/v2/pages/"):
        assert client.get(address, headers={header: value}).status_code in (200, 304, 400, 401, 403, 406)


@pytest.mark.parametrize("address", ["/contact/", "/enrolement/", "/compte/connexion/", "/compte/mot-de-passe/oublie/"])
@pytest.mark.parametrize(
    "value", ["\0", "a\0b", "\ud800", "x" * 100_000, "\r\n" * 2_000, "🌍" * 500, "' OR 1=1 --", "  "]
)
def test_whatever_a_form_field_holds_is_answered(client, public_site, address, value):
    form = read(client, address).find("form", method="post")
    fields = [field["name"] for field in form.find_all(["input", "textarea", "select"]) if field.get("name")]
    assert fields
    sent = urlencode(dict.fromkeys([*fields, "inconnu"], value.encode("utf-8", "surrogatepass")))
    response = client.post(address, data=sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302, 400, 429)


@pytest.mark.parametrize(
    ("charset", "status"),
    [
        *((name, "400 Bad Request") for name in ("rot13", "hex", "undefined", "idna")),
        *((name, "302 Found") for name in ("utf-8", "latin-1", "utf-16", "zz", "\xff", '"', "")),
    ],
)
def test_a_charset_in_which_nothing_is_read_is_refused(charset, status):
    """Asked of the application as a web server does: Django's test client fails on such a charset by itself."""
    asking = RequestFactory().get("/favicon.ico?q=%ff").environ | {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    statuses = []
    application(asking, lambda answered, *_rest: statuses.append(answered))
    assert statuses == [status]


def test_a_file_whose_name_no_disk_can_hold_is_not_found(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert client.get(f"/media/{'a' * 4_000}.jpg").status_code == 404


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", "x"])
def test_a_form_sent_as_something_else_is_answered(client, public_site, kind):
    for address in ("/contact/", "/enrolement/", "/compte/connexion/"):
        assert client.post(address, data=b'{"a": [}\x00\xff--x', content_type=kind).status_code in (200, 400)


def test_a_form_of_too_many_fields_is_refused(client, public_site):
    body = "&".join(f"f{number}=1" for number in range(10_001))
    response = client.post("/contact/", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/admin/bulk/data_pages/civitacdocument/delete/?id=",
        "/admin/bulk/data_pages/statistictable/delete/?id=",
        "/admin/documents/chooser/chosen-multiple/?id=",
    ],
)
def test_a_key_that_no_column_holds_is_answered(signed_in, editor, address):
    assert signed_in(editor).get(address + "9" * 30).status_code in (200, 400, 404)
