"""Pictures, sounds and films that people send: what is damaged or not what it says is refused, and nothing is stored."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from media_library.models import CivitacImage, CivitacMedia
from tests.reading import words

pytestmark = pytest.mark.django_db

DATA = Path(os.environ.get("CIVITAC_TEST_DATA", settings.BASE_DIR.parent / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.exists(), reason=f"real inputs are absent: {DATA}")


def picture(kind="JPEG", size=(900, 600), **options) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, format=kind, **options)
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, format="PNG")
    return out.getvalue()


FAULTS = {
    "truncated.jpg": lambda: picture()[:9000],
    "page.jpg": lambda: b"<!doctype html><script>alert(1)</script>",
    "png-named.jpg": lambda: picture("PNG"),
    "drawing.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "bomb.png": bomb,
    "empty.jpg": lambda: b"",
}
ROUTES = ["wagtailimages:add_multiple", "wagtailimages:add", "wagtailimages_chooser:create"]


def send(browser, route, name, content):
    field = {"wagtailimages:add_multiple": "files[]", "wagtailimages:add": "file"}.get(
        route, "image-chooser-upload-file"
    )
    prefix = "image-chooser-upload-" if route.endswith("create") else ""
    data = {
        field: SimpleUploadedFile(name, content, "image/jpeg"),
        f"{prefix}title": "Une image",
        f"{prefix}collection": "1",
    }
    return browser.post(reverse(route), data)


def stored_files() -> int:
    return sum(len(files) for _path, _folders, files in os.walk(settings.MEDIA_ROOT))


@pytest.mark.parametrize("route", ["wagtailimages:add_multiple", "wagtailimages:add", "wagtailimages_chooser:choose"])
def test_whoever_sends_a_picture_is_told_that_it_is_public_and_of_whom_to_ask(signed_in, superuser, route):
    answer = signed_in(superuser).get(reverse(route))
    html = answer.json()["html"] if route.endswith("choose") else answer.content.decode()
    page = words(BeautifulSoup(html, "html.parser"))
    assert "publique dès son envoi" in page
    assert "donné leur accord" in page


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_picture_is_refused_and_leaves_nothing(signed_in, superuser, route, name):
    before = stored_files()
    response = send(signed_in(superuser), route, name, FAULTS[name]())
    assert response.status_code == 200
    assert not CivitacImage.objects.exists()
    assert stored_files() == before


@needs_data
@pytest.mark.parametrize("route", ROUTES)
def test_the_truncated_photograph_is_refused(signed_in, superuser, route):
    response = send(signed_in(superuser), route, "truncated.jpg", (DATA / "photos" / "truncated.jpg").read_bytes())
    assert response.status_code == 200
    assert not CivitacImage.objects.exists()


def test_an_oversized_picture_is_refused(signed_in, superuser, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    send(signed_in(superuser), "wagtailimages:add", "grand.jpg", picture())
    assert not CivitacImage.objects.exists()


def test_a_replaced_file_that_is_damaged_changes_nothing(signed_in, superuser):
    browser = signed_in(superuser)
    send(browser, "wagtailimages:add", "bonne.jpg", picture())
    image = CivitacImage.objects.get()
    browser.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Autre", "file": SimpleUploadedFile("coupee.jpg", picture()[:5000], "image/jpeg")},
    )
    again = CivitacImage.objects.get()
    assert (again.file.name, again.title) == (image.file.name, image.title)


def test_what_a_photograph_says_of_its_place_is_forgotten(signed_in, superuser):
    exif = Image.Exif()
    exif[0x010F] = "Marque"
    exif.get_ifd(0x8825)[1] = "N"
    send(signed_in(superuser), "wagtailimages:add", "lieu.jpg", picture(exif=exif))
    with Image.open(CivitacImage.objects.get().file) as stored:
        assert not dict(stored.getexif())


def test_a_huge_original_is_brought_to_a_useful_size(signed_in, superuser):
    send(signed_in(superuser), "wagtailimages:add", "large.jpg", picture(size=(4000, 1000)))
    assert CivitacImage.objects.get().width == 2560


def test_a_stored_picture_has_its_light_versions(signed_in, superuser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in(superuser), "wagtailimages:add", "bonne.jpg", picture(size=(1200, 800)))
    sources = CivitacImage.objects.get().sources
    assert set(sources) == {"photo", "wide", "thumb", "square", "share"}
    assert set(sources["photo"]) == {"avif", "webp", "jpeg"}
    assert sources["photo"]["avif"][1] == 480
    assert sources["thumb"]["jpeg"][1:] == [192, 144]


def drawn(mode, kind="PNG", **options) -> bytes:
    """A gradient from black to white, as a picture of this mode."""
    grey = Image.linear_gradient("L").resize((900, 600))
    if mode == "I;16":
        shown = Image.frombytes(mode, grey.size, b"".join(bytes((0, level)) for level in grey.tobytes()))
    else:
        shown = grey.convert("RGB").convert(mode) if mode in ("P", "CMYK") else grey.convert(mode)
    out = BytesIO()
    shown.save(out, format=kind, **options)
    return out.getvalue()


UNUSUAL = {
    "16-bit grey": lambda: drawn("I;16"),
    "black and white": lambda: drawn("1"),
    "grey with transparency": lambda: drawn("LA"),
    "palette": lambda: drawn("P"),
    "palette with transparency": lambda: drawn("P", transparency=0),
    "grey with a transparent level": lambda: drawn("L", transparency=0),
    "inks": lambda: drawn("CMYK", "JPEG"),
    "colours with a transparent one": lambda: drawn("RGB", transparency=(0, 0, 0)),
}


@pytest.mark.parametrize("mode", UNUSUAL)
def test_a_picture_of_any_mode_appears(signed_in, superuser, mode, django_capture_on_commit_callbacks):
    content = UNUSUAL[mode]()
    kind = Image.open(BytesIO(content)).format.lower()
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in(superuser), "wagtailimages:add", f"image.{kind}", content)
    sources = CivitacImage.objects.get().sources
    assert set(sources) == {"photo", "wide", "thumb", "square", "share"}


def test_a_16_bit_picture_keeps_its_greys(signed_in, superuser):
    send(signed_in(superuser), "wagtailimages:add", "gris.png", drawn("I;16"))
    with Image.open(CivitacImage.objects.get().file) as stored:
        assert stored.mode == "L"
        assert stored.getextrema() == (0, 255)
        assert 100 < stored.getpixel((450, 300)) < 155


@needs_data
def test_real_photographs_fit_the_budget(db, django_capture_on_commit_callbacks, capsys):
    """Medians over real photographs: 12 kB AVIF, 17 kB WebP, 22 kB JPEG on a phone, 3 kB for a thumbnail."""
    weights: dict[tuple[str, str], list[int]] = {}
    for path in sorted((DATA / "photos").iterdir()):
        if path.suffix.lower() not in (".jpg", ".png", ".webp", ".avif") or path.stem == "truncated":
            continue
        with django_capture_on_commit_callbacks(execute=True):
            image = CivitacImage(title=path.stem, file=SimpleUploadedFile(path.name.lower(), path.read_bytes()))
            image.save()
        for rendition in image.renditions.all():
            for size, width in (("photo", 480), ("thumb", 192)):
                if rendition.width == width and rendition.filter_spec.startswith(("width-480", "fill-192")):
                    kind = Path(rendition.file.name).suffix.lstrip(".").replace("jpg", "jpeg")
                    weights.setdefault((size, kind), []).append(rendition.file.size)
    medians = {key: sorted(values)[len(values) // 2] for key, values in weights.items()}
    with capsys.disabled():
        print(medians)
    assert medians["photo", "avif"] <= 12_000
    assert medians["photo", "webp"] <= 17_000
    assert medians["photo", "jpeg"] <= 22_000
    assert medians["thumb", "avif"] <= 3_000


SOUNDS = {
    "page.mp3": b"<!doctype html><script>alert(1)</script>",
    "vide.mp3": b"",
    "texte.mp4": b"une phrase " * 20,
}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_or_film_that_is_not_one_is_refused(signed_in, superuser, name):
    kind = "video" if name.endswith("mp4") else "audio"
    response = signed_in(superuser).post(
        reverse("wagtailmedia:add", args=[kind]),
        {"title": "Faux", "file": SimpleUploadedFile(name, SOUNDS[name]), "duration": "0", "collection": "1"},
    )
    assert response.status_code == 200
    assert not CivitacMedia.objects.exists()


@needs_data
@pytest.mark.parametrize(("name", "kind"), [("pydub_party.mp3", "audio"), ("mdn_rabbit320.mp4", "video")])
def test_real_sounds_and_films_are_kept_with_their_weight(signed_in, superuser, name, kind):
    path = DATA / "media" / name
    signed_in(superuser).post(
        reverse("wagtailmedia:add", args=[kind]),
        {"title": "Vrai", "file": SimpleUploadedFile(name, path.read_bytes()), "duration": "0", "collection": "1"},
    )
    assert CivitacMedia.objects.get().file_size == path.stat().st_size
