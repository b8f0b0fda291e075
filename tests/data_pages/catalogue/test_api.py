"""The interface for programs: what it gives, to whom, a page at a time, and how it refuses."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civitac.core.visibility import Visibility
from data_pages.models import DocumentKind, Observation
from data_pages.periods import Period
from spaces.services import close_space
from tests.data_pages.catalogue.conftest import VISIBILITIES, make_document, make_indicator

pytestmark = pytest.mark.django_db

API = "/api/donnees/"


def ask(client: Client, path: str, **question) -> dict:
    response = client.get(f"{API}{path}", question)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def rows(client: Client, path: str, **question) -> list[dict]:
    return ask(client, path, **question)["resultats"]


def periods(client: Client, **question) -> list[str]:
    return [row["periode"] for row in rows(client, "observations/", **question)]


@pytest.mark.parametrize(
    "path", ["indicateurs/", "tableaux/", "observations/", "documents/", "territoires/", "openapi.json"]
)
def test_a_program_may_ask_for_the_headers_alone_from_any_site(client, site, path):
    whole, head = client.get(API + path), client.head(API + path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == whole["Content-Type"]
    assert head["Access-Control-Allow-Origin"] == whole["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused_in_the_words_of_the_interface(client, site, method):
    response = getattr(client, method)(f"{API}tableaux/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json() == {"erreur": "Rien ne s’écrit ici\u00a0: seuls GET et HEAD reçoivent une réponse."}


@pytest.fixture
def figures(make_table, space_a, space_b, country):
    """Ouahigouya over four years with one gap, Kaya for one, Yatenga for one, and quarters of another indicator."""
    make_table("Ouahigouya", space=space_a, values={"2021": "1.5", "2022": None, "2023": "3", "2024": "4"})
    make_table("Kaya", space=space_b, values={"2024": "7"})
    make_table("Yatenga", place=country["province"], values={"2024": "11"})
    quarters = make_indicator("marches", "Marchés (essai)")
    make_table("Trimestres", space=space_a, of=quarters, values={"2023-Q4": "1", "2024-Q1": "2"})


def test_a_figure_is_told_with_its_keys_its_status_and_its_table(client, figures):
    first, second, *_rest = rows(client, "observations/", indicateur="forages", territoire="C1")
    table = Observation.objects.first().table_id
    assert first == {
        "indicateur": "forages",
        "territoire": "C1",
        "organisation": None,
        "periode": "2021",
        "valeur": "1.5",
        "statut": "A",
        "note": "",
        "tableau": table,
    }
    assert (second["valeur"], second["statut"]) == (None, "M")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"indicateur": "forages", "territoire": "C1"}, ["2021", "2022", "2023", "2024"]),
        ({"territoire": "C2"}, ["2024"]),
        ({"territoire": "P"}, ["2024"]),
        (
            {"territoire": "P", "dessous": "true", "indicateur": "forages"},
            ["2021", "2022", "2023", "2024", "2024", "2024"],
        ),
        ({"niveau": "province"}, ["2024"]),
        ({"indicateur": "marches"}, ["2023-Q4", "2024-Q1"]),
        ({"depuis": "2024", "territoire": "C1"}, ["2024", "2024-Q1"]),
        ({"jusqua": "2023", "territoire": "C1"}, ["2021", "2022", "2023", "2023-Q4"]),
        ({"depuis": "2022", "jusqua": "2022"}, ["2022"]),
        ({"periode": "2024-Q1"}, ["2024-Q1"]),
        ({"statut": "M"}, ["2022"]),
        ({"indicateur": "", "statut": "M"}, ["2022"]),
        ({"indicateur": "inconnu"}, []),
        ({"territoire": "inconnu", "dessous": "true"}, []),
        ({"organisation": "inconnue"}, []),
    ],
)
def test_figures_are_chosen_by_what_is_asked(client, figures, question, expected):
    assert periods(client, **question) == expected


def test_pages_follow_one_another_and_hold_every_figure_once(client, figures):
    address, seen = f"{API}observations/?limite=3&indicateur=forages", []
    while address:
        answer = client.get(address.removeprefix("http://testserver")).json()
        assert len(answer["resultats"]) <= 3
        seen += [(row["territoire"], row["periode"]) for row in answer["resultats"]]
        address = answer["suivant"]
    assert len(seen) == len(set(seen)) == 6


@pytest.fixture
def protected(make_table, space_a):
    """A table and a document for each visibility."""
    for number, visibility in enumerate(VISIBILITIES):
        make_table(f"Tableau {visibility}", space=space_a, visibility=visibility, values={f"202{number}": f"{number}"})
        make_document(f"Document {visibility}", space_a, visibility)


READS = {
    None: {"public"},
    "citizen": {"public", "identified"},
    "other_editor": {"public", "identified"},
    "animator": {"public", "identified"},
    "editor": {"public", "identified", "members"},
    "superuser": {"public", "identified", "members"},
}


@pytest.mark.parametrize("persona", READS)
def test_each_persona_receives_the_figures_and_files_that_are_theirs(request, client, signed_in, protected, persona):
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    assert periods(browser) == [f"202{VISIBILITIES.index(each)}" for each in VISIBILITIES if each in READS[persona]]
    tables = {row["acces"]: row["chiffres_ouverts"] for row in rows(browser, "tableaux/")}
    assert tables == {visibility: visibility in READS[persona] for visibility in VISIBILITIES}
    files = {row["acces"]: row["fichier"]["adresse"] for row in rows(browser, "documents/")}
    assert {visibility for visibility, address in files.items() if address} == READS[persona]
    for visibility, address in files.items():
        if address:
            response = browser.get(address.removeprefix("http://testserver"))
            assert b"".join(response.streaming_content) == b"un texte", visibility


def test_what_is_given_to_one_person_is_kept_by_no_cache(signed_in, citizen, protected):
    response = signed_in(citizen).get(f"{API}observations/")
    assert "private" in response["Cache-Control"]


def test_another_site_reads_what_is_public_and_never_with_a_cookie(client, protected):
    response = client.get(f"{API}observations/")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_what_a_closed_space_held_is_not_given(client, protected, space_a):
    close_space(space_a)
    for path in ("observations/", "tableaux/", "documents/"):
        assert rows(client, path) == []


def test_documents_are_chosen_by_kind_place_space_and_year(client, space_a, space_b):
    budget = DocumentKind.objects.create(name="Budget (essai)", slug="budget-essai")
    make_document("Budget 2024", space_a, kind=budget, first_year=2024)
    make_document("Plan 2022-2026", space_a, first_year=2022, last_year=2026)
    make_document("Budget de Kaya", space_b, kind=budget, first_year=2023)

    def titles(**question) -> list[str]:
        return [row["titre"] for row in rows(client, "documents/", **question)]

    assert titles(genre="budget-essai") == ["Budget 2024", "Budget de Kaya"]
    assert titles(annee="2024") == ["Budget 2024", "Plan 2022-2026"]
    assert titles(annee="2023") == ["Plan 2022-2026", "Budget de Kaya"]
    assert titles(espace="kaya") == ["Budget de Kaya"]
    assert titles(territoire="C1") == ["Budget 2024", "Plan 2022-2026"]
    assert titles(territoire="R") == ["Budget 2024", "Plan 2022-2026", "Budget de Kaya"]
    assert titles(territoire="inconnu") == []


def test_one_thing_is_asked_for_by_its_name(client, figures, space_a):
    document = make_document("Budget", space_a)
    assert ask(client, "indicateurs/forages/")["unite"] == "forages"
    assert ask(client, f"documents/{document.pk}/")["fichier"]["octets"] == len("un texte")
    assert ask(client, "territoires/C1/")["dans"] == "P"
    table = Observation.objects.first().table
    assert ask(client, f"tableaux/{table.pk}/")["titre"] == "Ouahigouya"
    assert {row["code"] for row in rows(client, "territoires/", dans="P", niveau="commune")} == {"C1", "C2"}
    assert [row["code"] for row in rows(client, "indicateurs/", theme="eau-assainissement")] == ["forages"]


@pytest.mark.parametrize(
    "path",
    [
        "indicateurs/x/",
        "tableaux/0/",
        f"tableaux/{'9' * 60}/",
        "documents/0/",
        f"documents/{'9' * 60}/",
        "territoires/x/",
        "rien/",
        "indicateurs/forages/rien/",
    ],
)
def test_what_is_not_there_is_said_in_french(client, site, path):
    response = client.get(API + path)
    assert response.status_code == 404
    assert response.json() == {"erreur": "Il n’y a rien à cette adresse."}


@pytest.mark.parametrize(
    ("question", "parameter", "message"),
    [
        ({"limite": "beaucoup"}, "limite", "Un nombre entier est attendu."),
        ({"limite": "0"}, "limite", "Le nombre est trop petit."),
        ({"limite": "1001"}, "limite", "Le nombre est trop grand."),
        ({"curseur": str(2**63)}, "curseur", "Le nombre est trop grand."),
        ({"depuis": "1"}, "depuis", "Le nombre est trop petit."),
        ({"niveau": "village"}, "niveau", "Ce n’est pas une des valeurs possibles."),
        ({"dessous": "peut-être"}, "dessous", "« true » ou « false » est attendu."),
        ({"periode": "2024-13"}, "periode", "La valeur n’est pas comprise."),
        ({"indicateur": "x" * 141}, "indicateur", "Le texte est trop long."),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_the_reason(client, site, question, parameter, message):
    response = client.get(f"{API}observations/", question)
    assert response.status_code == 422
    assert response.json()["details"] == [{"parametre": parameter, "message": message}]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_it(client, site, method):
    for path in ("observations/", "documents/", "tableaux/"):
        assert getattr(client, method)(API + path).status_code == 405


LISTS = ["indicateurs/", "tableaux/", "observations/", "documents/", "territoires/"]
NAMES = ["curseur", "limite", "theme", "indicateur", "tableau", "territoire", "dessous", "niveau", "organisation"]
NAMES += ["periode", "depuis", "jusqua", "statut", "genre", "espace", "annee", "dans", "anciens", "inconnu"]
ODD = [
    "",
    "\0",
    "-1",
    "0",
    "9" * 40,
    "1e400",
    "NaN",
    "²",
    "null",
    "[]",
    "true",
    "' OR 1=1 --",
    "%",
    "..",
    "🌍",
    "M",
    "2024",
]
values = st.one_of(st.sampled_from(ODD), st.text(max_size=30), st.integers().map(str))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(LISTS), st.dictionaries(st.sampled_from(NAMES), values, max_size=4))
def test_any_question_is_answered(client, figures, path, question):
    query = urlencode(question, errors="surrogatepass")
    response = client.get(f"{API}{path}?{query}")
    assert response.status_code in (200, 400, 422), question
    if response.status_code != 400:
        assert response["Content-Type"].startswith("application/json")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="/?#%\\"), min_size=1, max_size=30))
def test_any_name_is_answered(client, site, name):
    for path in ("indicateurs/", "territoires/", "tableaux/", "documents/"):
        assert client.get(f"{API}{path}{name}/").status_code in (200, 301, 400, 404, 422)


@pytest.mark.parametrize("query", ["%00", "a=%ff%fe", "niveau=%ED%A0%80", "&" * 50, "limite=1&limite=x", "curseur[]=1"])
def test_a_query_of_any_bytes_is_answered(client, site, query):
    assert client.get(f"{API}observations/?{query}").status_code in (200, 400, 422)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_few_queries_however_long(client, make_table, space_a, space_b, path):
    def fill(numbers: range) -> None:
        for number in numbers:
            space = (space_a, space_b)[number % 2]
            indicator = make_indicator(f"essai-{number}", f"Essai {number}")
            make_table(f"Tableau {number}", space=space, of=indicator, values={"2024": "1"})
            make_document(f"Document {number}", space)

    def cost() -> int:
        ask(client, path)
        with CaptureQueriesContext(connection) as asked:
            ask(client, path)
        return len(asked)

    fill(range(2))
    few = cost()
    fill(range(2, 12))
    assert cost() == few <= 6


def test_the_description_is_openapi_and_names_the_rule(client, site):
    response = client.get(f"{API}openapi.json")
    described = response.json()
    assert described["openapi"].startswith("3.")
    assert {f"{API}{path}" for path in LISTS} <= set(described["paths"])
    assert all(set(methods) == {"get"} for methods in described["paths"].values())
    assert Visibility.IDENTIFIED in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "path", "status"),
    [
        *((f"{path}?limite=0", path, 422) for path in LISTS),
        ("observations/?periode=hier", "observations/", 422),
        ("indicateurs/0/", "indicateurs/{code}/", 404),
        ("tableaux/0/", "tableaux/{pk}/", 404),
        ("documents/0/", "documents/{pk}/", 404),
        ("territoires/0/", "territoires/{code}/", 404),
    ],
)
def test_a_refusal_is_described_as_it_is_given(client, site, asked, path, status):
    response = client.get(f"{API}{asked}")
    assert response.status_code == status
    described = client.get(f"{API}openapi.json").json()
    answers = described["paths"][f"{API}{path}"]["get"]["responses"]
    name = answers[str(status)]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(response.json()) == set(described["components"]["schemas"][name]["properties"])


@pytest.mark.parametrize(
    "code",
    ["2024", "2024-S1", "2024-Q4", "2024-12", "1900", "2100", "1899", "2101", "2024-S3", "2024-13", "24", "2024-1"],
)
def test_the_periods_that_are_described_are_those_that_are_answered(client, site, code):
    described = client.get(f"{API}openapi.json").json()["paths"][f"{API}observations/"]["get"]["parameters"]
    (period,) = (each["schema"] for each in described if each["name"] == "periode")
    is_described = bool(re.search(period["anyOf"][0]["pattern"], code))
    assert (client.get(f"{API}observations/", {"periode": code}).status_code == 200) == is_described == is_period(code)


def is_period(code: str) -> bool:
    try:
        return bool(Period.parse(code))
    except ValueError:
        return False
