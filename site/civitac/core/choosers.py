"""Chooser blocks that find their rows among those fetched for the whole page (`core.fetching`).

They store what Wagtail's own do and stand in migrations under their names.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.documents import blocks as documents
from wagtail.images import blocks as images
from wagtail.snippets import blocks as snippets
from wagtailmedia import blocks as media

from .fetching import answered_request, rows_of
from .widgets import ImageChooser, PageChooser


class FetchedTogether:
    def bulk_to_python(self, values: Iterable[int | None]) -> list[Model | None]:
        keys = list(values)
        rows = rows_of(self.model_class, [key for key in keys if key is not None])
        # Each place has a row of its own, since pictures carry the words of their place.
        return [copy.copy(rows[key]) if key in rows else None for key in keys]


class PageChooserBlock(FetchedTogether, blocks.PageChooserBlock):
    canonical_module_path = "wagtail.blocks.PageChooserBlock"

    @cached_property
    def widget(self) -> PageChooser:
        return PageChooser(target_models=self.target_models, can_choose_root=self.can_choose_root)


class DocumentChooserBlock(FetchedTogether, documents.DocumentChooserBlock):
    canonical_module_path = "wagtail.documents.blocks.DocumentChooserBlock"


class AudioChooserBlock(FetchedTogether, media.AudioChooserBlock):
    canonical_module_path = "wagtailmedia.blocks.AudioChooserBlock"


class VideoChooserBlock(FetchedTogether, media.VideoChooserBlock):
    canonical_module_path = "wagtailmedia.blocks.VideoChooserBlock"


class ImageChooserBlock(FetchedTogether, images.ImageChooserBlock):
    canonical_module_path = "wagtail.images.blocks.ImageChooserBlock"

    @cached_property
    def widget(self) -> ImageChooser:
        return ImageChooser()


class ImageBlock(images.ImageBlock):
    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"] = ImageChooserBlock(required=required)
        self.child_blocks["image"].set_name("image")


class SnippetKeyBlock(FetchedTogether, snippets.SnippetChooserBlock):
    """For a block that asks the database by key for what it shows: while a page is answered, rows hold their key alone."""

    canonical_module_path = "wagtail.snippets.blocks.SnippetChooserBlock"
    shows_its_row = False

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Model | None]:
        if answered_request() is None:
            return super().bulk_to_python(values)
        return [self.unread(int(key)) if str(key).isdecimal() else None for key in values]

    def unread(self, key: int) -> Model:
        return self.model_class.from_db(DEFAULT_DB_ALIAS, [self.model_class._meta.pk.attname], [key])
