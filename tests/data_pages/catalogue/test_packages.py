"""A statistic table as a data package: valid, exact, and open to those who may read its figures."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data_pages.catalogue.packages import resources
from data_pages.models import Observation
from tests.data_pages.catalogue.conftest import VISIBILITIES

pytestmark = pytest.mark.django_db


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def table(make_table, space_a):
    return make_table("Forages", space=space_a, values={"2021": "12.500000", "2022": "0", "2023": None, "2024": "-3"})


def address(table, name: str) -> str:
    return f"/donnees/tableaux/{table.pk}/{name}"


def test_the_files_say_each_figure_as_it_stands(client, table):
    rows = list(csv.DictReader(io.StringIO(body(client.get(address(table, "donnees.csv"))).decode())))
    told = [(row["periode"], row["valeur"], row["statut"]) for row in rows]
    assert told == [("2021", "12.5", "A"), ("2022", "0", "A"), ("2023", "", "M"), ("2024", "-3", "A")]
    assert {(row["code_territoire"], row["territoire"], row["indicateur"]) for row in rows} == {
        ("C1", "Ouahigouya", "forages")
    }
    indicators = list(csv.DictReader(io.StringIO(body(client.get(address(table, "indicateurs.csv"))).decode())))
    assert [(row["code"], row["unite"]) for row in indicators] == [("forages", "forages")]


def test_frictionless_finds_the_package_valid_and_sees_a_spoiled_figure(client, table, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    with zipfile.ZipFile(io.BytesIO(body(client.get(address(table, "paquet.zip"))))) as archive:
        assert sorted(archive.namelist()) == ["datapackage.json", "donnees.csv", "indicateurs.csv"]
        archive.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    figures = tmp_path / "donnees.csv"
    figures.write_text(figures.read_text().replace("12.5", "douze"))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "type"]) == [[2, "valeur", "type-error"]]


def test_a_package_of_no_figures_is_valid(client, make_table, space_a, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    table = make_table("Rien encore", space=space_a)
    with zipfile.ZipFile(io.BytesIO(body(client.get(address(table, "paquet.zip"))))) as archive:
        archive.extractall(tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_descriptor_at_its_own_address_is_that_of_the_zip(client, table):
    with zipfile.ZipFile(io.BytesIO(body(client.get(address(table, "paquet.zip"))))) as archive:
        inside = json.loads(archive.read("datapackage.json"))
        for resource in inside["resources"]:
            assert archive.read(resource["path"]) == body(client.get(address(table, resource["path"])))
    assert client.get(address(table, "datapackage.json")).json() == inside
    assert inside["licenses"] == [{"path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert inside["sources"] == [{"title": "Relevé (essai)"}]


@pytest.mark.parametrize("name", ["donnees.csv", "paquet.zip"])
@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("persona", [None, "citizen", "other_editor", "editor", "animator"])
def test_figures_leave_for_those_who_may_read_them(
    request, client, signed_in, make_table, space_a, name, visibility, persona
):
    table = make_table("Forages", space=space_a, visibility=visibility, values={"2024": "73219"})
    browser = signed_in(request.getfixturevalue(persona)) if persona else client
    may = visibility == "public" or persona == "editor" or (visibility == "identified" and persona is not None)
    response = browser.get(address(table, name))
    if may:
        assert response.status_code == 200
        assert ("no-store" in response["Cache-Control"]) == (visibility != "public")
    elif persona:
        assert response.status_code == 403
    else:
        assert (response.status_code, response["Location"]) == (302, f"/compte/connexion/?next={address(table, name)}")
    for described in ("datapackage.json", "indicateurs.csv"):
        response = browser.get(address(table, described))
        assert response.status_code == 200
        assert b"73219" not in response.content


def test_a_note_is_no_formula_and_a_negative_figure_is_a_figure(client, table):
    Observation.objects.filter(period="2024").update(note='=HYPERLINK("http://exemple.test")')
    text = body(client.get(address(table, "donnees.csv"))).decode()
    rows = {row["periode"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["2024"]["note"].startswith("'=")
    assert rows["2024"]["valeur"] == "-3"


def test_what_a_closed_space_held_is_not_handed_out(client, table, space_a):
    from spaces.services import close_space

    close_space(space_a)
    for name in ("donnees.csv", "paquet.zip", "datapackage.json", "indicateurs.csv"):
        assert client.get(address(table, name)).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 60])
def test_a_table_that_does_not_exist_is_not_found(client, site, number):
    for name in ("donnees.csv", "paquet.zip", "datapackage.json", "indicateurs.csv"):
        assert client.get(f"/donnees/tableaux/{number}/{name}").status_code == 404


def test_figures_are_read_a_batch_at_a_time(client, table, monkeypatch):
    """A long table never stands whole in memory: four figures in batches of two are two readings and an empty one."""
    monkeypatch.setattr(resources, "BATCH", 2)
    with CaptureQueriesContext(connection) as asked:
        text = body(client.get(address(table, "donnees.csv"))).decode()
    assert len(text.splitlines()) == 5
    assert sum('FROM "data_pages_observation"' in query["sql"] for query in asked) == 3
