"""A form that is shown again names everything it refers to: here without what the person may not know of."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from django import forms
from django.db.models import Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText, features

from civitac.core.references import Reference, base_model

if TYPE_CHECKING:
    from django.db.models import Field


def strike_out(form: forms.ModelForm, refused: Set[Reference]) -> None:
    """Leave these references out of what the form shows of what was sent; the rest of it comes back as it was typed."""
    for name, field in form.fields.items():
        column = next((each for each in form._meta.model._meta.get_fields() if each.name == name), None)
        field.bound_data = lambda sent, _initial, field=field, column=column: without(field, column, sent, refused)


def without(field: forms.Field, column: Field | None, sent: object, refused: Set[Reference]) -> object:
    if isinstance(column, StreamField):
        return in_block(column.stream_block, sent, refused)
    if isinstance(column, RichTextField):
        return in_text(sent, refused)
    if isinstance(field, forms.ModelChoiceField) and (base_of(field.queryset.model), str(sent)) in refused:
        return None
    return sent


def in_block(block: blocks.Block, value: object, refused: Set[Reference]) -> object:
    if isinstance(block, (blocks.ChooserBlock, ImageBlock)):
        return None if value is not None and (base_model(value), str(value.pk)) in refused else value
    if isinstance(block, blocks.RichTextBlock):
        return RichText(in_text(value.source, refused))
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = in_block(child, value.get(name), refused)
    elif isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        for child in value if isinstance(block, blocks.StreamBlock) else value.bound_blocks:
            child.value = in_block(child.block, child.value, refused)
    return value


def in_text(html: str | None, refused: Set[Reference]) -> str | None:
    """A formatted text whose links to these lead nowhere any more: the editor looks up the address of each."""
    if not html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    kinds = features.get_link_types()
    for link in soup.find_all("a", linktype=True):
        kind = kinds.get(link["linktype"])
        if kind is not None and (base_of(kind.get_model()), link.get("id")) in refused:
            link.unwrap()
    return str(soup)


def base_of(model: type[Model]) -> type[Model]:
    return Page if issubclass(model, Page) else model
