"""Pictures, sounds, films and documents of the demonstration, stored when something first needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from django.core.files.base import ContentFile
from django.utils.functional import cached_property
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from civitac.core.visibility import Visibility
from data_pages.models import CivitacDocument
from media_library.models import CivitacImage, CivitacMedia
from spaces.models import Space
from spaces.rights import shared_pictures

from .blocks import Absent
from .reading import HERE, Content, ContentError, Table, picture_users

PICTURES, MEDIA = HERE / "illustrations", HERE / "media"
Row = TypeVar("Row", CivitacImage, CivitacMedia, CivitacDocument)
CREDIT = "Illustration Civitac"


class FileStore:
    """Keys of files → rows. Remembers which files were asked for and are not there."""

    def __init__(self, content: Content, spaces: Mapping[str, Space]) -> None:
        self.tables: dict[str, dict[str, Table]] = {
            "picture": content.pictures,
            "media": content.media,
            "document": content.documents,
        }
        self.spaces = spaces
        self.users = picture_users(content)
        self.missing: set[str] = set()
        self._found: dict[str, Row] = {}

    @cached_property
    def shared(self) -> Collection:
        return shared_pictures()

    def owner(self, key: str) -> Collection:
        """The collection of the one space that uses a picture; the shared one when there are several users."""
        users = self.users[key]
        only = next(iter(users)) if len(users) == 1 else ""
        return self.spaces[only].collection if only else self.shared

    def picture(self, key: str) -> CivitacImage:
        return self.found("picture", key, CivitacImage, self.owner(key), self.new_picture)

    def media(self, key: str) -> CivitacMedia:
        return self.found("media", key, CivitacMedia, self.shared, self.new_media)

    def document(self, key: str) -> CivitacDocument:
        return self.found("document", key, CivitacDocument, self.shared, self.new_document)

    def found(
        self, kind: str, key: str, model: type[Row], collection: Collection, make: Callable[[str, Table], Row]
    ) -> Row:
        """The row of a file: known in this run, stored by an earlier one, or stored now."""
        if key not in self.tables[kind]:
            raise ContentError(f"Fichier sans description : {key}")
        if key not in self._found:
            table = self.tables[kind][key]
            row = model.objects.filter(title=table["title"], collection=collection).first()
            if row is None:
                row = make(key, table)
                row.title, row.collection = table["title"], collection
                row.save()
            self._found[key] = row
        return self._found[key]

    def file(self, path: Path) -> ContentFile:
        if not path.exists():
            self.missing.add(path.name)
            raise Absent
        return ContentFile(path.read_bytes(), name=path.name)

    def new_picture(self, key: str, table: Table) -> CivitacImage:
        name = f"{key}.png" if key.startswith("logo-") else f"{key}.webp"
        return CivitacImage(description=table["description"], credit=CREDIT, **described(self.file(PICTURES / name)))

    def new_media(self, key: str, table: Table) -> CivitacMedia:
        media = CivitacMedia(
            type=table["type"], duration=table["duration"], credit=CREDIT, file=self.file(MEDIA / table["file"])
        )
        if "poster" in table:
            media.thumbnail = self.file(MEDIA / table["poster"])
        return media

    def new_document(self, key: str, table: Table) -> CivitacDocument:
        return CivitacDocument(visibility=Visibility.PUBLIC, **described(self.file(MEDIA / table["file"])))


def described(file: ContentFile) -> dict[str, object]:
    """The file with what Wagtail's forms note of it."""
    return {"file": file, "file_size": file.size, "file_hash": hash_filelike(file)}
