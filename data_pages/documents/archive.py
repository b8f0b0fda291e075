"""Several documents as one ZIP, made while it is sent: neither memory nor disk ever holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from zipstream import ZIP_STORED, ZipStream

from ..models import CivitacDocument
from .delivery import CHUNK

MOST_DOCUMENTS = 30
MOST_BYTES = 100 * 1024 * 1024


def archive_of(documents: Iterable[CivitacDocument], left_out: Iterable[str]) -> ZipStream:
    """A stream of known length (`len`). What is left out is said in a file of its own, in words."""
    stream = ZipStream(compress_type=ZIP_STORED, sized=True)
    taken: set[str] = set()
    missing = list(left_out)
    for document in documents:
        try:
            size = document.file.size
        except (OSError, ValueError):
            missing.append(_("%(title)s: the file is not there.") % {"title": document.title})
            continue
        stream.add(contents(document), unique(document.filename, taken), size=size)
    if missing:
        note = "\ufeff" + "\r\n".join([_("Left out of this archive:"), *missing]) + "\r\n"
        stream.add(note.encode(), unique(_("READ ME.txt"), taken))
    return stream


def contents(document: CivitacDocument) -> Iterator[bytes]:
    with document.file.storage.open(document.file.name) as source:
        while piece := source.read(CHUNK):
            yield piece


def unique(name: str, taken: set[str]) -> str:
    """A name that is no path, is in no other file's way whatever its case, and says what the file's own name said."""
    plain = PurePath(get_valid_filename(PurePath(name).name or "document"))
    found, number = plain.name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain.stem}-{number}{plain.suffix}"
    taken.add(found.casefold())
    return found
