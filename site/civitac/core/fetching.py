"""What a page refers to, fetched together: one query for each kind of thing, however many blocks and texts name one.

Wagtail asks the database once for each type of block, and once for each text that holds a link. Here the stored values
are read first, as they are, for the keys they hold; choosers (`core.choosers`) and links (`core.links`) then find their
rows at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import ForeignKey, Model, QuerySet
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.rich_text import extract_references_from_rich_text

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

Reference = tuple[type[Model], object]


@dataclass(frozen=True)
class Fetched:
    """The rows that one page needs, for the time of one answer."""

    request: HttpRequest
    rows: dict[type[Model], dict[int, Model]]


_fetched: ContextVar[Fetched | None] = ContextVar("fetched", default=None)


@contextmanager
def fetched_together(page: Page, request: HttpRequest) -> Iterator[None]:
    """For as long as it lasts, what `page` refers to costs no further query."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for model, key in references_of(page):
        if str(key).isdecimal():
            wanted[model].add(int(key))
    rows = {model: readable(model).in_bulk(keys) for model, keys in wanted.items()}
    for field in picture_fields(type(page)):
        if (key := getattr(page, field.attname)) and not field.is_cached(page):
            setattr(page, field.name, rows[field.related_model].get(key))
    token = _fetched.set(Fetched(request, rows))
    try:
        yield
    finally:
        _fetched.reset(token)


def rows_of(model: type[Model], keys: Iterable[object]) -> dict[int, Model]:
    """Key → row: those at hand when a page is being answered, else asked of the database."""
    fetched = _fetched.get()
    if fetched and model in fetched.rows:
        return fetched.rows[model]
    return readable(model).in_bulk([key for key in keys if str(key).isdecimal()])


def readable(model: type[Model]) -> QuerySet:
    """All rows of a model, with what a page shows of one where the model says what that is (`for_page`)."""
    rows = model._default_manager.all()
    return rows.for_page() if hasattr(rows, "for_page") else rows


def answered_request() -> HttpRequest | None:
    """The request for which a page is being drawn: with it, the address of a page costs no look-up."""
    fetched = _fetched.get()
    return fetched.request if fetched else None


def references_of(page: Page) -> Iterator[Reference]:
    """What a page's own pictures, streams and texts name, read from what is stored; no query."""
    for field in picture_fields(type(page)):
        if not field.is_cached(page):
            yield field.related_model, getattr(page, field.attname)
    for field in telling_fields(type(page)):
        if isinstance(field, StreamField):
            yield from references_in(field.stream_block, getattr(page, field.name).raw_data)
        else:
            yield from references_in_text(getattr(page, field.name))


@cache
def telling_fields(model: type[Page]) -> list[StreamField | RichTextField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, (StreamField, RichTextField))]


@cache
def picture_fields(model: type[Page]) -> list[ForeignKey]:
    pictures = get_image_model()
    fields = (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
    return [field for field in fields if field.related_model is pictures]


def references_in(block: Block, value: object) -> Iterator[Reference]:
    """What a block's stored value names."""
    if not value:
        return
    if isinstance(block, ChooserBlock):
        if getattr(block, "shows_its_row", True):
            yield block.model_class, value
    elif isinstance(block, RichTextBlock):
        yield from references_in_text(value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from references_in(child, value.get(name))
    elif isinstance(block, StreamBlock):
        for item in value:
            if item["type"] in block.child_blocks:
                yield from references_in(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, ListBlock):
        for item in value:
            # Old lists hold bare values, newer ones name each item.
            is_named = isinstance(item, dict) and item.keys() >= {"type", "value", "id"}
            yield from references_in(block.child_block, item["value"] if is_named else item)


def references_in_text(html: str) -> Iterator[Reference]:
    for model, key, _model_path, _content_path in extract_references_from_rich_text(html):
        yield model, key
