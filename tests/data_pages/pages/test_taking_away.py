"""Figures taken away: a CSV that a French spreadsheet opens right, numbers that are numbers, nothing that acts."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

pytestmark = pytest.mark.django_db

FILE = "/donnees/indicateurs/ecoles"


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_a_csv_has_its_mark_semicolons_and_decimal_commas(client, schools, publish, country):
    publish(schools, country["kaya"], {"2023": "85.5", "2024": ("-1234.25", "P")}, note="année dure")
    answer = client.get(f"{FILE}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="ecoles.csv"'
    found = rows(answer)
    assert found[0][1:8] == ["Code du lieu", "Lieu", "Niveau", "Se trouve dans", "Période", "Valeur", "Unité"]
    assert found[1][1:10] == ["C2", "Kaya", "Commune", "Yatenga", "2023", "85,5", "écoles", "définitif", "année dure"]
    assert found[2][6] == "-1234,25"


def test_a_missing_figure_is_an_empty_cell_with_its_status(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": None})
    assert rows(client.get(f"{FILE}.csv"))[1][6:9] == ["", "écoles", "manquant"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_text_that_a_spreadsheet_would_run_is_harmless(client, schools, publish, country, sign):
    publish(schools, country["kaya"], {"2024": 5}, note=f"{sign}HYPERLINK(1)")
    note = rows(client.get(f"{FILE}.csv"))[1][9]
    assert note.startswith("'")
    cell = openpyxl.load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").content)).active.cell(2, 10)
    assert cell.data_type == "s"


def test_an_xlsx_holds_real_numbers(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": "85.5"})
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").content)).active
    assert sheet.cell(2, 7).value == 85.5
    assert sheet.cell(2, 7).data_type == "n"


def test_a_json_speaks_the_words_of_sdmx(client, schools, publish, country, settings):
    publish(schools, country["kaya"], {"2024": (90, "P")})
    data = client.get(f"{FILE}.json").json()
    assert data["indicator"]["code"] == "ecoles"
    assert data["indicator"]["metadata"] == f"{settings.SITE_URL}/donnees/indicateurs/ecoles/"
    assert data["observations"] == [
        {
            "INDICATOR": "ecoles",
            "REF_AREA": "C2",
            "REF_AREA_NAME": "Kaya",
            "REF_AREA_LEVEL": "commune",
            "TIME_PERIOD": "2024",
            "OBS_VALUE": 90,
            "OBS_STATUS": "P",
            "OBS_COMMENT": "",
        }
    ]


def test_a_file_is_narrowed_as_its_page_is(client, schools, publish, country):
    publish(schools, country["kaya"], {"2023": 85, "2024": 90})
    publish(schools, country["province"], {"2024": 500})
    narrowed = [
        [row[2] for row in rows(client.get(f"{FILE}.csv?{query}"))[1:] if len(row) > 3]
        for query in ("t=C2", "niveau=province", "periode=2024", "t=C2&periode=2023")
    ]
    assert narrowed == [["Kaya", "Kaya"], ["Yatenga"], ["Yatenga", "Kaya"], ["Kaya"]]


def test_a_visitor_takes_away_what_is_open_and_is_told_of_the_rest(client, schools, publish, space_a, country):
    publish(schools, country["ouahigouya"], {"2024": 4417}, space=space_a, visibility="identified")
    publish(schools, country["kaya"], {"2024": 90})
    text = client.get(f"{FILE}.csv").content.decode()
    assert "Kaya" in text
    assert "4417" not in text
    assert "absents de ce fichier\u00a0: 1" in text
    assert client.get(f"{FILE}.json").json()["reserved"] == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_where_nothing_is_open_a_visitor_is_asked_who_they_are(
    client, signed_in, citizen, editor, schools, publish, space_a, country, ending
):
    table = publish(schools, country["ouahigouya"], {"2024": 4417}, space=space_a, visibility="members")
    for address, page in (
        (f"{FILE}.{ending}", "%2Fdonnees%2Findicateurs%2Fecoles%2F"),
        (f"/donnees/tableaux/{table.pk}.{ending}", f"%2Fdonnees%2Ftableaux%2F{table.pk}%2F"),
    ):
        assert client.get(address)["Location"] == f"/compte/connexion/?next={page.replace('%2F', '/')}"
        assert signed_in(citizen).get(address).status_code == 403
        assert signed_in(editor).get(address).status_code == 200


def test_a_file_for_members_is_kept_in_no_cache(signed_in, editor, schools, publish, space_a, country):
    publish(schools, country["ouahigouya"], {"2024": 4417}, space=space_a, visibility="members")
    answer = signed_in(editor).get(f"{FILE}.csv")
    assert "private" in answer["Cache-Control"]


def test_an_indicator_without_a_figure_is_an_empty_file(client, schools, country):
    assert len(rows(client.get(f"{FILE}.csv"))) == 3  # headings, an empty line, the address of the page


@pytest.mark.parametrize(
    "address", [f"{FILE}.pdf", "/donnees/indicateurs/rien.csv", f"{FILE}.csv?t=rien", f"{FILE}.csv?niveau=x"]
)
def test_what_does_not_exist_is_not_found(client, schools, country, address):
    assert client.get(address).status_code == 404
