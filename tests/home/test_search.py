"""The site's search finds what anyone may read, whatever the accents, and answers whatever is typed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import PageViewRestriction

from data_pages.documents.search import Titled
from home.models import HomePage, StandardPage
from spaces.models import QuestionIndexPage, QuestionPage, ServiceIndexPage, ServicePage
from spaces.services import close_space
from tests.reading import links, main, read, titles, words

pytestmark = pytest.mark.django_db

SEARCH, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no French stems")


@pytest.fixture
def published(space_a, space_b, write_article, themes, django_capture_on_commit_callbacks):
    """One page of each kind that search knows, each holding the word "forage"."""
    with django_capture_on_commit_callbacks(execute=True):
        for page in (
            (QuestionIndexPage, QuestionPage(title="Qui répare un forage ?", answer="<p>Le comité.</p>")),
            (ServiceIndexPage, ServicePage(title="Demander un forage", who="<p>Tous</p>", where="<p>Ici</p>")),
            (HomePage, StandardPage(title="Lexique", summary="Un forage est un puits profond.")),
        ):
            parent, child = page
            parent.objects.get().add_child(instance=child).save_revision().publish()
        space_a.page.summary = "Une commune et ses forages : chaque forage est suivi."
        space_a.page.save_revision().publish()
    article = write_article(space_a, "Réfection du forage de Sabouciré", kind="report")
    article.themes.set([themes["eau-assainissement"]])
    article.save()
    write_article(space_b, "Budget de Kaya", body=[{"type": "paragraph", "value": "<p>Un forage et trois écoles.</p>"}])
    return article


def found(client, query: str) -> list[str]:
    return [words(heading.find("a")) for heading in results(client, query).find_all("h2") if heading.find("a")]


def results(client, query: str):
    return main(read(client, f"{SEARCH}?{query}"))


# What is found


def test_a_search_finds_pages_of_every_kind(client, published):
    assert set(found(client, "q=forage")) == {
        "Réfection du forage de Sabouciré",
        "Budget de Kaya",
        "Commune de Ouahigouya",
        "Demander un forage",
        "Qui répare un forage ?",
        "Lexique",
    }


def test_accents_and_capitals_do_not_count(client, published):
    typed = ["refection", "RÉFECTION", "réfection", "sabouciré", "Saboucire", "forage refection"]
    answers = {each: found(client, f"q={each}") for each in typed}
    assert all(each == ["Réfection du forage de Sabouciré"] for each in answers.values()), answers


@pytest.mark.parametrize("typed", ["ecole ca oeuvre", "ECOLE CA OEUVRE", "école ça œuvre", "ÉCOLE ŒUVRE"])
def test_a_letter_made_of_two_is_found_under_both(client, space_a, write_article, typed):
    for title in ("ÉCOLE ÇA ŒUVRE", "École ça oeuvre"):
        write_article(space_a, title)
    write_article(space_a, "École sans ouvrage")
    assert set(found(client, f"q={typed}")) == {"ÉCOLE ÇA ŒUVRE", "École ça oeuvre"}
    begun = client.get(SUGGESTIONS, {"q": typed[:-2]}).json()["suggestions"]
    assert set(begun) == {"ÉCOLE ÇA ŒUVRE", "École ça oeuvre"}


BLANKS = ["%20", "%0d%0a", "%1f", "%0B", "%C2%A0", "%22", "-"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    "address", ["/api/v2/pages/", "/api/v2/images/", "/admin/api/main/pages/", "/admin/pages/search/", "/admin/images/"]
)
def test_what_holds_no_word_finds_nothing(signed_in, superuser, published, address, blank):
    browser = signed_in(superuser)
    asked = "q" if address.startswith("/admin/pages") or address == "/admin/images/" else "search"
    response = browser.get(f"{address}?{asked}={blank}")
    assert response.status_code == 200
    if "api" in address:
        assert response.json()["meta"]["total_count"] == 0


def test_every_word_must_be_there(client, published):
    assert found(client, "q=forage écoles") == ["Budget de Kaya"]


@only_postgresql
@pytest.mark.postgresql
def test_a_word_of_the_title_weighs_more_than_one_of_the_text(client, published):
    order = found(client, "q=forage&type=articles")
    assert order == ["Réfection du forage de Sabouciré", "Budget de Kaya"]


def test_a_theme_the_place_and_the_author_of_an_article_find_it_too(client, published):
    assert "Réfection du forage de Sabouciré" in found(client, "q=ouahigouya")


@only_postgresql
@pytest.mark.postgresql
def test_plurals_find_singulars(client, published):
    for plural in ("forages", "réfections", "budgets"):
        assert found(client, f"q={plural}"), plural


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="PostgreSQL knows French stems")
def test_an_installation_that_knows_no_stems_says_so(client, published):
    assert "ne sait pas" in words(results(client, "q=forages"))


def test_nothing_found_says_what_to_try(client, site):
    page = results(client, "q=zzz")
    assert "Aucun résultat" in words(page)


def test_documents_alone_are_not_called_nothing(client, published, monkeypatch):
    monkeypatch.setattr("home.views.search.documents_titled", lambda *_asked: [Titled("Budget 2025", "/budget/")])
    page = results(client, "q=zzz")
    assert "Budget 2025" in words(page)
    assert "Aucun résultat" not in words(page)
    assert words(page.find(attrs={"role": "status"})) == "1 document"


def test_a_summary_that_is_cut_keeps_its_no_break_spaces(client, space_a, write_article):
    write_article(space_a, "Le forage", summary="Un forage\u00a0: l’«\u00a0eau\u00a0» " + "de tous " * 40)
    summary = results(client, "q=forage").find("p", class_="small").get_text()
    assert summary.startswith("Un forage\u00a0: l’«\u00a0eau\u00a0» de tous")
    assert summary.endswith("…")


def test_without_words_the_page_only_asks(client, published):
    page = results(client, "q=%20%20")
    assert page.find("input", attrs={"name": "q"})
    assert page.find("h2") is None


# Facets


def test_the_kinds_are_counted_and_lead_to_their_results(client, published):
    page = results(client, "q=forage")
    assert "6 résultats" in words(page.find(attrs={"role": "status"}))
    counted = {address: said for address, said in links(page).items() if "&type=" in address}
    assert counted == {
        "?q=forage&type=articles": "Articles (2)",
        "?q=forage&type=espaces": "Espaces (1)",
        "?q=forage&type=demarches": "Démarches (1)",
        "?q=forage&type=questions": "Questions (1)",
        "?q=forage&type=pages": "Autres pages (1)",
    }
    for address, said in counted.items():
        assert f"({len(found(client, address[1:]))})" in said


def test_results_are_narrowed_by_theme_and_by_region(client, published):
    expected = {
        "theme=eau-assainissement": {"Réfection du forage de Sabouciré"},
        "theme=budget-finances": set(),
        "territoire=region-yaadga": {"Réfection du forage de Sabouciré", "Budget de Kaya", "Commune de Ouahigouya"},
        "territoire=region-yaadga&type=espaces": {"Commune de Ouahigouya"},
    }
    assert {query: set(found(client, f"q=forage&{query}")) for query in expected} == expected


def test_questions_and_practical_information_are_narrowed_by_theme_too(client, published, themes):
    for page in (QuestionPage.objects.get(), ServicePage.objects.get()):
        page.themes.set([themes["budget-finances"]])
        page.save()
    assert set(found(client, "q=forage&theme=budget-finances")) == {"Qui répare un forage ?", "Demander un forage"}


def test_results_come_in_pages_that_keep_the_question(client, space_a, write_article):
    for number in range(14):
        write_article(space_a, f"Forage numéro {number}")
    first = results(client, "q=forage&type=articles")
    (following,) = first.find_all("a", rel="next")
    assert following["href"] == "?q=forage&type=articles&page=2"
    seen = found(client, "q=forage&type=articles") + found(client, following["href"][1:])
    assert len(seen) == len(set(seen)) == 14


def test_a_page_of_results_that_does_not_exist_is_not_found(client, published):
    numbers = ["0", "-1", "99", "9" * 30, "x", "1.5", "²"]
    answers = {number: client.get(SEARCH, {"q": "forage", "page": number}).status_code for number in numbers}
    assert answers == dict.fromkeys(numbers, 404)


def test_an_unknown_filter_is_said_to_be_unknown(client, published):
    for unknown in ("type=magie", "theme=magie", "territoire=atlantide"):
        page = main(read(client, f"{SEARCH}?q=forage&{unknown}", status=400))
        assert "filtres est inconnu" in words(page.find(attrs={"role": "status"})), unknown
        assert titles(page, "h2") == [], unknown


# What is never found


def everywhere(client, word: str) -> str:
    """All that search says of a word, in results, counts and suggestions."""
    said = words(main(read(client, f"{SEARCH}?q={word}"))) if word else ""
    return said.replace(f"{word} ", "", 1) + str(client.get(SUGGESTIONS, {"q": word}).json()["suggestions"])


def test_a_draft_is_never_found(client, space_a, write_article):
    write_article(space_a, "Ornithorynque secret", live=False)
    assert "secret" not in everywhere(client, "ornithorynque")


def test_changes_that_wait_for_approval_are_never_found(client, published):
    published.title = "Ornithorynque secret"
    published.save_revision()
    assert "secret" not in everywhere(client, "ornithorynque")


def test_what_has_been_unpublished_is_never_found(client, space_a, write_article):
    write_article(space_a, "Ornithorynque secret").unpublish()
    assert "secret" not in everywhere(client, "ornithorynque")


def test_nothing_of_a_closed_space_is_found(client, published, space_a, write_article):
    write_article(space_a, "Ornithorynque secret")
    close_space(space_a)
    assert "secret" not in everywhere(client, "ornithorynque")
    assert "Commune de Ouahigouya" not in everywhere(client, "forage")


@pytest.mark.parametrize("on", ["the article", "its space", "the directory"])
def test_a_private_page_is_never_found(client, space_a, write_article, on):
    article = write_article(space_a, "Ornithorynque secret")
    page = {"the article": article, "its space": space_a.page, "the directory": space_a.page.get_parent()}[on]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "secret" not in everywhere(client, "ornithorynque")
    assert client.get(article.url).status_code == 302


@pytest.mark.parametrize("persona", ["animator", "superuser"])
def test_nobody_is_offered_to_make_a_page_private(request, signed_in, published, persona):
    browser = signed_in(request.getfixturevalue(persona))
    for page in (published, published.get_parent(), StandardPage.objects.get(), HomePage.objects.get()):
        address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        assert browser.get(address).status_code in (302, 403)
        browser.post(address, {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()


def test_someone_who_comes_back_to_a_search_is_told_that_nothing_has_changed(client, published, write_article, space_a):
    first = client.get(SEARCH, {"q": "forage"}, headers={"accept-encoding": "gzip"})
    known = {"if-none-match": first["ETag"], "accept-encoding": "gzip"}
    again = client.get(SEARCH, {"q": "forage"}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]
    write_article(space_a, "Un autre forage")
    assert client.get(SEARCH, {"q": "forage"}, headers=known).status_code == 200


# Suggestions


def suggested(client, typed: str) -> list[str]:
    return client.get(SUGGESTIONS, {"q": typed}).json()["suggestions"]


def test_titles_that_begin_with_what_is_typed_are_suggested(client, published):
    begun = ["réf", "Réfec", "refec", "réfection du for", "sabou"]
    answers = {typed: suggested(client, typed) for typed in begun}
    assert all(each == ["Réfection du forage de Sabouciré"] for each in answers.values()), answers


def test_too_little_too_much_or_nothing_suggests_nothing(client, published):
    useless = ["", "ré", "  ", "zzz", "a" * 300]
    assert {typed: suggestions for typed in useless if (suggestions := suggested(client, typed))} == {}


def test_a_title_is_suggested_once_and_not_more_than_eight_are(client, space_a, space_b, write_article):
    for space in (space_a, space_b):
        write_article(space, "Foire annuelle")
    assert suggested(client, "foire") == ["Foire annuelle"]
    for number in range(8):
        write_article(space_a, f"Foire numéro {number}")
    assert len(suggested(client, "foire")) <= 8


# Whatever is typed

MADE_UP = [
    "%00",
    "a%00b",
    "%ff",
    "%c3%28",
    "%ED%A0%80",
    "a" * 10_000,
    "%F0%9F%8C%8D%F0%9F%92%A7",
    "%27%20OR%201%3D1%20--",
    "%27%3B%20DROP%20TABLE%20wagtailcore_page%3B--",
    "%22",
    "%22forage",
    "for*",
    "*",
    "%28%28%28",
    "forage%20AND",
    "NOT%20forage",
    "title%3Aforage",
    "forage%20NEAR%2F2%20eau",
    "%5E%24%7C%5C",
    "%5C",
    "%25",
    "_",
    "%25s%20%25%28x%29s",
    "%3A%2A%20%26%20%7C%20%21%20%3C-%3E",
    "...",
    "—%20«%20»%20’",
    "le%20la%20les%20de%20du",
    "et",
    "-forage",
    "%E2%80%8B%E2%80%AE",
    "%0d%0aSet-Cookie:%20a=b",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "1e999",
    "&q=deux&q=trois",
]


def test_whatever_is_typed_is_answered(client, published):
    for asked in (f"{address}?q={typed}" for address in (SEARCH, SUGGESTIONS) for typed in MADE_UP):
        response = client.get(asked)
        assert response.status_code in (200, 400), asked
        assert not response.cookies, asked


def test_whatever_a_filter_holds_is_answered(client, published):
    values = ("%00", "%ff", "%ED%A0%80", "9" * 5_000, "%27%22%3C", "a%20b", "")
    for asked in (f"{name}={value}" for name in ("type", "theme", "territoire", "page", "x") for value in values):
        assert client.get(f"{SEARCH}?q=forage&{asked}").status_code in (200, 400, 404), asked


def test_what_was_typed_is_shown_as_it_was_typed_and_never_as_markup(client, site):
    page = read(client, f"{SEARCH}?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert main(page).find("input", attrs={"name": "q"})["value"] == "<script>alert(1)</script>"
    assert not [script for script in page.find_all("script") if "alert(1)" in script.text]


def test_the_database_under_test_is_the_one_that_was_asked_for():
    from django.conf import settings

    assert (connection.vendor == "postgresql") == ("postgresql" in settings.DATABASES["default"]["ENGINE"])
