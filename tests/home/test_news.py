"""The list of articles: newest first, narrowed by kind, theme, place or space, in pages."""

from __future__ import annotations

import datetime

import pytest
from django.core.paginator import Paginator
from django.utils import timezone

from spaces.models import ArticlePage
from spaces.services import close_space
from tests.reading import links, main, read, titles, words

pytestmark = pytest.mark.django_db

# Address → whether its filters are folded.
FOLDS = {
    "/actualites/": True,
    "/actualites/?genre=": True,
    "/actualites/?genre=report": False,
    "/alertes/": True,
    "/recherche/?q=foire": True,
    "/recherche/?q=foire&type=articles": False,
    "/donnees/documents/?q=foire": True,
}

NEWS = "/actualites/"


@pytest.fixture
def articles(space_a, space_b, write_article, themes) -> dict[str, ArticlePage]:
    """Three articles, the oldest first: a report on water and a session in Ouahigouya, a commentary in Kaya."""
    written = {
        "forage": write_article(space_a, "Le forage du secteur 4", kind="report"),
        "session": write_article(space_a, "La session de mars", kind="council_session"),
        "tribune": write_article(space_b, "Une tribune de Kaya", kind="commentary"),
    }
    written["forage"].themes.set([themes["eau-assainissement"]])
    for days, article in enumerate(reversed(written.values())):
        article.first_published_at = timezone.now() - datetime.timedelta(days=days)
        article.save()
    return written


def listed(client, query: str = "") -> list[str]:
    return titles(main(read(client, NEWS + query)))


def test_the_newest_article_stands_first(client, articles):
    assert listed(client) == ["Une tribune de Kaya", "La session de mars", "Le forage du secteur 4"]


def test_each_line_says_of_what_kind_by_whom_and_when(client, articles):
    line = words(main(read(client, NEWS)).find("h3").find_parent("li"))
    assert all(said in line for said in ("Tribune", "Commune de Kaya", str(timezone.localdate().year)))


def test_each_page_of_a_list_is_known_by_its_own_address_and_title(client, articles, monkeypatch):
    monkeypatch.setattr("civitac.core.paging.Paginator", lambda rows, _number: Paginator(rows, 1))
    for address, canonical in {
        NEWS: NEWS,
        f"{NEWS}?page=2": f"{NEWS}?page=2",
        f"{NEWS}?espace=ouahigouya&page=2": f"{NEWS}?espace=ouahigouya&page=2",
        "/collectivites/": "/collectivites/",
    }.items():
        page = read(client, address)
        assert page.find("link", rel="canonical")["href"].endswith(canonical)
        assert ("page 2" in page.title.string) == ("page=2" in address)


def test_unknown_filters_stay_out_of_search_engines(client, articles):
    page = read(client, f"{NEWS}?genre=zzz")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("link", rel="canonical") is None


def test_the_list_is_narrowed_by_kind_theme_and_space(client, articles):
    expected = {
        "?genre=council_session": ["La session de mars"],
        "?theme=eau-assainissement": ["Le forage du secteur 4"],
        "?espace=kaya": ["Une tribune de Kaya"],
        "?espace=ouahigouya&genre=report": ["Le forage du secteur 4"],
        "?genre=report&theme=budget-finances": [],
        "?genre=&theme=&territoire=": ["Une tribune de Kaya", "La session de mars", "Le forage du secteur 4"],
    }
    assert {query: listed(client, query) for query in expected} == expected


def test_a_region_holds_the_articles_of_its_communes_and_no_others(client, articles, write_article, space_b, country):
    from tests.conftest import Level, make_territory

    elsewhere = make_territory(Level.REGION, "Guiriko", country["country"], slug="region-guiriko", code="R2")
    write_article(space_b, "Vu à Bobo", territory=elsewhere)
    assert len(listed(client, "?territoire=region-yaadga")) == 3
    assert listed(client, "?territoire=region-guiriko") == ["Vu à Bobo"]


def test_an_article_without_a_place_is_where_its_space_is(client, articles):
    assert articles["forage"].territory.slug == "ouahigouya"


def test_an_unknown_filter_gives_an_empty_list_that_says_so(client, articles):
    for unknown in ("genre=magie", "theme=magie", "territoire=atlantide", "espace=nulle-part", "genre=%ff"):
        page = main(read(client, f"{NEWS}?{unknown}"))
        assert titles(page) == [], unknown
        assert "inconnu" in words(page.find(attrs={"role": "status"})), unknown
        assert NEWS in links(page), unknown


def test_a_list_that_is_empty_says_so(client, site):
    page = main(read(client, NEWS))
    assert "Aucun article ne correspond" in words(page)


def test_a_page_that_does_not_exist_is_not_found(client, articles):
    numbers = ["0", "-1", "2", "99999999999999999999", "9" * 200, "x", "1e3", "1.5", "٣", "²", "%00"]
    answers = {number: client.get(f"{NEWS}?page={number}").status_code for number in numbers}
    assert {number: status for number, status in answers.items() if status not in (400, 404)} == {}


def test_the_first_page_may_be_named(client, articles):
    assert len(listed(client, "?page=1")) == len(listed(client, "?page=")) == 3


def test_the_next_page_keeps_the_filters_and_nothing_else(client, space_a, write_article):
    for number in range(16):
        write_article(space_a, f"Compte rendu {number}", kind="report")
    first = main(read(client, NEWS + "?genre=report&utm_source=x"))
    (following,) = first.find_all("a", rel="next")
    assert following["href"] == "?genre=report&page=2"
    second = main(read(client, NEWS + following["href"]))
    assert titles(second) == ["Compte rendu 0"]
    assert second.find("a", rel="prev")["href"] == "?genre=report&page=1"


def test_the_chosen_filters_stay_chosen(client, articles):
    page = main(read(client, NEWS + "?genre=report&theme=eau-assainissement&territoire=region-yaadga"))
    chosen = {select["name"]: select.find("option", selected=True)["value"] for select in page.find_all("select")}
    assert chosen == {"genre": "report", "theme": "eau-assainissement", "territoire": "region-yaadga", "espace": ""}


def test_a_space_is_named_above_its_articles_and_stays_chosen(client, articles):
    page = main(read(client, NEWS + "?espace=kaya"))
    assert "Commune de Kaya" in words(page)
    assert page.find("select", attrs={"name": "espace"}).find("option", selected=True)["value"] == "kaya"


def test_the_spaces_that_publish_are_offered_by_name(client, articles, space_a):
    offered = main(read(client, NEWS)).find("select", attrs={"name": "espace"}).find_all("option")
    assert [option.get_text() for option in offered] == ["Tous les espaces", "Commune de Kaya", "Commune de Ouahigouya"]


def test_a_place_that_is_no_region_is_shown_with_what_it_is(client, articles):
    page = main(read(client, NEWS + "?territoire=kaya"))
    assert (
        page.find("select", attrs={"name": "territoire"}).find("option", selected=True).get_text() == "Kaya (commune)"
    )


def test_neither_drafts_nor_the_articles_of_a_closed_space_are_listed(
    client, articles, space_a, space_b, write_article
):
    write_article(space_a, "Un brouillon", live=False)
    close_space(space_b)
    assert listed(client) == ["La session de mars", "Le forage du secteur 4"]
    assert listed(client, "?espace=kaya") == []


def test_a_published_article_with_newer_changes_is_listed_as_it_was_published(client, articles):
    article = articles["forage"]
    article.title = "Un titre en cours"
    article.save_revision()
    assert "Un titre en cours" not in listed(client)
    assert "Le forage du secteur 4" in listed(client)


def test_a_title_in_another_language_says_which(client, space_a, write_article):
    write_article(space_a, "Koom yaa vɩɩm", language="mos")
    assert main(read(client, NEWS)).find("h3").find("a")["lang"] == "mos"


def test_a_title_of_187_signs_with_accents_is_whole(client, space_a, write_article):
    title = ("ÉLECTION DU BUREAU DU COMITÉ : CE QUE LES HABITANTES ONT DÉCIDÉ À OUAHIGOUYA, " * 3)[:187].strip()
    write_article(space_a, title)
    assert listed(client) == [title]


def test_words_of_a_title_are_never_taken_for_markup(client, space_a, write_article):
    write_article(space_a, "<script>alert('x')</script> & compagnie")
    assert listed(client) == ["<script>alert('x')</script> & compagnie"]
    assert main(read(client, NEWS)).find("script") is None


def test_the_filters_are_folded_until_one_is_set(client, space_a, write_article):
    write_article(space_a, "Foire annuelle")
    folded = {address: not read(client, address).find("details", class_="fold").has_attr("open") for address in FOLDS}
    assert folded == FOLDS
