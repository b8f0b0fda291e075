"""What becomes of a picture before it is stored."""

from __future__ import annotations

from io import BytesIO

import willow
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps

# Wider originals serve nobody here, and every one of them is kept for ever.
LARGEST_SIDE = 2560
SAVED_WITH = {
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85},
    "AVIF": {"quality": 70},
}


def normalised(file: File) -> File:
    """The picture turned upright, at most 2560 px wide or high, without the place and camera it may carry (EXIF).

    Decodes every pixel: raises OSError, SyntaxError, ValueError or DecompressionBombError when that cannot be done.
    """
    file.seek(0)
    with Image.open(file) as opened:
        kind = opened.format
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    if upright.mode.startswith("I"):
        # 16 bits of grey, which only PNG knows: Pillow would cut all light greys to white.
        upright = upright.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    clean = BytesIO()
    upright.save(clean, format=kind, **SAVED_WITH.get(kind, {}))
    result = SimpleUploadedFile(file.name, clean.getvalue(), content_type=getattr(file, "content_type", None))
    result.image = willow.Image.open(BytesIO(clean.getvalue()))
    return result
