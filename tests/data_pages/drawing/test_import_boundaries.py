"""Outlines: an administrator brings a file; each area finds its territory, or nothing is written and the reason is said."""

from __future__ import annotations

import json
import re

import pytest
import shapely
from django.core.cache import cache
from django.core.management import CommandError

from civitac.core.cache import GENERATION_KEY, first_generation
from data_pages.drawing.grid import HEIGHT, WIDTH
from data_pages.models import Boundary
from territories.enums import Level
from territories.models import Territory
from territories.services import load_territories

from .world import REAL, area, collection, needs_outlines, square, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    load_territories()


@pytest.fixture
def written(tmp_path):
    """`written(content)` → a file that holds it."""

    def write(content):
        path = tmp_path / "contours.geojson"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def polygon(boundary: Boundary) -> shapely.Geometry:
    """The area that a stored outline encloses."""
    parts = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([^z]+)z", boundary.path):
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        points = [(int(x), int(y))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        parts.append(shapely.make_valid(shapely.Polygon(points)))
    return shapely.union_all(parts)


@needs_outlines
@pytest.mark.parametrize(
    ("name", "level", "number"),
    [("communes_351", Level.COMMUNE, 351), ("provinces_47", Level.PROVINCE, 47), ("regions_17", Level.REGION, 17)],
)
def test_the_real_map_is_recognised_whole_and_a_second_time_changes_nothing(land, name, level, number):
    first = take_in(REAL / f"{name}.geojson", "--source", "Map Library (exemple)")
    assert f"{level.label} : contours ajoutés {number}," in first and "Sans contour" not in first
    before = list(Boundary.objects.order_by("pk").values())
    assert f"inchangés {number}." in take_in(REAL / f"{name}.geojson", "--source", "Map Library (exemple)")
    assert list(Boundary.objects.order_by("pk").values()) == before
    assert {row["source"] for row in before} == {"Map Library (exemple)"}
    present = set(Territory.objects.current().filter(level=level).values_list("pk", flat=True))
    assert {row["territory_id"] for row in before} == present


@needs_outlines
def test_neighbours_leave_no_gap_and_stay_on_the_grid(land):
    take_in(REAL / "communes_351.geojson")
    outlines = list(Boundary.objects.all())
    areas = [polygon(outline) for outline in outlines]
    whole = shapely.union_all(areas)
    holes = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    assert sum(shapely.Polygon(ring).area for ring in holes) < 0.001 * whole.area
    assert sum(each.area for each in areas) < 1.005 * whole.area
    for outline, each in zip(outlines, areas, strict=True):
        west, north, east, south = outline.box
        assert 0 <= west <= east <= WIDTH and 0 <= north <= south <= HEIGHT
        assert each.buffer(1.5).contains(shapely.Point(outline.centre))


@needs_outlines
def test_the_levels_above_can_be_made_by_joining_communes(land):
    said = take_in(REAL / "communes_351.geojson", "--dissolve")
    assert "Province : contours ajoutés 47" in said and "Région : contours ajoutés 17" in said
    region = polygon(Boundary.objects.get(territory__slug="region-kadiogo"))
    commune = polygon(Boundary.objects.get(territory__slug="ouagadougou"))
    assert shapely.intersection(region, commune).area > 0.9 * commune.area


def test_a_file_may_give_only_some_places_and_the_others_are_named(land, written):
    said = take_in(written(collection(area(pcode="BF46"))))
    assert "Région : contours ajoutés 1," in said and "Sans contour (16)" in said and "Kadiogo (région)" in said


def test_what_a_new_file_leaves_out_is_taken_away(land, written):
    take_in(written(collection(area(pcode="BF46"), area(square(west=0), pcode="BF47"))))
    assert "retirés 1," in take_in(written(collection(area(pcode="BF46"))))


def test_a_place_too_small_for_the_grid_is_still_drawn(land, written):
    take_in(written(collection(area(pcode="BF46"), area(square(west=0.5, side=0.0001), pcode="BF47"))))
    assert Boundary.objects.get(territory__code="BF47").path.endswith("h2v2h-2z")


def test_a_place_in_several_pieces_with_a_hole_keeps_them(land, written):
    ring = square(-1, 12, 1)["coordinates"][0]
    hole = square(-0.8, 12.2, 0.4)["coordinates"][0]
    pieces = {"type": "MultiPolygon", "coordinates": [[ring, hole], square(1, 12, 0.5)["coordinates"]]}
    take_in(written(collection(area(pieces, pcode="BF46"))))
    assert Boundary.objects.get().path.count("z") == 3


def test_old_names_are_recognised(land, written):
    take_in(written(collection(area(nom="Boucle du Mouhoun"))), "--level", "region")
    assert Boundary.objects.get().territory.slug == "region-bankui"


def crossed() -> dict:
    """A polygon that crosses itself, like the figure 8."""
    return {"type": "Polygon", "coordinates": [[[-1, 12], [0, 13], [0, 12], [-1, 13], [-1, 12]]]}


def test_a_polygon_that_crosses_itself_is_mended(land, written):
    take_in(written(collection(area(crossed(), pcode="BF46"))))
    assert polygon(Boundary.objects.get()).area > 0


DEEP = b'{"type":"FeatureCollection","features":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BAD = {
    "empty": (b"", "pas du JSON"),
    "not-text": (b"\xff\xfe\x00PK", "UTF-8"),
    "not-json": (b"<html>", "pas du JSON"),
    "cut": (collection(area(pcode="BF46"))[:-20], "pas du JSON"),
    "too-deep": (DEEP, "pas du JSON"),
    "a-list": ("[]", "FeatureCollection"),
    "a-number": ("3", "FeatureCollection"),
    "one-area-alone": (json.dumps(area(pcode="BF46")), "FeatureCollection"),
    "no-area": (collection(), "aucune surface"),
    "areas-of-another-kind": (collection(1, "x", None), "pas un polygone"),
    "a-point": (collection(area({"type": "Point", "coordinates": [0, 12]}, pcode="BF46")), "pas un polygone"),
    "nothing-inside": (collection(area({"type": "Polygon", "coordinates": []}, pcode="BF46")), "vide"),
    "words": (collection(area({"type": "Polygon", "coordinates": [[["a", "b"]]]}, pcode="BF46")), "coordonnées"),
    "no-coordinates": (collection(area({"type": "Polygon"}, pcode="BF46")), "coordonnées"),
    "two-points": (
        collection(area({"type": "Polygon", "coordinates": [[[0, 12], [1, 12]]]}, pcode="BF46")),
        "coordonnées",
    ),
    "not-a-number": (collection(area(pcode="BF46")).replace("12.0", "NaN"), "pas du JSON"),
    "metres": (collection(area(square(600000, 1300000, 1000), pcode="BF46")), "hors du Burkina Faso"),
    "the-wrong-way-round": (collection(area(square(12.0, -1.0), pcode="BF46")), "hors du Burkina Faso"),
    "no-name": (collection(area()), "--level"),
    "a-name-of-two-levels": (collection(area(nom="Kadiogo")), "--level"),
    "mixed-levels": (collection(area(c="BF46"), area(square(west=0), c="BF460101")), "niveaux"),
    "one-unknown": (collection(area(pcode="BF46"), area(square(west=0), pcode="BF99", nom="Ailleurs")), "Ailleurs"),
    "twice": (collection(area(pcode="BF46", n="un"), area(square(west=0), pcode="BF46", n="deux")), "un) = no"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_answered_in_words_and_nothing_is_written(land, written, name):
    content, words = BAD[name]
    with pytest.raises(CommandError, match=re.escape(words)):
        take_in(written(content))
    assert not Boundary.objects.exists()


def test_a_name_that_two_communes_bear_is_not_guessed(land, written):
    file = written(collection(area(nom="Boussouma")))
    with pytest.raises(CommandError, match=r"Boussouma"):
        take_in(file, "--level", "commune")
    assert not Boundary.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être ouvert"):
        take_in(tmp_path / "absent.geojson")


def test_a_source_too_long_for_its_column_is_refused(land, written):
    with pytest.raises(CommandError, match="250"):
        take_in(written(collection(area(pcode="BF46"))), "--source", "x" * 251)


def test_a_long_list_of_unknown_places_is_cut(land, written):
    areas = [area(square(-1 + index / 10, 12, 0.05), nom=f"Ailleurs {index}") for index in range(20)]
    with pytest.raises(CommandError, match="et 8 autres"):
        take_in(written(collection(*areas)), "--level", "commune")


def test_pages_are_renewed_when_an_outline_changes_and_only_then(land, written, django_capture_on_commit_callbacks):
    file = written(collection(area(pcode="BF46")))
    before = first_generation()
    with django_capture_on_commit_callbacks(execute=True):
        take_in(file)
    after = cache.get(GENERATION_KEY)
    with django_capture_on_commit_callbacks(execute=True):
        take_in(file)
    assert before != after == cache.get(GENERATION_KEY)
