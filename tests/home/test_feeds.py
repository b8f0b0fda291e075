"""Atom feeds (RFC 4287) of the site, of a space and of a theme."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from spaces.models import ArticlePage
from spaces.services import close_space, create_space
from tests.reading import read

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = {
    "site": "/flux.xml",
    "space": "/collectivites/ouahigouya/flux.xml",
    "theme": "/themes/eau-assainissement/flux.xml",
}


@pytest.fixture
def articles(space_a, space_b, write_article, themes) -> list[ArticlePage]:
    """Two articles of Ouahigouya about water, the newer first; one of Kaya about money, older than both."""
    water, money = themes["eau-assainissement"], themes["budget-finances"]
    written = [
        (
            write_article(space_a, "Le forage <b>& la pompe</b>", summary="L’eau « coule » & l’école aussi < 10 m."),
            water,
        ),
        (write_article(space_a, "La pompe de l’école"), water),
        (write_article(space_b, "Le budget de Kaya"), money),
    ]
    for days, (article, theme) in enumerate(written):
        article.first_published_at = timezone.now() - datetime.timedelta(days=days)
        article.themes.set([theme])
        article.save()
    return [article for article, _theme in written]


def feed(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    return root


def entries(root: ElementTree.Element, name: str = "title") -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") for entry in root.findall(f"{ATOM}entry")]


def test_a_feed_lists_its_articles_newest_first(client, articles):
    assert {name: entries(feed(client, address)) for name, address in FEEDS.items()} == {
        "site": ["Le forage <b>& la pompe</b>", "La pompe de l’école", "Le budget de Kaya"],
        "space": ["Le forage <b>& la pompe</b>", "La pompe de l’école"],
        "theme": ["Le forage <b>& la pompe</b>", "La pompe de l’école"],
    }


def test_a_feed_holds_what_the_standard_asks_for(client, articles):
    for address in FEEDS.values():
        root = feed(client, address)
        assert all(root.findtext(f"{ATOM}{part}") for part in ("id", "title", "updated")), address
        rels = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert rels["self"] == f"http://testserver{address}"
        assert client.get(rels["alternate"].removeprefix("http://testserver")).status_code == 200, address
        for entry in root.findall(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:"), address
            assert datetime.datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo, address
            assert entry.findtext(f"{ATOM}author/{ATOM}name"), address


def test_a_summary_is_plain_text_whatever_signs_it_holds(client, articles):
    ArticlePage.objects.update(summary="<b>5 %</b> & 3 < 5")
    for address in FEEDS.values():
        summary = feed(client, address).find(f"{ATOM}entry/{ATOM}summary")
        assert (summary.text, summary.get("type", "text")) == ("<b>5 %</b> & 3 < 5", "text"), address


def test_texts_and_addresses_survive_their_signs(client, articles):
    entry = feed(client, FEEDS["site"]).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "L’eau « coule » & l’école aussi < 10 m."
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{articles[0].url}"
    assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == ["Eau et assainissement"]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Commune de Ouahigouya"


def test_a_title_with_signs_that_no_feed_may_hold_breaks_nothing(client, space_a, write_article):
    write_article(space_a, "Une page\x0bcollée\x07 depuis un vieux fichier")
    assert entries(feed(client, FEEDS["site"])) == ["Une page collée depuis un vieux fichier"]


def test_an_entry_keeps_its_identity_when_its_address_changes(client, articles):
    before = entries(feed(client, FEEDS["site"]), "id")
    articles[0].slug = "autre-adresse"
    articles[0].save_revision().publish(skip_permission_checks=True)
    assert entries(feed(client, FEEDS["site"] + "?"), "id") == before


def test_drafts_and_unpublished_articles_are_in_no_feed(client, articles, space_a, write_article, themes):
    draft = write_article(space_a, "Un secret", live=False)
    draft.themes.set([themes["eau-assainissement"]])
    draft.save()
    articles[1].title = "Un secret en cours"
    articles[1].save_revision()
    for address in FEEDS.values():
        assert "secret" not in client.get(address).content.decode()


def test_the_articles_of_a_closed_space_leave_the_feeds_and_its_own_feed_is_gone(client, articles, space_a):
    close_space(space_a)
    assert entries(feed(client, FEEDS["site"])) == ["Le budget de Kaya"]
    assert entries(feed(client, FEEDS["theme"])) == []
    assert client.get(FEEDS["space"]).status_code == 404


def test_a_feed_holds_the_twenty_newest(client, space_a, write_article):
    for number in range(21):
        write_article(space_a, f"Nouvelle {number}")
    assert entries(feed(client, FEEDS["site"])) == [f"Nouvelle {number}" for number in range(20, 0, -1)]


def test_a_feed_without_articles_is_a_feed(client, space_a, themes):
    for address in FEEDS.values():
        assert entries(feed(client, address)) == []


def test_an_organisation_has_its_feed_under_its_own_address(client, site, country):
    create_space(kind="organisation", title="Les amis de l’eau", territory=country["kaya"])
    assert feed(client, "/osc/les-amis-de-leau/flux.xml").findtext(f"{ATOM}title") == "Les amis de l’eau"
    assert client.get("/collectivites/les-amis-de-leau/flux.xml").status_code == 404


@pytest.mark.parametrize(
    "address", ["/collectivites/rien/flux.xml", "/osc/ouahigouya/flux.xml", "/themes/magie/flux.xml", "/rien/flux.xml"]
)
def test_a_feed_of_nothing_is_not_found(client, space_a, themes, address):
    assert client.get(address).status_code == 404


def test_pages_say_where_their_feeds_are(client, space_a, themes):
    for page in ("/", "/collectivites/ouahigouya/", "/themes/eau-assainissement/"):
        named = [link["href"] for link in read(client, page).head.find_all("link", type="application/atom+xml")]
        assert {"/flux.xml", f"{page}flux.xml"} <= set(named), page
        assert all(client.get(address).status_code == 200 for address in named), page


def test_an_article_leads_to_the_feed_of_its_space(client, articles):
    named = [link["href"] for link in read(client, articles[0].url).head.find_all("link", type="application/atom+xml")]
    assert FEEDS["space"] in named
