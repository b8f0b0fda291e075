"""Bodies written in TOML, turned into values of the blocks they are for.

A value follows the definition of its block: where a block chooses a picture, a sound, a document, a page, an indicator
or a territory, the file gives its key. What hangs on a file that is not there is left out, up to the nearest block that
can do without.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtailmedia.blocks import AbstractMediaChooserBlock

from civitac.core.choosers import SnippetKeyBlock
from spaces.blocks.tables import TableBlock

from .reading import ContentError, Table


class Absent(Exception):
    """A file that the value needs is not there."""


class Files(Protocol):
    """Where keys of files become rows. Each raises Absent."""

    def picture(self, key: str) -> object: ...
    def media(self, key: str) -> object: ...
    def document(self, key: str) -> object: ...


@dataclass(frozen=True)
class Composer:
    files: Files
    pages: Mapping[str, int]  # slug → page

    def stream(self, block: blocks.StreamBlock, body: list[Table]) -> blocks.StreamValue:
        """The body as an editor's form would have cleaned it. Raises ContentError when the block refuses it."""
        try:
            return block.clean(block.to_python(self.members(block, body)))
        except blocks.StreamBlockValidationError as error:
            raise ContentError(f"Texte refusé : {error.as_json_data()}") from error

    def members(self, block: blocks.StreamBlock, body: list[Table]) -> list[Table]:
        kept = []
        for member in body:
            if member["type"] not in block.child_blocks:
                raise ContentError(f"Bloc inconnu : {member['type']}")
            try:
                value = self.value(block.child_blocks[member["type"]], member.get("value"))
            except Absent:
                continue
            kept.append({"type": member["type"], "value": value})
        return kept

    def value(self, block: blocks.Block, given: object) -> object:
        """`given` in the form in which the database keeps the block's value. Raises Absent."""
        match block:
            case ImageBlock():
                picture = self.files.picture(given)
                return {"image": picture.pk, "alt_text": picture.description, "decorative": False}
            case ImageChooserBlock():
                return self.files.picture(given).pk if given else None
            case AbstractMediaChooserBlock():
                return self.files.media(given).pk
            case DocumentChooserBlock():
                return self.files.document(given).pk
            case blocks.PageChooserBlock():
                return self.page(given) if given else None
            case SnippetKeyBlock():
                return self.named(block, given)
            case TableBlock():
                return self.table(given)
            case blocks.RichTextBlock():
                return as_typed(block, given)
            case blocks.StructBlock():
                return self.struct(block, given)
            case blocks.ListBlock():
                return self.list(block, given)
        return given

    def page(self, slug: str) -> int:
        if slug not in self.pages:
            raise ContentError(f"Page inconnue : {slug}")
        return self.pages[slug]

    @staticmethod
    def named(block: SnippetKeyBlock, code: str) -> int:
        """The row of an indicator or a territory, by its code."""
        pk = block.model_class.objects.filter(code=code).values_list("pk", flat=True).first()
        if pk is None:
            raise ContentError(f"Code inconnu : {code}")
        return pk

    def struct(self, block: blocks.StructBlock, given: Table) -> Table:
        if unknown := given.keys() - block.child_blocks.keys():
            raise ContentError(f"Champ inconnu de {block.name} : {', '.join(sorted(unknown))}")
        value = {}
        for name, child in block.child_blocks.items():
            if name in given:
                try:
                    value[name] = self.value(child, given[name])
                except Absent:
                    if not isinstance(child, blocks.FieldBlock) or child.required:
                        raise
        return value

    def list(self, block: blocks.ListBlock, given: list[object]) -> list[object]:
        kept = []
        for item in given:
            try:
                kept.append(self.value(block.child_block, item))
            except Absent:
                continue
        if len(kept) < len(given) and len(kept) < (block.meta.min_num or 1):
            raise Absent
        return kept

    @staticmethod
    def table(given: Table) -> Table:
        table = {
            "columns": given["columns"],
            "rows": [{"values": [cell(each) for each in row]} for row in given["rows"]],
        }
        return {"caption": given["caption"], "source": given.get("source", ""), "table": table}


def as_typed(block: blocks.RichTextBlock, given: str) -> str:
    """The text as the editor's own form keeps it: otherwise opening an article to approve it would count as an edit."""
    converter = block.field.widget.converter
    return converter.to_database_format(converter.from_database_format(given))


def cell(given: object) -> str | None:
    """Cells are kept as text, numbers included, so that 7.2 stays 7.2; an empty one of a column of numbers is nothing."""
    if isinstance(given, datetime.date):
        return given.isoformat()
    return None if given is None or given == "" else str(given)
