from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from data_pages.documents import reading
from data_pages.documents.kinds import ensure_document_kinds
from data_pages.models import CivitacDocument, DocumentKind
from tests.data_pages.documents.samples import a_pdf


@pytest.fixture(autouse=True)
def without_recognition(monkeypatch):
    """Scans stay scans, whatever this machine has; a test that wants them recognised says so."""
    monkeypatch.setattr(reading, "can_recognise", lambda: False)


@pytest.fixture
def kinds(db) -> dict[str, DocumentKind]:
    ensure_document_kinds()
    return {kind.slug: kind for kind in DocumentKind.objects.all()}


@pytest.fixture
def publish(space_a) -> Callable[..., CivitacDocument]:
    """`publish(title, text, **fields)` → a document of Ouahigouya whose file says `text`, read by the worker."""

    def make(title: str, text: str = "", *, content: bytes = b"", name: str = "document.pdf", **fields):
        document = CivitacDocument(title=title, **{"collection": space_a.collection, **fields})
        document.file = ContentFile(content or (a_pdf(text) if name.endswith(".pdf") else text.encode()), name)
        document.save()
        reading.read(document.pk)
        return CivitacDocument.objects.get(pk=document.pk)

    return make


@pytest.fixture
def real_documents() -> Path:
    folder = Path(os.environ.get("CIVITAC_TEST_DATA", "../shared/data")) / "documents"
    if not folder.is_dir():
        pytest.skip(f"ABSENT: {folder}, real documents (CIVITAC_TEST_DATA)")
    return folder
