"""Pages that say what went wrong help the reader go on, in French, and need nothing to be shown."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connections
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import gettext

from home import navigation
from spaces.models import ArticlePage
from tests.reading import links, main, words

PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
HEADINGS = {
    "400.html": "This address cannot be read",
    "403.html": "This page is not open to you",
    "403_csrf.html": "This form was open for too long",
    "404.html": "This page does not exist",
    "429.html": "Too many attempts",
    "500.html": "Something went wrong on our side",
}


def heading(name: str) -> str:
    """What the page says in French; that it is French is part of the test."""
    said = gettext(HEADINGS[name])
    assert said != HEADINGS[name]
    return said


def shown(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


# Without a database mark, asking the database anything is an error.


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_asks_the_database_nothing(name):
    assert render_to_string(name)


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_says_in_french_what_happened_and_what_to_do(name):
    page = BeautifulSoup(render_to_string(name), "html.parser")
    assert page.html["lang"] == "fr"
    assert words(page.find("h1")) == heading(name)
    assert heading(name) in page.title.string
    assert len(words(page.find(class_="lead"))) > 30


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_leads_on_and_stays_out_of_search_engines(name):
    page = BeautifulSoup(render_to_string(name), "html.parser")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert {"/", "/collectivites/", "/citoyens/", "/contact/"} <= set(links(main(page)))
    assert page.find("form", role="search")["action"] == "/recherche/"


@pytest.mark.django_db
def test_where_an_error_page_leads_exists(client, site):
    page = BeautifulSoup(render_to_string("404.html"), "html.parser")
    for address in links(main(page)):
        assert client.get(address).status_code == 200


# How one comes to them


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/rien/", "/rien", "/collectivites/rien/", "/a/" * 200, "/%ff/", "/été/", "/./../"]
)
def test_an_address_of_nothing_is_not_found(client, site, address):
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert words(shown(response).find("h1")) == heading("404.html")


@pytest.mark.django_db
def test_whoever_loses_the_way_keeps_the_menu_and_the_foot_of_every_page(client, site):
    page = shown(client.get("/rien/"))
    assert page.find("nav").find("a", href="/actualites/")
    assert page.find("footer").find("a", href="/flux.xml")
    assert page.find("ul", id="menu")


@pytest.mark.django_db
def test_where_the_menu_cannot_be_read_the_bare_page_stands_in(site, monkeypatch):
    def broken(*_args):
        raise OperationalError("connexion refusée")

    monkeypatch.setattr(navigation, "sections", broken)
    page = shown(Client(raise_request_exception=False).get("/rien/"))
    assert words(page.find("h1")) == heading("404.html")
    assert (page.find("footer"), page.find("header").find("a")["href"]) == (None, "/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/%00/", "/actualites/?x=%00", "/collectivites/ouahigouya%00/"])
def test_an_address_that_cannot_be_read_says_so(client, site, address):
    response = client.get(address)
    assert response.status_code == 400
    assert words(shown(response).find("h1")) == heading("400.html")


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client, site):
    assert client.get("/", headers={"host": "exemple.test"}).status_code == 400


@pytest.mark.django_db
def test_a_page_that_breaks_says_so_without_a_word_of_code(site, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ValueError("détail interne")

    monkeypatch.setattr(ArticlePage.objects.__class__, "for_listing", broken)
    response = Client(raise_request_exception=False).get("/actualites/")
    assert response.status_code == 500
    assert words(shown(response).find("h1")) == heading("500.html")
    assert "détail interne" not in response.content.decode()
    assert "ValueError" not in response.content.decode()


@pytest.mark.django_db
def test_a_database_that_is_down_is_said_in_words(site, monkeypatch):
    connection = connections["default"]

    def down(*_args, **_kwargs):
        raise connection.Database.OperationalError("connexion refusée")

    monkeypatch.setattr(type(connection), "cursor", down)
    response = Client(raise_request_exception=False).get("/actualites/")
    assert response.status_code == 500
    assert words(shown(response).find("h1")) == heading("500.html")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", "/collectivites/"])
def test_a_page_is_only_read(client, site, method, address):
    assert getattr(client, method)(address).status_code == 405
