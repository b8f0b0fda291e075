"""Documents are found by their words, and what is inside a file is told to those only who may open it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civitac.core.text import searched_words
from data_pages.documents import search
from data_pages.documents.indexing import ensure_index
from data_pages.documents.search import quoted
from data_pages.models import CivitacDocument
from spaces.services import close_space, reopen_space
from tests.reading import main, queries, read, titles, words

pytestmark = pytest.mark.django_db
LIST = "/donnees/documents/"
INSIDE = "La construction de trois forages positifs est votée par le conseil."


def found(client, **asked) -> list[str]:
    return titles(main(read(client, f"{LIST}?{urlencode(asked)}")))


def test_all_documents_are_listed_the_latest_first(client, publish):
    for title in ("Premier", "Deuxième", "Troisième"):
        publish(title)
    assert found(client) == ["Troisième", "Deuxième", "Premier"]


def test_words_are_found_whatever_their_case_and_accents(client, publish):
    publish("Procès-verbal de la session", INSIDE, visibility="public")
    for asked in ("PROCES verbal", "procès-verbal", "FORAGES", "votee", "session forages"):
        assert found(client, q=asked) == ["Procès-verbal de la session"], asked
    assert found(client, q="forages école") == []


def test_words_are_stemmed_on_postgresql_and_the_page_says_so_elsewhere(client, publish):
    publish("Budget", INSIDE, visibility="public")
    page = main(read(client, LIST + "?q=forage"))
    if connection.vendor == "postgresql":
        assert titles(page) == ["Budget"]
        assert "ne sait pas" not in words(page)
    else:
        assert titles(page) == []
        assert "ne sait pas" in words(page)


def test_kind_year_and_territory_are_words_of_a_document_too(client, publish, kinds, country):
    publish("Ce que nous ferons", kind=kinds["budget-primitif"], first_year=2024, territory=country["kaya"])
    publish("Autre chose", first_year=2023)
    assert found(client, q="budget 2024 kaya") == ["Ce que nous ferons"]


@pytest.mark.parametrize(
    ("visibility", "persona", "finds"),
    [
        ("public", None, True),
        ("identified", None, False),
        ("members", None, False),
        ("identified", "citizen", True),
        ("members", "citizen", False),
        ("members", "other_editor", False),
        ("members", "animator", False),
        ("members", "editor", True),
        ("members", "manager", True),
        ("members", "superuser", True),
    ],
)
def test_the_inside_is_searched_and_quoted_for_those_who_may_open(
    request, client, signed_in, publish, visibility, persona, finds
):
    publish("Séance ordinaire", INSIDE, visibility=visibility)
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    for asked in ("forages", "séance forages"):
        page = main(read(browser, f"{LIST}?q={asked}"))
        assert ("Séance ordinaire" in titles(page)) == finds
        assert ("construction" in words(page)) == finds
    # The title is everyone's, and says nothing of what is inside.
    page = main(read(browser, LIST + "?q=séance"))
    assert titles(page) == ["Séance ordinaire"]
    assert "forages" not in words(page)


def test_who_has_identified_themselves_is_not_asked_to(client, signed_in, citizen, publish):
    document = publish("Budget 2025", visibility="identified")
    asked_to = "s’ouvre après identification"
    for address in (LIST, document.page_url):
        assert asked_to in words(main(read(client, address)))
        assert asked_to not in words(main(read(signed_in(citizen), address)))


def test_what_is_inside_does_not_show_in_the_order_either(client, publish):
    """With words in both titles, a file full of them would come first if its contents counted for a stranger."""
    publish("Session A", "session session session session session session", visibility="members", first_year=2020)
    publish("Session B", "autre chose sans rapport avec ce mot", visibility="members", first_year=2021)
    assert found(client, q="session") == ["Session B", "Session A"]


def test_nobody_learns_by_excluding_words(client, publish):
    publish("Budget", INSIDE, visibility="members")
    for asked in ("budget -forages", "budget !forages", "budget NOT forages", 'budget "forages"', "budget & !forages"):
        assert found(client, q=asked) == [], asked


def test_an_extract_marks_the_words_and_is_plain_text(client, publish):
    publish("Page", "avant <script>alert(1)</script> le forage & l'eau", visibility="public", name="a.txt")
    html = client.get(LIST + "?q=forage").content.decode()
    assert "<mark>forage</mark>" in html
    assert "<script>alert" not in html


def test_an_extract_never_lets_marks_of_its_own_in():
    assert quoted("rien") == ""
    assert quoted("\x02<b>\x03 & \x02a\x03") == "<mark>&lt;b&gt;</mark> &amp; <mark>a</mark>"


def test_documents_are_narrowed_by_kind_year_space_and_place(client, publish, kinds, country, space_b):
    publish("A", kind=kinds["budget-primitif"], first_year=2024)
    publish("B", kind=kinds["convention"], first_year=2020, last_year=2025, collection=space_b.collection)
    assert found(client, nature="budget-primitif") == ["A"]
    assert found(client, annee="2024") == ["B", "A"]
    assert found(client, annee="2022") == ["B"]
    assert found(client, annee="2026") == []
    assert found(client, espace="kaya") == ["B"]
    assert found(client, territoire="ouahigouya") == ["A"]
    assert found(client, territoire="region-yaadga") == ["B", "A"]
    assert found(client, territoire="ouahigouya", nature="convention") == []


def test_a_place_offers_what_lies_in_it(client, publish):
    publish("A")
    options = {o["value"] for o in read(client, LIST + "?territoire=province-yatenga").select("#id_territoire option")}
    assert {"", "region-yaadga", "province-yatenga", "ouahigouya", "kaya"} == options


def test_documents_are_sorted(client, publish):
    for title, year in (("B", 2024), ("A", 2022), ("C", None)):
        publish(title, first_year=year)
    assert found(client) == ["C", "A", "B"]
    assert found(client, tri="annee") == ["B", "A", "C"]
    assert found(client, tri="titre") == ["A", "B", "C"]


@pytest.mark.parametrize(
    "query", ["nature=rien", "territoire=rien", "annee=abc", "annee=99999", "espace=rien", "tri=rien", f"q={'a' * 201}"]
)
def test_an_unknown_filter_is_answered_in_words(client, query):
    page = main(read(client, f"{LIST}?{query}", status=400))
    assert "illisible" in words(page)


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 5000])
def test_a_page_that_does_not_exist_is_not_found(client, publish, page):
    publish("A")
    assert client.get(f"{LIST}?page={page}").status_code == 404


def test_results_come_in_pages_and_are_counted_so_far(client, publish, monkeypatch):
    for number in range(20):
        publish(f"Document {number:02}")
    assert len(found(client)) == 15
    assert found(client, page=2) == [f"Document {number:02}" for number in (4, 3, 2, 1, 0)]
    monkeypatch.setattr("data_pages.documents.search.MOST_COUNTED", 17)
    page = main(read(client, LIST + "?q=document"))
    assert "Plus de 17 documents" in words(page)
    assert len(found(client, q="document", page=2)) == 2


def test_a_document_that_is_deleted_while_it_is_found_is_left_out(client, publish, monkeypatch):
    publish("Gardé")
    gone = publish("Parti")
    listing = search.for_listing

    def slow(rows):
        CivitacDocument.objects.filter(pk=gone.pk).delete()
        return listing(rows)

    monkeypatch.setattr(search, "for_listing", slow)
    assert found(client) == ["Gardé"]


def test_kinds_are_offered_with_their_numbers(client, publish, kinds):
    for slug in ("budget-primitif", "budget-primitif", "convention"):
        publish("Un texte", kind=kinds[slug])
    tags = [words(tag) for tag in read(client, LIST + "?q=texte").select(".tags a")]
    assert tags == ["Budget primitif (2)", "Convention ou accord (1)"]


def test_a_closed_space_hides_its_documents_and_reopened_it_shows_them(
    client, publish, space_a, superuser, signed_in, django_capture_on_commit_callbacks
):
    document = publish("Budget", INSIDE, visibility="public")
    with django_capture_on_commit_callbacks(execute=True):
        close_space(space_a)
    assert found(client) == [] and found(client, q="forages") == []
    for address in (document.page_url, document.url, f"/documents/{document.pk}/x.pdf"):
        assert client.get(address).status_code == 404
    assert signed_in(superuser).get(document.url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        reopen_space(space_a)
    assert found(client) == ["Budget"]
    assert client.get(document.url).status_code == 200


def test_a_renamed_kind_is_found_under_its_new_name(client, publish, kinds, django_capture_on_commit_callbacks):
    publish("Texte", kind=kinds["convention"])
    with django_capture_on_commit_callbacks(execute=True):
        kinds["convention"].name = "Jumelage"
        kinds["convention"].save()
    assert found(client, q="jumelage") == ["Texte"]
    assert CivitacDocument.objects.get().content.text == ""


def test_documents_moved_together_are_found_under_their_new_space(
    client, publish, signed_in, superuser, space_b, django_capture_on_commit_callbacks
):
    moved = publish("Texte")
    publish("Autre texte")
    address = reverse("wagtail_bulk_action", args=["data_pages", "civitacdocument", "add_to_collection"])
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(superuser).post(f"{address}?id={moved.pk}", {"collection": space_b.collection_id})
    assert found(client, q="Kaya") == ["Texte"]


def test_a_deleted_document_is_found_no_more(client, publish):
    publish("Texte", INSIDE, visibility="public").delete()
    assert found(client, q="forages") == []


@pytest.mark.parametrize(
    "address", [LIST, LIST + "?q=conseil", LIST + "?q=conseil&territoire=ouahigouya&espace=ouahigouya"]
)
@pytest.mark.parametrize("persona", [None, "citizen"])
def test_a_search_asks_few_times_whatever_it_finds(request, client, signed_in, publish, kinds, address, persona):
    def asked() -> int:
        browser = signed_in(request.getfixturevalue(persona)) if persona else client
        from civitac.core.cache import start_new_generation

        start_new_generation()
        browser.get("/donnees/documents/")
        statements = queries(browser, address + ("&" if "?" in address else "?") + "tri=titre")
        return len(statements)

    for number in range(2):
        publish(f"Séance {number}", INSIDE, kind=kinds["convention"], first_year=2000 + number)
    few = asked()
    for number in range(12):
        publish(f"Séance {number}", INSIDE, kind=kinds["budget-primitif"], first_year=2010 + number)
    many = asked()
    assert few == many
    assert many <= (12 if persona else 8)


def test_results_are_narrowed_to_one_of_the_spaces_that_have_some(client, publish, space_a, space_b):
    for number in range(3):
        publish(f"Session {number} de Ouahigouya", collection=space_a.collection)
    publish("Session de Kaya", collection=space_b.collection)
    publish("Budget de Kaya", collection=space_b.collection)
    offered = main(read(client, LIST + "?q=session&tri=titre")).find(class_="tags")
    chips = {words(each): each["href"] for each in offered.find_all("a")}
    assert list(chips) == [f"{space_a.page.title} (3)", f"{space_b.page.title} (1)"]
    narrowed = main(read(client, LIST + chips[f"{space_b.page.title} (1)"]))
    assert titles(narrowed) == ["Session de Kaya"]
    assert narrowed.find(class_="tags") is None


@given(asked=st.binary(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_answered(client, asked):
    assert client.get(f"{LIST}?q={quote(asked)}").status_code in (200, 400)


@given(asked=st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(client, asked):
    status = client.get(LIST, {"q": asked, "tri": "annee"}).status_code
    assert status in (200, 400)
    assert re.fullmatch(r"(\w+( \w+)*)?", searched_words(asked))


def test_a_search_in_a_language_of_signs_is_a_search(client, publish):
    publish("Budget", INSIDE, visibility="public")
    for asked in (
        '" OR 1',
        "NEAR(a b)",
        "a*",
        "^forages",
        "title:budget",
        "{text}: forages",
        "(((",
        "_",
        "__ _",
        "’",
        "%",
        "\\",
    ):
        assert client.get(LIST, {"q": asked}).status_code == 200, asked


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own index")
def test_the_index_of_sqlite_comes_back_after_a_migration_that_lost_it(client, publish):
    publish("Avant", INSIDE, visibility="public")
    with connection.cursor() as cursor:
        for event in ("added", "changed"):
            cursor.execute(f"DROP TRIGGER data_pages_words_{event}")
    publish("Pendant", INSIDE, visibility="public")
    assert found(client, q="forages", tri="titre") == ["Avant"]
    ensure_index()
    publish("Après", INSIDE, visibility="public")
    assert found(client, q="forages", tri="titre") == ["Après", "Avant", "Pendant"]
