"""Names of places: any case, accent, spelling or map; what is not certain is asked about, with the choices."""

import datetime

import pytest

from data_pages.importer.places import Gazetteer, Named

pytestmark = pytest.mark.django_db
BEFORE, SINCE = datetime.date(2025, 7, 1), datetime.date(2025, 7, 2)


@pytest.fixture
def gazetteer(country_of_today) -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def find(gazetteer):
    """`find("Soum", level="region", day=…)` → the code found, or the codes of the choices."""

    def find(name="", day=None, **context):
        found = gazetteer.find(Named(name, **context), day)
        codes = [gazetteer.territories[pk].code for pk in found.choices]
        return gazetteer.territories[found.territory].code if found.territory else codes

    return find


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Ouahigouya", "BF540307"),
        ("OUAHIGOUYA", "BF540307"),
        ("Commune de Ouahigouya", "BF540307"),
        ("COMMUNE URBAINE DE OUAHIGOUYA", "BF540307"),
        ("Goursi", "BF540403"),
        ("Fada N’Gourma", "BF520203"),
        ("FADA N'GOURMA", "BF520203"),
        ("bf540307", "BF540307"),
        ("Région du Goulmou", "BF52"),
        ("Est", "BF52"),
        ("Centre-Nord", "BF49"),
    ],
)
def test_a_place_is_known_however_it_is_written(find, written, code):
    assert find(written) == code


def test_homonyms_are_asked_about_unless_the_province_or_the_region_tells(find):
    assert find("Boussouma") == ["BF480106", "BF490302"]
    assert find("Boussouma", province="Boulgou") == "BF480106"
    assert find("BOUSSOUMA", region="Centre-Nord") == "BF490302"
    assert find("Namissiguima", province="YATENGA", region="Nord") == "BF540306"


def test_a_region_of_before_places_a_commune_as_well_as_the_region_of_today(find):
    assert find("Boussouma", region="Kuilsé") == "BF490302"
    assert find("Diapaga", region="Est") == find("Diapaga", region="Tapoa") == "BF520502"


def test_a_name_of_two_levels_depends_on_the_map_or_on_the_heading(find):
    assert set(find("Tapoa")) == {"BF5205", "CV-R-TAPOA"}
    assert find("Tapoa", day=BEFORE) == "BF5205"
    assert find("Tapoa", level="region") == "CV-R-TAPOA"
    assert find("Province de la Tapoa") == "BF5205"
    assert set(find("Sourou", day=SINCE)) == {"BF4606", "CV-R-SOUROU"}  # a province still, and a region now
    assert find("Sourou", day=BEFORE) == "BF4606"
    assert find("Sourou", level="province") == "BF4606"


def test_a_slip_of_the_hand_is_offered_what_it_resembles_and_never_taken_for_it(find):
    assert "BF540307" in find("Ouahigouia")
    assert find("Atlantide") == []


def test_a_code_and_a_name_that_disagree_are_asked_about(gazetteer):
    found = gazetteer.find(Named("Dori", code="BF540307"))
    assert found.territory is None and found.contradiction
    assert gazetteer.find(Named("OUAHIGOUYA", code="BF540307")).territory is not None


def test_a_commune_placed_in_another_province_is_asked_about(find):
    assert find("Ouahigouya", province="Boulgou") == ["BF540307"]


def test_the_names_of_a_file_tell_its_map(gazetteer):
    assert gazetteer.map_of(["Nord", "Est", "Ouahigouya"]) == BEFORE
    assert gazetteer.map_of(["Yaadga", "Kuilsé"]) == SINCE
    assert gazetteer.map_of(["Ouahigouya", "Dori"]) is None
    assert gazetteer.map_of(["Est", "Yaadga"]) is None


def test_the_gazetteer_asks_the_database_three_times_whatever_the_file(country_of_today, django_assert_num_queries):
    with django_assert_num_queries(3):
        gazetteer = Gazetteer.load()
        for number in range(200):
            gazetteer.find(Named(f"Lieu {number}"))
        gazetteer.find(Named("Boussouma", province="Boulgou"))
