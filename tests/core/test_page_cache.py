"""An anonymous page is kept whole, shared by everyone, and never outlives what it shows."""

from __future__ import annotations

import gc
import gzip
import weakref

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from civitac.core.cache import remembered, start_new_generation
from home.models import SiteSettings
from tests.reading import main, read, words

pytestmark = pytest.mark.django_db

TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}


@pytest.fixture
def article(space_a, write_article):
    return write_article(space_a, "Le forage du secteur 4")


@pytest.fixture
def kept(monkeypatch) -> list[str]:
    """The keys of pages that were put away since the beginning of the test."""
    keys = []
    put_away = cache.set

    def watched(key, *args, **kwargs):
        if key.startswith("page:"):
            keys.append(key)
        return put_away(key, *args, **kwargs)

    monkeypatch.setattr(cache, "set", watched)
    return keys


def asked(address: str, **headers: str) -> int:
    """How many queries one reading by a stranger costs."""
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address, headers=headers).status_code == 200
    return len(captured)


# What keeping saves


def test_a_page_that_was_read_once_costs_no_query(client, article):
    client.get(article.url)
    assert asked(article.url) == 0


def test_where_the_cache_is_a_table_a_kept_page_costs_one_query(client, article, settings):
    settings.CACHES = settings.CACHES | {"default": TABLE}
    call_command("createcachetable")
    client.get(article.url)
    assert asked(article.url) == 1


def test_a_reader_who_has_the_page_already_is_told_so(client, article):
    first = client.get(article.url)
    again = client.get(article.url, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])


def test_browsers_ask_again_each_time_and_shared_caches_after_a_minute(client, article):
    assert client.get(article.url)["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_readers_with_and_without_compression_get_the_same_page(client, article):
    packed = client.get(article.url, headers={"Accept-Encoding": "gzip, deflate"})
    plain = client.get(article.url)
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("address", ["/contact/", "/recherche/?q=forage", "/rien/"])
def test_a_page_that_is_not_kept_travels_compressed_too(client, article, address):
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "private" in response["Cache-Control"]
    assert "main" in gzip.decompress(response.content).decode()


def test_asking_for_the_headers_alone_keeps_the_whole_page(client, article):
    headers = client.head(article.url)
    assert headers.content == b""
    assert asked(article.url) == 0
    assert article.title in words(main(read(client, article.url)))
    assert client.head(article.url)["ETag"] == headers["ETag"]


# What makes two addresses one page, or two


def test_parameters_that_no_page_knows_neither_count_nor_multiply(client, article, kept):
    client.get("/actualites/?page=1")
    assert asked("/actualites/?page=1&utm_source=x&_ga=1") == 0
    assert asked("/actualites/?fbclid=y&page=1") == 0
    assert len(kept) == 1


def test_the_order_of_parameters_does_not_count(client, article, kept):
    client.get("/actualites/?genre=report&territoire=region-yaadga")
    assert asked("/actualites/?territoire=region-yaadga&genre=report") == 0
    assert len(kept) == 1


def test_a_parameter_given_twice_is_not_taken_for_its_mirror(client, article, write_article, space_b):
    write_article(space_b, "Une tribune de Kaya", kind="commentary")
    reports = words(main(read(client, "/actualites/?genre=commentary&genre=report")))
    commentaries = words(main(read(client, "/actualites/?genre=report&genre=commentary")))
    assert ("forage" in reports, "tribune" in reports) == (True, False)
    assert ("forage" in commentaries, "tribune" in commentaries) == (False, True)


@pytest.mark.parametrize(
    "address",
    ["/recherche/?q=forage", "/collectivites/?lieu=kaya", "/actualites/?genre=magie", "/actualites/?espace=nulle-part"],
)
def test_what_anyone_may_make_up_is_not_kept(client, article, kept, address):
    assert client.get(address).status_code == 200
    assert kept == []


@pytest.mark.parametrize(
    "address", ["/rien/", "/actualites/?page=99", "/contact/", "/livez", "/readyz", "/api/v2/pages/"]
)
def test_errors_forms_and_machines_answers_are_not_kept(client, article, kept, address):
    client.get(address)
    assert kept == []


def test_two_hosts_share_nothing(client, article, settings, site):
    settings.ALLOWED_HOSTS = ["testserver", "autre.test"]
    other = Site.objects.create(hostname="autre.test", port=80, root_page=site)
    for each, text in ((Site.objects.get(is_default_site=True), "Premier pied"), (other, "Second pied")):
        SiteSettings.objects.update_or_create(site=each, defaults={"footer_text": text})
    first = words(read(client, article.url))
    second = words(read(Client(HTTP_HOST="autre.test"), article.url))
    assert ("Premier pied" in first, "Second pied" in first) == (True, False)
    assert ("Premier pied" in second, "Second pied" in second) == (False, True)


def test_two_places_on_one_host_share_nothing(client, article, kept):
    """A page's links begin with where the site stands, which some servers believe a header about."""
    client.get(article.url, SCRIPT_NAME="/ailleurs")
    client.get(article.url)
    assert len(set(kept)) == 2


def test_plain_and_secure_addresses_share_nothing(client, article, kept):
    client.get(article.url)
    client.get(article.url, secure=True)
    assert len(set(kept)) == 2


# What is for one person


def test_someone_who_has_signed_in_neither_feeds_nor_reads_what_is_kept(signed_in, citizen, client, article, kept):
    browser = signed_in(citizen)
    response = browser.get(article.url)
    assert kept == []
    assert "private" in response["Cache-Control"]
    client.get(article.url)
    with CaptureQueriesContext(connection) as captured:
        browser.get(article.url)
    assert len(captured) > 0


def test_an_expired_session_is_still_somebody(client, article, kept):
    client.cookies["sessionid"] = "une-session-d-hier"
    client.get(article.url)
    assert kept == []


def test_a_stranger_is_not_shown_the_tools_of_an_animator(signed_in, animator, client, article):
    assert "/admin/pages/" in signed_in(animator).get(article.url).content.decode()
    assert "/admin/pages/" not in client.get(article.url).content.decode()


def test_no_form_token_is_ever_kept(client, article, kept):
    tokens = set()
    for _reader in range(2):
        form = read(Client(), "/contact/").find("input", attrs={"name": "csrfmiddlewaretoken"})
        tokens.add(form["value"])
    assert len(tokens) == 2
    assert kept == []


def test_a_visitor_who_has_a_form_cookie_still_gets_a_token_of_their_own(client, kept):
    client.get("/contact/")
    response = client.get("/contact/")
    assert "csrftoken" in response.cookies
    assert kept == []


def test_a_thank_you_is_shown_to_one_person_only(client, article, kept):
    client.cookies["messages"] = "quelque-chose"
    client.get(article.url)
    assert kept == []


def test_a_draft_preview_is_neither_kept_nor_answered_from_what_is_kept(client, article, kept):
    client.get(article.url)
    article.title = "Un titre qui n’est pas encore public"
    del kept[:]
    preview = article.make_preview_request()
    assert article.title in preview.content.decode()
    assert kept == []
    assert article.title not in client.get(article.url).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/actualites/", "/collectivites/", "/osc/", "/citoyens/", "/contact/", "/enrolement/", "/recherche/"),
        *("/recherche/?q=forage", "/flux.xml", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/hors-ligne/"),
    ],
)
def test_nothing_personal_is_kept_whatever_the_address(client, article, kept, address):
    response = client.get(address)
    assert response.status_code == 200
    if kept:
        assert not response.cookies
        assert "cookie" not in response["Vary"].lower()
        assert b"csrfmiddlewaretoken" not in response.content
    else:
        assert "public" not in response["Cache-Control"]


def test_what_older_generations_made_takes_no_memory(rf):
    class Country:
        """Large."""

    country = remembered(Country)
    before = weakref.ref(country(rf.get("/")))
    assert country(rf.get("/")) is before()
    start_new_generation()
    country(rf.get("/"))
    gc.collect()
    assert before() is None
