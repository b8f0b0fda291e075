"""The worker's part: what is inside a document's file, found by a process of its own (`extraction`) and stored here."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_q.tasks import async_task

from civitac.core.cache import renew_pages
from civitac.core.text import without_controls

from ..enums import ContentState
from ..models import CivitacDocument, DocumentContent
from .extraction import LONGEST_TEXT, Found

logger = logging.getLogger(__name__)

# Longer than what the process allows itself, shorter than the queue's own limit (Q_CLUSTER["timeout"]).
PATIENCE = 50
# How many forgotten documents one pass of the clock puts back in the queue.
PER_PASS = 200


# Scans of which pages are left to recognise.
UNRECOGNISED = Q(state__in=(ContentState.SCAN, ContentState.RECOGNISED), pages_read__lt=F("pages"))


def ask_to_read(pk: int) -> None:
    """Have the worker read a document once it is committed; `ask_for_the_forgotten` makes good what is lost in between."""
    transaction.on_commit(lambda: async_task("data_pages.documents.tasks.read", pk), robust=True)


def read(pk: int) -> None:
    """Read a document that waits for it. Called twice it reads once; what became of the file is always said."""
    content = DocumentContent.objects.filter(document=pk, state=ContentState.WAITING).select_related("document").first()
    if content is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        found = extract(content.document, Path(folder))
        store(content, found, Path(folder))
    if found.state == ContentState.SCAN and can_recognise():
        async_task("data_pages.documents.tasks.recognise", pk)


def recognise(pk: int) -> None:
    """Recognise the next pages of a scan, then ask for those after them. Idempotent, page by page."""
    content = DocumentContent.objects.filter(UNRECOGNISED, document=pk).select_related("document").first()
    if content is None or not can_recognise():
        return
    with tempfile.TemporaryDirectory() as folder:
        found = extract(content.document, Path(folder), first_page=content.pages_read)
        if found.state != ContentState.RECOGNISED:
            # Tried again, it would fail again.
            DocumentContent.objects.filter(document=pk, file_hash=content.file_hash).update(pages_read=content.pages)
            return
        text = f"{content.text}\n\n{text_in(Path(folder))}".strip()[:LONGEST_TEXT]
    # Whoever recognised the same pages meanwhile has stored them.
    is_stored = DocumentContent.objects.filter(
        document=pk, file_hash=content.file_hash, pages_read=content.pages_read
    ).update(state=ContentState.RECOGNISED, text=text, pages_read=found.pages_read, read_at=timezone.now())
    if is_stored:
        renew_pages()
    if is_stored and found.pages_read < (found.pages or 0):
        async_task("data_pages.documents.tasks.recognise", pk)


def can_recognise() -> bool:
    return shutil.which("tesseract") is not None


def extract(document: CivitacDocument, folder: Path, first_page: int | None = None) -> Found:
    """What the process found. One that died, ran out of its bounds or found no file has found a damaged file."""
    try:
        with local_copy(document, folder) as path:
            command = [sys.executable, "-m", "data_pages.documents.extraction"]
            command += [str(path), document.file_extension.lower(), str(folder)]
            command += [] if first_page is None else [str(first_page)]
            # The file is a stranger's: what reads it is told none of our secrets.
            surroundings = {
                name: os.environ[name] for name in ("PATH", "LANG", "TESSDATA_PREFIX") if name in os.environ
            }
            subprocess.run(
                command,
                cwd=settings.BASE_DIR,
                env=surroundings,
                timeout=PATIENCE,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        return Found(**json.loads((folder / "found.json").read_text()))
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        said = (getattr(error, "stderr", None) or b"")[-500:].decode("utf-8", "replace")
        logger.warning("Document %s could not be read: %s %s", document.pk, error, said)
        return Found(ContentState.DAMAGED)


@contextmanager
def local_copy(document: CivitacDocument, folder: Path) -> Iterator[Path]:
    """The file as a path: where it lies, or a copy of what lies elsewhere."""
    if document.is_stored_locally():
        yield Path(document.file.path)
        return
    copy = folder / "file"
    with document.file.storage.open(document.file.name) as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target)
    yield copy


def text_in(folder: Path) -> str:
    """The text found; PostgreSQL stores no NUL, and other controls would be shown as boxes."""
    text = folder / "text"
    return without_controls(text.read_text(encoding="utf-8", errors="replace")) if text.exists() else ""


def store(content: DocumentContent, found: Found, folder: Path) -> None:
    """Write down what was found, unless the file has been replaced meanwhile."""
    picture = folder / "first-page.webp"
    name = ""
    storage = DocumentContent._meta.get_field("first_page").storage
    if picture.exists():
        name = storage.save(f"first-pages/{content.document_id}.webp", ContentFile(picture.read_bytes()))
    is_current = DocumentContent.objects.filter(
        document=content.document_id, file_hash=content.file_hash, state=ContentState.WAITING
    ).update(
        state=found.state,
        sha256=found.sha256,
        pages=found.pages,
        pages_read=found.pages_read,
        text=text_in(folder),
        first_page=name,
        read_at=timezone.now(),
    )
    if is_current:
        renew_pages()
    elif name:
        storage.delete(name)


def ask_for_the_forgotten() -> int:
    """Put back in the queue what a lost worker or an older release has left unread; → how many."""
    without = CivitacDocument.objects.filter(content=None).select_related("kind", "territory", "collection")
    for document in without[:PER_PASS]:
        if not document.file_hash:
            try:
                document._set_file_hash()
            except OSError:
                continue
            CivitacDocument.objects.filter(pk=document.pk).update(file_hash=document.file_hash)
        DocumentContent.objects.describe(document, is_new=True)
    waiting = DocumentContent.objects.filter(state=ContentState.WAITING)
    scans = DocumentContent.objects.filter(UNRECOGNISED)
    keys = list(waiting.values_list("pk", flat=True)[:PER_PASS])
    for pk in keys:
        async_task("data_pages.documents.tasks.read", pk)
    unread = list(scans.values_list("pk", flat=True)[:PER_PASS]) if can_recognise() else []
    for pk in unread:
        async_task("data_pages.documents.tasks.recognise", pk)
    return len(keys) + len(unread)


def describe_again(**documents: object) -> None:
    """Bring what is searched of these documents up to date with the names around them."""
    found = CivitacDocument.objects.filter(**documents).select_related("kind", "territory", "collection")
    for document in found.exclude(content=None).iterator():
        DocumentContent.objects.describe(document, is_new=False)
