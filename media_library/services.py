"""The pictures that readers download, made once when a picture is stored."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import transaction

from .models import CivitacImage

logger = logging.getLogger(__name__)

PHOTO_FORMATS = ("avif", "webp", "jpeg")
# Size → Wagtail's filter and the formats, lightest first. A phone's photo is 480 px wide at most, whatever its screen.
SIZES: dict[str, tuple[str, tuple[str, ...]]] = {
    "photo": ("width-480", PHOTO_FORMATS),
    "wide": ("width-960", PHOTO_FORMATS),
    "thumb": ("fill-192x144", PHOTO_FORMATS),
    "square": ("max-160x160", ("webp", "png")),
    "share": ("fill-1200x630", ("jpeg",)),
}
# At 192 px the eye asks for less: a thumbnail weighs 3 kB at most.
THUMB_QUALITY = {"avif": "avifquality-40", "webp": "webpquality-45", "jpeg": "jpegquality-30"}


def filter_specs(image: CivitacImage) -> Iterator[tuple[str, str, str]]:
    """(size, format, Wagtail filter) for everything that readers may be offered of this picture."""
    for size, (operation, formats) in SIZES.items():
        if size == "wide" and image.width <= 480:
            continue
        for kind in formats:
            quality = f"|{THUMB_QUALITY[kind]}" if size == "thumb" else ""
            background = "|bgcolor-ffffff" if kind == "jpeg" else ""
            yield size, kind, f"{operation}|format-{kind}{quality}{background}"


def make_sources(image: CivitacImage) -> None:
    """Make the renditions of a picture and keep their addresses and sizes on its row. Raises what Wagtail raises."""
    specs = list(filter_specs(image))
    made = image.get_renditions(*(spec for _size, _kind, spec in specs))
    sources: dict[str, dict[str, list]] = {}
    for size, kind, spec in specs:
        rendition = made[spec]
        sources.setdefault(size, {})[kind] = [rendition.url, rendition.width, rendition.height]
    image.sources = sources
    CivitacImage.objects.filter(pk=image.pk).update(sources=sources)


def make_sources_after_commit(image: CivitacImage) -> None:
    """The same once the picture is stored for good; a failure is logged and leaves the picture usable."""

    def make() -> None:
        try:
            make_sources(image)
        except Exception:
            logger.exception("No sources could be made for picture %s", image.pk)

    transaction.on_commit(make)
