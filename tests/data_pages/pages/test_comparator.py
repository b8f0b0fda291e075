"""Up to ten places side by side, chosen by links and forms alone, at an address that can be sent to someone."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.conftest import make_territory
from tests.reading import links, main, read, words

pytestmark = pytest.mark.django_db

COMPARE = "/donnees/comparer/"


def table(page, heading: str) -> list[list[str]]:
    """Headings and rows of the table in the section of that heading."""
    section = next(each for each in page.find_all("section") if words(each.find("h2")) == heading)
    rows = section.find("table").find_all("tr")
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in rows]


def taken_away(client, query: str) -> list[list[str]]:
    """Rows of the CSV file of this comparison."""
    text = client.get(f"/donnees/comparer.csv?{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def figures(measure, publish, country):
    schools = measure("ecoles", "Écoles", "écoles", order=1)
    publish(schools, country["kaya"], {"2023": 85, "2024": 90})
    publish(schools, country["ouahigouya"], {"2023": 70, "2024": (72, "P")})
    publish(schools, country["province"], {"2024": 500})
    return schools


def test_places_stand_as_columns_and_indicators_as_rows(client, figures, measure, publish, country):
    publish(measure("csps", "Centres de santé", "centres", order=2), country["kaya"], {"2022": 4})
    page = read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles&i=csps")
    assert table(page, "Les derniers chiffres") == [
        ["Indicateur", "Kaya Commune", "Ouahigouya Commune", "Yatenga Province"],
        ["Écoles écoles, 2024", "90", "72 (p)", "500"],
        ["Centres de santé centres, 2022", "4", "…", "…"],
    ]


def test_an_indicator_over_the_years_has_its_drawing_its_table_and_its_source(client, figures, country):
    page = read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles")
    assert table(page, "Écoles")[1:] == [["2023", "85", "70", "…"], ["2024", "90", "72 (p)", "500"]]
    section = next(each for each in page.find_all("section") if words(each.find("h2")) == "Écoles")
    assert section.find("svg", role="img")
    assert "Source : Enquête (exemple)" in words(section).replace("\xa0", " ")


def test_the_signs_beside_figures_are_explained(client, figures, measure, publish, country):
    publish(measure("menages", "Ménages", "ménages", order=2), country["kaya"], {"2024": (9, "E")})
    legend = words(main(read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles&i=menages")))
    for explained in ("(p) chiffre provisoire", "(e) chiffre estimé", "… pas de chiffre disponible"):
        assert explained in legend


def test_a_period_that_few_of_the_places_have_reached_is_not_called_the_latest(client, figures, publish, country):
    third = make_territory("commune", "Titao", country["province"], slug="titao", code="C7")
    publish(figures, third, {"2024": 40, "2025": 41})
    page = read(client, f"{COMPARE}?t=C2&t=C1&t=C7&i=ecoles")
    assert table(page, "Les derniers chiffres")[1] == ["Écoles écoles, 2024", "90", "72 (p)", "40", "500"]
    assert table(page, "Écoles")[-1] == ["2025", "…", "…", "41", "…"]


def test_what_places_lie_in_stands_in_their_drawing_only_where_it_can_be_compared(client, measure, publish, country):
    for order, (code, aggregation) in enumerate([("menages", "sum"), ("taux", "mean")]):
        indicator = measure(code, code.capitalize(), order=order, aggregation=aggregation)
        for name in ("kaya", "ouahigouya", "province"):
            publish(indicator, country[name], {"2024": 50})
    page = read(client, f"{COMPARE}?t=C2&t=C1&i=menages&i=taux")
    added, mean = (words(drawing) for drawing in main(page).find_all("svg", role="img"))
    assert "Ouahigouya" in added and "Yatenga" not in added
    assert "Ouahigouya" in mean and "Yatenga" in mean


def test_years_narrow_the_comparison_whatever_their_order(client, figures, country):
    page = read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles&debut=2023&fin=2022")
    assert table(page, "Les derniers chiffres")[1:] == [["Écoles écoles, 2023", "85", "70"]]


def test_where_earlier_periods_are_left_out_the_page_says_how_to_find_them(client, figures, publish, country):
    publish(figures, country["kaya"], {str(year): year for year in range(2013, 2023)})
    earlier = "Périodes plus anciennes : dans les fichiers, ou choisissez leurs années plus haut."
    everything = read(client, f"{COMPARE}?t=C2&i=ecoles")
    assert table(everything, "Écoles")[1][0] == "2015" and words(main(everything)).count(earlier) == 1
    chosen = read(client, f"{COMPARE}?t=C2&i=ecoles&fin=2022")
    assert table(chosen, "Écoles")[1][0] == "2013" and earlier not in words(main(chosen))


def test_a_quarter_is_in_its_year(client, measure, publish, country):
    publish(measure("taxe", "Taxe", "F CFA", frequency="Q"), country["kaya"], {"2024-Q4": 12, "2025-Q1": 13})
    page = read(client, f"{COMPARE}?t=C2&i=taxe&debut=2024&fin=2024")
    assert table(page, "Les derniers chiffres")[1][0] == "Taxe F CFA, 4e trimestre 2024"


def test_references_are_chosen(client, figures, publish, country):
    publish(figures, country["country"], {"2024": 15_450})
    assert table(read(client, f"{COMPARE}?t=C2&i=ecoles&ref=pays"), "Les derniers chiffres")[0][1:] == [
        "Kaya Commune",
        "Burkina Faso Pays",
    ]
    alone = read(client, f"{COMPARE}?t=C2&i=ecoles&ref=aucun")
    assert table(alone, "Les derniers chiffres")[0][1:] == ["Kaya Commune"]


def test_a_typed_name_adds_a_place_and_keeps_the_rest_of_the_choice(client, figures, country):
    answer = client.get(f"{COMPARE}?t=C2&i=ecoles&debut=2023&lieu=ouahigouya&ref=aucun")
    assert answer.status_code == 302
    assert answer["Location"] == f"{COMPARE}?t=C2&t=C1&i=ecoles&ref=aucun&debut=2023"


def test_look_alikes_are_asked_about_never_guessed(client, figures, country):
    make_territory("commune", "Boussouma", country["province"], slug="boussouma-a", code="C8")
    make_territory("commune", "Boussouma", country["region"], slug="boussouma-b", code="C9")
    page = read(client, f"{COMPARE}?t=C2&lieu=boussouma")
    assert links(main(page).find(role="status")) == {
        f"{COMPARE}?t=C2&t=C8": "Boussouma (commune, Yatenga)",
        f"{COMPARE}?t=C2&t=C9": "Boussouma (commune, Yaadga)",
    }


def test_each_place_is_taken_away_by_a_link(client, figures, country):
    found = links(main(read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles")))
    assert found[f"{COMPARE}?t=C1&i=ecoles"].startswith("Kaya")
    assert found[f"{COMPARE}?t=C2&i=ecoles"].startswith("Ouahigouya")


def test_ten_places_at_most(client, figures, country):
    codes = [
        make_territory("commune", f"Lieu {n}", country["province"], slug=f"lieu-{n}", code=f"L{n}").code
        for n in range(12)
    ]
    page = read(client, f"{COMPARE}?" + "&".join(f"t={code}" for code in codes))
    assert "10 lieux au plus" in words(main(page))
    assert main(page).find("input", attrs={"name": "lieu"}) is None


def test_without_a_choice_of_indicators_the_first_that_have_figures_there_are_shown(client, figures, country):
    page = read(client, f"{COMPARE}?t=C2")
    assert table(page, "Les derniers chiffres")[1][0] == "Écoles écoles, 2024"


def test_sums_are_divided_by_the_population_when_asked(client, figures, measure, publish, country):
    people = measure("population", "Population", "habitants")
    publish(people, country["kaya"], {"2019": 45_000})
    page = read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles&par=habitant&fin=2024&debut=2024")
    assert table(page, "Les derniers chiffres")[1] == ["Écoles écoles pour 1 000 habitants, 2024", "2,00", "…", "…"]
    assert "Rapporté à la population de 2019." in words(main(page))


def test_money_is_divided_among_inhabitants_one_by_one_however_its_unit_is_spaced(client, measure, publish, country):
    publish(measure("population", "Population", "habitants"), country["kaya"], {"2019": 45_000})
    publish(measure("budget", "Budget", "F\u00a0CFA"), country["kaya"], {"2024": 90_000_001})
    query = "t=C2&i=budget&par=habitant"
    shown = table(read(client, f"{COMPARE}?{query}"), "Les derniers chiffres")[1]
    assert [each.replace("\u00a0", " ") for each in shown] == ["Budget F CFA par habitant, 2024", "2 000"]
    assert taken_away(client, query)[1][3] == "2000"


def test_a_quotient_is_as_certain_as_the_less_certain_of_its_two_figures(client, figures, measure, publish, country):
    people = measure("population", "Population", "habitants")
    publish(people, country["kaya"], {"2019": (45_000, "E")})
    publish(people, country["ouahigouya"], {"2019": 36_000})
    query = "t=C2&t=C1&i=ecoles&par=habitant&debut=2024&fin=2024&ref=aucun"
    page = read(client, f"{COMPARE}?{query}")
    assert table(page, "Les derniers chiffres")[1][1:] == ["2,00 (e)", "2,00 (p)"]
    assert taken_away(client, query)[1][5] == "Kaya\u00a0: estimé\u00a0; Ouahigouya\u00a0: provisoire"


def test_a_figure_divided_by_a_reserved_population_is_reserved_and_not_missing(
    client, figures, measure, publish, country, space_a
):
    people = measure("population", "Population", "habitants")
    publish(people, country["kaya"], {"2019": 45_000})
    publish(
        people, country["ouahigouya"], {"2019": 36_000}, space=space_a, visibility="identified", title="Recensement"
    )
    query = "t=C2&t=C1&i=ecoles&par=habitant&debut=2024&fin=2024&ref=aucun"
    page = read(client, f"{COMPARE}?{query}")
    assert table(page, "Les derniers chiffres")[1][1:] == ["2,00", "réservé"]
    assert "Certains de ces chiffres s’ouvrent" in words(main(page))
    assert "Recensement" in words(main(page))  # the divisor has its source too
    assert taken_away(client, query)[1][5] == "Ouahigouya\u00a0: réservé"


def test_ten_places_over_ten_years_for_six_indicators_are_taken_away_whole(client, measure, publish, country):
    codes = [f"L{n}" for n in range(10)]
    places = [make_territory("commune", code, country["province"], slug=code.lower(), code=code) for code in codes]
    for order in range(6):
        indicator = measure(f"i{order}", f"Mesure {order}", order=order)
        for place in places:
            publish(indicator, place, {str(year): year for year in range(2015, 2025)})
    chosen = "&".join([*(f"t={code}" for code in codes), *(f"i=i{order}" for order in range(6))])
    rows = taken_away(client, f"{chosen}&debut=2015&fin=2024")
    assert [row[2] for row in rows[1:11]] == [str(year) for year in range(2015, 2025)]
    assert sum(row[:1] != [] and row[0].startswith("Mesure") for row in rows) == 60


def test_without_a_place_no_population_is_read(client, figures):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{COMPARE}?i=ecoles&par=habitant").status_code == 200
    assert not [query for query in asked if "data_pages_observation" in query["sql"]]


def test_a_population_is_never_divided_by_itself(client, measure, publish, country):
    publish(measure("population", "Population", "habitants"), country["kaya"], {"2019": 45_000})
    page = read(client, f"{COMPARE}?t=C2&i=population&par=habitant")
    assert table(page, "Les derniers chiffres")[1] == ["Population habitants, 2019", "45 000"]


def test_organisations_are_compared_too(client, figures, publish, organisation):
    publish(figures, organisation, {"2024": 3}, space=organisation)
    page = read(client, f"{COMPARE}?t=nong-taaba&i=ecoles")
    assert table(page, "Les derniers chiffres")[0][1] == "Association Nong-Taaba (exemple) Organisation"


def test_reserved_figures_are_said_to_be_so_and_lead_to_sign_in_and_back(
    client, figures, publish, measure, space_a, country
):
    wells = measure("forages", "Forages", "forages")
    publish(wells, country["ouahigouya"], {"2024": 4417}, space=space_a, visibility="identified")
    page = read(client, f"{COMPARE}?t=C1&i=forages")
    assert table(page, "Les derniers chiffres")[1] == ["Forages forages, 2024", "réservé"]
    assert "4417" not in words(main(page)).replace(" ", "")
    assert "/compte/connexion/?next=%2Fdonnees%2Fcomparer%2F%3Ft%3DC1%26i%3Dforages" in links(main(page))
    assert client.get("/donnees/comparer.csv?t=C1&i=forages")["Location"].startswith("/compte/connexion/")


def test_what_does_not_exist_is_left_out_and_said(client, figures, country):
    page = read(client, f"{COMPARE}?t=C2&t=INCONNU&i=ecoles&i=rien")
    assert "inconnu" in words(main(page).find(role="status"))
    assert table(page, "Les derniers chiffres")[0][1] == "Kaya Commune"
    assert "private" in client.get(f"{COMPARE}?t=INCONNU")["Cache-Control"]


def test_indicators_beyond_six_are_named_as_left_out(client, figures, measure, country):
    codes = ["ecoles", *(measure(f"autre-{n}", f"Autre {n}", "lieux").code for n in range(1, 8))]
    page = read(client, f"{COMPARE}?t=C2&{'&'.join(f'i={code}' for code in codes)}")
    assert (
        words(main(page).find(role="status")) == "6 indicateurs au plus à la fois. Laissés de côté : Autre 6, Autre 7."
    )
    assert not main(read(client, f"{COMPARE}?t=C2&i=ecoles")).find(role="status")


@pytest.mark.parametrize("query", ["debut=abc", "fin=99999", "par=x", "t=" + "9" * 300])
def test_a_question_that_cannot_be_is_not_found(client, country, query):
    assert client.get(f"{COMPARE}?{query}").status_code == 404


def test_the_page_repeats_nothing_of_an_address_that_it_does_not_understand(client, figures, country):
    assert "pirate" not in client.get(f"{COMPARE}?t=C2&i=ecoles&utm_source=pirate&i=pirate").content.decode()


def test_the_files_hold_exactly_what_is_shown(client, figures, country, settings):
    query = "t=C2&t=C1&i=ecoles"
    rows = taken_away(client, query)
    headings = ["Indicateur", "Unité", "Période", "Kaya (commune, Yatenga)", "Ouahigouya (commune, Yatenga)"]
    assert rows[0] == [*headings, "Yatenga (province, Yaadga)", "Remarques", "Source"]
    assert rows[1] == ["Écoles", "écoles", "2023", "85", "70", "", "Yatenga\u00a0: manquant", "Enquête (exemple)"]
    assert rows[2] == [
        "Écoles",
        "écoles",
        "2024",
        "90",
        "72",
        "500",
        "Ouahigouya\u00a0: provisoire",
        "Enquête (exemple)",
    ]
    assert rows[4] == [f"Page\u00a0: {settings.SITE_URL}{COMPARE}?{query}"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/donnees/comparer.xlsx?{query}").content))
    assert [cell.value for cell in book.active[3]][3:6] == [90, 72, 500]


def test_nothing_to_show_is_nothing_to_take_away(client, country):
    assert client.get("/donnees/comparer.csv").status_code == 404


def test_the_form_alone_leads_to_the_same_comparison(client, figures, country):
    form = main(read(client, f"{COMPARE}?t=C2&t=C1&i=ecoles&debut=2023")).find("form", class_="chooser")
    sent = QueryDict(mutable=True)
    for field in form.find_all("input"):
        if field.get("type") != "checkbox" or field.has_attr("checked"):
            sent.appendlist(field["name"], field.get("value", ""))
    page = read(client, f"{COMPARE}?{sent.urlencode()}")
    assert table(page, "Les derniers chiffres")[0][1:3] == ["Kaya Commune", "Ouahigouya Commune"]
