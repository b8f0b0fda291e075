"""Every picture the demonstration names is drawn, and every drawing stands beside a render of its own size."""

import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from home.demo.files import MEDIA, PICTURES
from home.demo.reading import picture_users, read_content

CONTENT = read_content()
DRAWINGS = sorted(PICTURES.glob("*.svg"))
SCENE, LOGO, SHARED = (1280, 960), (512, 512), (1200, 630)
# What the demonstration costs a phone, in bytes.
MOST = {".svg": 25_000, ".webp": 50_000, ".png": 15_000}
MEDIA_AT_MOST = {
    "emission-exemple.mp3": 170_000,
    "video-exemple.mp4": 400_000,
    "video-exemple.webp": 6_000,
    "ordre-du-jour-exemple.pdf": 60_000,
}


def is_logo(drawing):
    return drawing.stem.startswith("logo-")


LOGOS = [drawing for drawing in DRAWINGS if is_logo(drawing)]


def render_of(drawing):
    return drawing.with_suffix(".png" if is_logo(drawing) else ".webp")


def test_every_picture_the_content_names_is_drawn():
    assert picture_users(CONTENT).keys() <= {drawing.stem for drawing in DRAWINGS}


def test_every_picture_described_is_drawn_and_every_drawing_described():
    assert CONTENT.pictures.keys() == {drawing.stem for drawing in DRAWINGS}


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_a_drawing_has_its_render_at_the_size_it_declares(drawing):
    declared = ET.parse(drawing).getroot().attrib
    size = int(declared["width"]), int(declared["height"])
    assert size == (LOGO if is_logo(drawing) else SHARED if drawing.stem == "partage" else SCENE)
    with Image.open(render_of(drawing)) as render:
        assert render.size == size


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_a_drawing_and_its_render_stay_light(drawing):
    for file in (drawing, render_of(drawing)):
        assert file.stat().st_size <= MOST[file.suffix], file.name


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_a_drawing_is_self_contained_and_bears_no_writing(drawing):
    parts = list(ET.parse(drawing).getroot().iter())
    assert not [part.tag for part in parts if part.tag.rpartition("}")[2] in {"text", "image", "script"}]
    addresses = [value for part in parts for name, value in part.attrib.items() if name.rpartition("}")[2] == "href"]
    assert all(address.startswith("#") for address in addresses)


@pytest.mark.parametrize("drawing", LOGOS, ids=lambda drawing: drawing.stem)
def test_a_logo_leaves_its_corners_clear(drawing):
    with Image.open(render_of(drawing)) as render:
        clear = render.convert("RGBA")
    assert {clear.getpixel((x, y))[3] for x in (0, 511) for y in (0, 511)} == {0}


def test_no_two_spaces_bear_the_same_logo():
    logos = [space.logo for space in CONTENT.spaces]
    renders = {render_of(PICTURES / f"{logo}.svg").read_bytes() for logo in logos}
    assert len(renders) == len(set(logos)) == len(logos)


@pytest.mark.parametrize(("name", "most"), MEDIA_AT_MOST.items())
def test_sound_film_and_document_are_there_and_light(name, most):
    assert 0 < (MEDIA / name).stat().st_size <= most


def test_every_file_the_content_describes_is_there():
    described = [*CONTENT.media.values(), *CONTENT.documents.values()]
    names = {table[key] for table in described for key in ("file", "poster") if key in table}
    assert names == {path.name for path in MEDIA.iterdir() if path.is_file()}
