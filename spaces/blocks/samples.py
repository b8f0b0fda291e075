"""What the previews of the block picker show where an editor will choose a file: made up, stored nowhere."""

from __future__ import annotations

from django.db import models
from django.templatetags.static import static
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

CREDIT = "Illustration Civitac"


def sample_image() -> models.Model:
    """A picture whose sources are a file of the project's own."""
    image = get_image_model()(title="Exemple", description="Deux femmes au forage, un matin", credit=CREDIT)
    image.sources = {"photo": {"webp": [static("img/sample.webp"), 480, 360]}}
    image.contextual_alt_text, image.decorative = image.description, False
    return image


def sample_media(kind: str) -> models.Model:
    """A sound ("audio") or a film ("video") with its weight and length; there is nothing to play."""
    extension = {"audio": "mp3", "video": "mp4"}[kind]
    media = get_media_model()(title="Exemple", type=kind, file=f"exemple.{extension}", duration=900, credit=CREDIT)
    media.file_size = 3_600_000
    return media


def sample_document() -> models.Model:
    return get_document_model()(pk=0, title="Exemple", file="documents/exemple.pdf", file_size=480_000)
