"""One page for each indicator: a figure, where it comes from, how it changes, and the same elsewhere."""

from __future__ import annotations

import datetime
import re

import pytest

from spaces.services import close_space
from tests.conftest import make_territory
from tests.reading import links, main, metadata, read, structured_data, words

pytestmark = pytest.mark.django_db

ADDRESS = "/donnees/indicateurs/ecoles/"


def rows(page, heading: str) -> list[list[str]]:
    """The cells of the table in the section whose heading begins so."""
    section = next(each for each in page.find_all("section") if words(each.find("h2")).startswith(heading))
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in section.find("tbody").find_all("tr")]


def test_the_figure_of_the_country_stands_first_with_its_period_and_unit(client, schools, publish, country):
    publish(schools, country["country"], {"2023": 14_200, "2024": 15_450})
    page = read(client, ADDRESS)
    assert words(main(page).find(class_="figs")) == "Burkina Faso, 2024 15 450 écoles"
    assert page.h1.string == "Écoles primaires"


def headline(client, query: str = "") -> str:
    return words(main(read(client, ADDRESS + query)).find(class_="figs")).replace("\xa0", " ")


def test_without_a_figure_of_the_country_the_places_that_have_one_are_counted(client, schools, publish, country):
    publish(schools, country["kaya"], {"2023": 80, "2024": 90})
    publish(schools, country["ouahigouya"], {"2024": None})
    assert headline(client) == "Communes qui ont un chiffre, 2024 1 sur 2"
    assert headline(client, "?periode=2023") == "Communes qui ont un chiffre, 2023 1 sur 2"


@pytest.mark.parametrize(
    ("aggregation", "said"),
    [
        ("sum", "Somme des 2 communes, 2024 162 (p) écoles"),
        ("mean", "Communes qui ont un chiffre, 2024 2 sur 2"),
        ("none", "Communes qui ont un chiffre, 2024 2 sur 2"),
    ],
)
def test_figures_of_all_the_places_of_a_level_are_added_up_where_that_makes_sense(
    client, measure, publish, country, aggregation, said
):
    schools = measure("ecoles", "Écoles", "écoles", aggregation=aggregation)
    publish(schools, country["kaya"], {"2024": 90})
    publish(schools, country["ouahigouya"], {"2024": (72, "P")})
    assert headline(client) == said


def test_no_sum_is_made_of_what_this_reader_may_not_see(client, signed_in, citizen, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    publish(schools, country["ouahigouya"], {"2024": 72}, visibility="identified", title="Réservé (exemple)")
    assert headline(client) == "Communes qui ont un chiffre, 2024 2 sur 2"
    assert headline(signed_in(citizen)) == "Somme des 2 communes, 2024 162 écoles"


def test_no_sum_is_made_of_a_former_map(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    publish(schools, country["ouahigouya"], {"2024": 72})
    country["kaya"].valid_to = datetime.date(2025, 7, 2)
    country["kaya"].save()
    make_territory("commune", "Titao", country["province"], slug="titao", code="C7")
    assert headline(client) == "Communes qui ont un chiffre, 2024 1 sur 2"


def test_a_country_whose_figure_is_said_to_be_missing_is_given_none(client, schools, publish, country):
    publish(schools, country["country"], {"2024": None})
    for name in ("kaya", "ouahigouya"):
        publish(schools, country[name], {"2024": 90})
    assert headline(client) == "Communes qui ont un chiffre, 2024 2 sur 2"


def test_a_period_that_few_have_reached_is_not_the_one_that_is_shown_unasked(client, schools, publish, country):
    for number in range(3):
        place = make_territory("commune", f"Lieu {number}", country["province"], slug=f"l{number}", code=f"L{number}")
        publish(schools, place, {"2025": number, "2026": number} if number == 0 else {"2025": number})
    assert headline(client) == "Communes qui ont un chiffre, 2025 3 sur 5"
    assert headline(client, "?periode=2026") == "Communes qui ont un chiffre, 2026 1 sur 5"


def test_a_place_without_any_figure_is_told_so(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    assert "Pas de chiffre pour Ouahigouya (commune, Yatenga)." in words(main(read(client, f"{ADDRESS}?t=C1")))


def test_the_series_stands_in_a_table_and_in_a_drawing(client, schools, publish, country):
    publish(schools, country["country"], {"2022": 14_000, "2023": 14_200, "2024": 15_450})
    page = read(client, ADDRESS)
    assert rows(page, "Burkina Faso") == [["2022", "14 000"], ["2023", "14 200"], ["2024", "15 450"]]
    assert page.find("svg", role="img").title.string == "Écoles primaires, Burkina Faso"


def test_a_missing_figure_is_never_a_zero_and_a_sign_says_what_is_not_final(client, schools, publish, country):
    publish(schools, country["country"], {"2022": None, "2023": (14_200, "E"), "2024": (15_450, "P")})
    page = read(client, ADDRESS)
    assert rows(page, "Burkina Faso") == [["2022", "…"], ["2023", "14 200 (e)"], ["2024", "15 450 (p)"]]
    legend = words(main(page))
    assert "… pas de chiffre disponible" in legend
    assert "(p) chiffre provisoire" in legend
    assert "(e) chiffre estimé" in legend


def test_the_legend_explains_only_what_is_there(client, schools, publish, country):
    publish(schools, country["country"], {"2024": 15_450})
    assert "chiffre provisoire" not in words(main(read(client, ADDRESS)))


def test_the_note_of_a_figure_stands_beside_it(client, schools, publish, country):
    publish(schools, country["country"], {"2024": 15_450}, note="sans les écoles fermées")
    assert rows(read(client, ADDRESS), "Burkina Faso") == [["2024", "15 450", "sans les écoles fermées"]]


def test_places_are_ranked_from_the_highest_and_equal_ones_share_a_rank(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    publish(schools, country["ouahigouya"], {"2024": 90})
    publish(schools, country["province"], {"2024": 500})
    page = read(client, ADDRESS)
    assert rows(page, "Communes") == [["1", "Kaya Yatenga", "90"], ["1", "Ouahigouya Yatenga", "90"]]


def test_a_place_without_a_figure_has_no_rank(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": None})
    publish(schools, country["ouahigouya"], {"2024": 0})
    assert rows(read(client, ADDRESS), "Communes") == [["1", "Ouahigouya Yatenga", "0"], ["–", "Kaya Yatenga", "…"]]


def test_another_level_another_period_and_another_place_are_addresses(client, schools, publish, country):
    publish(schools, country["kaya"], {"2023": 80, "2024": 90})
    publish(schools, country["province"], {"2024": 500})
    assert rows(read(client, f"{ADDRESS}?niveau=province"), "Provinces") == [["1", "Yatenga Yaadga", "500"]]
    assert rows(read(client, f"{ADDRESS}?periode=2023"), "Communes, 2023") == [["1", "Kaya Yatenga", "80"]]
    assert words(main(read(client, f"{ADDRESS}?t=C2")).find(class_="figs")) == (
        "Kaya (commune, Yatenga), 2024 90 écoles"
    )


def test_a_place_is_found_by_its_name(client, schools, publish, country):
    publish(schools, country["kaya"], {"2024": 90})
    answer = client.get(f"{ADDRESS}?lieu=KAYA&periode=2024")
    assert answer["Location"] == f"{ADDRESS}?t=C2&periode=2024"


def test_look_alikes_are_asked_about(client, schools, publish, country):
    country["kaya"].names.create(name="Ouahigouya-Nord")
    publish(schools, country["kaya"], {"2024": 90})
    asked = read(client, f"{ADDRESS}?lieu=ouahig").find(role="status")
    assert list(links(asked).values()) == ["Kaya (commune, Yatenga)", "Ouahigouya (commune, Yatenga)"]
    assert "Aucun autre lieu" in words(read(client, f"{ADDRESS}?lieu=introuvable").find(role="status"))


def test_parts_that_add_up_are_shown_beside_the_whole(client, measure, publish, country):
    people = measure("habitants", "Habitants", "habitants")
    women = measure("femmes", "Femmes", "femmes", part_of=people)
    men = measure("hommes", "Hommes", "hommes", part_of=people)
    for indicator, value in ((people, 100), (women, 52), (men, 48)):
        publish(indicator, country["country"], {"2024": value})
    page = read(client, "/donnees/indicateurs/habitants/")
    assert rows(page, "Burkina Faso") == [["2024", "100", "52", "48"]]
    assert len(page.find("section").find_all("svg", role="img")) == 1


def test_parts_that_do_not_add_up_are_not_drawn_as_a_whole(client, measure, publish, country):
    points = measure("points", "Points d’eau", "points")
    wells = measure("forages", "Forages", "forages", part_of=points)
    publish(points, country["country"], {"2024": 100})
    publish(wells, country["country"], {"2024": 60})
    page = read(client, "/donnees/indicateurs/points/")
    assert page.find("section").find("svg", role="img") is None


def test_a_month_is_said_in_words(client, measure, publish, country):
    births = measure("naissances", "Naissances", "naissances", frequency="M")
    publish(births, country["country"], {"2024-07": 12})
    assert "07/2024" in words(main(read(client, "/donnees/indicateurs/naissances/")))


def test_the_source_the_method_and_the_way_to_quote_are_stated(client, schools, publish, country):
    schools.methodology = "Comptage à la rentrée."
    schools.save()
    table = publish(schools, country["country"], {"2024": 15_450})
    page = read(client, ADDRESS)
    assert "Comptage à la rentrée." in words(main(page))
    assert links(main(page))[table.get_absolute_url()] == "Un tableau (exemple)"
    assert re.search(
        r"Écoles primaires\. Enquête \(exemple\)\. Civitac, http\S+/donnees/indicateurs/ecoles/", words(main(page))
    )


def test_the_page_says_what_it_is_to_search_engines(client, schools, publish, country, settings):
    publish(schools, country["country"], {"2024": 15_450})
    page = read(client, f"{ADDRESS}?niveau=country&periode=2024")
    assert metadata(page)["canonical"] == settings.SITE_URL + ADDRESS
    trail = next(node for node in structured_data(page) if node["@type"] == "BreadcrumbList")
    assert [step["name"] for step in trail["itemListElement"]] == ["Accueil", "Données", "Chiffres", "Écoles primaires"]


def test_figures_that_ask_for_identification_leave_a_way_to_them_and_back(client, schools, publish, space_a, country):
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a, visibility="identified")
    page = read(client, f"{ADDRESS}?t=C1")
    assert rows(page, "Ouahigouya") == [["2024", "réservé"]]
    assert "61" not in words(main(page)).replace("2024", "")
    assert page.find("svg", role="img") is None
    assert links(main(page))["/compte/connexion/?next=%2Fdonnees%2Findicateurs%2Fecoles%2F%3Ft%3DC1"]


def test_whoever_has_identified_themselves_reads_them(client, schools, publish, space_a, country, citizen):
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a, visibility="identified")
    client.force_login(citizen)
    page = read(client, f"{ADDRESS}?t=C1")
    assert rows(page, "Ouahigouya") == [["2024", "61"]]
    assert "/compte/connexion/" not in str(main(page))


def test_members_figures_open_to_members_alone(signed_in, schools, publish, space_a, country, citizen, editor):
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a, visibility="members", note="brouillon secret")
    refused = read(signed_in(citizen), f"{ADDRESS}?t=C1")
    assert rows(refused, "Ouahigouya") == [["2024", "réservé"]]
    assert "secret" not in str(refused)
    assert "réservé : chiffres que seuls les membres d’un espace lisent." in words(main(refused)).replace("\xa0", " ")
    assert rows(read(signed_in(editor), f"{ADDRESS}?t=C1"), "Ouahigouya") == [["2024", "61", "brouillon secret"]]


def test_a_reserved_value_does_not_show_through_the_order_of_the_ranking(client, schools, publish, space_a, country):
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a, visibility="identified")
    publish(schools, country["kaya"], {"2024": 5})
    assert rows(read(client, ADDRESS), "Communes") == [
        ["1", "Kaya Yatenga", "5"],
        ["–", "Ouahigouya Yatenga", "réservé"],
    ]


def test_closing_a_space_takes_its_figures_off_the_page(
    client, schools, publish, space_a, country, django_capture_on_commit_callbacks
):
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a)
    assert rows(read(client, ADDRESS), "Communes") == [["1", "Ouahigouya Yatenga", "61"]]
    with django_capture_on_commit_callbacks(execute=True):
        close_space(space_a)
    assert "61" not in words(main(read(client, ADDRESS)))


def test_organisations_are_a_level_of_their_own(client, schools, publish, organisation):
    publish(schools, organisation, {"2024": 3}, space=organisation)
    page = read(client, ADDRESS)
    assert rows(page, "Organisations") == [["1", "Association Nong-Taaba (exemple) Ouahigouya", "3"]]
    assert "/donnees/organisations/nong-taaba/" in links(main(page))


def test_an_indicator_without_a_figure_says_so(client, schools, country):
    assert "Aucun chiffre n’a encore été publié." in words(main(read(client, ADDRESS)))


@pytest.mark.parametrize(
    "query",
    [
        "t=inconnu",
        "niveau=inconnu",
        "niveau=region",
        "periode=2031",
        "periode=x",
        "page=0",
        "page=9999999",
    ],
)
def test_what_does_not_exist_is_not_found(client, schools, publish, country, query):
    publish(schools, country["country"], {"2024": 15_450})
    assert client.get(f"{ADDRESS}?{query}").status_code == 404


def test_a_page_is_quoted_with_each_of_its_sources_once(client, schools, publish, country):
    for name in ("kaya", "ouahigouya"):
        publish(schools, country[name], {"2024": 90}, title=f"Écoles de {name}")
    quotation = next(each for each in main(read(client, ADDRESS)).find_all("section") if "Pour citer" in words(each))
    assert words(quotation).count("Enquête (exemple)") == 1


@pytest.mark.parametrize(("visibility", "said"), [("identified", "Identifiez-vous pour lire"), ("members", "réservé")])
def test_identification_is_promised_only_where_it_opens_the_figure(
    client, schools, publish, country, space_a, visibility, said
):
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a, visibility=visibility)
    headline = words(main(read(client, f"{ADDRESS}?t=C1")).find("dl", class_="figs"))
    assert said in headline
    assert ("Identifiez-vous" in headline) == (visibility == "identified")


def test_the_map_of_regions_stands_in_the_page_and_that_of_communes_is_a_drawing_of_its_own(
    client, schools, publish, country
):
    from data_pages.models import Boundary

    publish(schools, country["kaya"], {"2024": 90})
    assert client.get(f"{ADDRESS}carte.svg?niveau=commune&periode=2024").status_code == 404, "no outline, no map"
    Boundary.objects.create(territory=country["kaya"], path="M0 0h9v9z", box=[0, 0, 9, 9], centre=[4, 4])
    page = read(client, ADDRESS)
    [drawing] = [each for each in main(page).find_all("img") if "carte.svg" in each["src"]]
    assert drawing["loading"] == "lazy"
    answer = client.get(drawing["src"])
    assert answer["Content-Type"] == "image/svg+xml"
    assert "Kaya" in answer.content.decode()


def test_a_map_holds_no_reserved_value(client, signed_in, citizen, schools, publish, space_a, space_b, country):
    from data_pages.models import Boundary

    for name in ("kaya", "ouahigouya"):
        Boundary.objects.create(territory=country[name], path="M0 0h9v9z", box=[0, 0, 9, 9], centre=[4, 4])
    publish(schools, country["ouahigouya"], {"2024": 61}, space=space_a, visibility="identified")
    publish(schools, country["kaya"], {"2024": 90}, space=space_b)
    address = f"{ADDRESS}carte.svg?niveau=commune&periode=2024"
    assert "61" not in re.findall(
        r"\d+", " ".join(re.findall(r"<title>(.*?)</title>", client.get(address).content.decode()))
    )
    assert "61" in re.findall(
        r"\d+", " ".join(re.findall(r"<title>(.*?)</title>", signed_in(citizen).get(address).content.decode()))
    )
