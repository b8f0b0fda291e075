"""What happens at the same moment, or is cut in the middle: with real processes and real transactions."""

from __future__ import annotations

import os
import signal
import time

from django.core.files.base import ContentFile
from django.db import connections

from data_pages.documents import reading
from data_pages.models import CivitacDocument, DocumentContent
from tests import COMMITTED
from tests.data_pages.documents.samples import a_pdf
from tests.processes import at_once

pytestmark = COMMITTED

SLOW = "import pathlib, sys, time; pathlib.Path(sys.argv[3]).parent.joinpath('started').touch(); time.sleep(5)"


def stored(text: str) -> CivitacDocument:
    document = CivitacDocument(title="Budget", file=ContentFile(a_pdf(text), "budget.pdf"))
    document.save()
    return document


def test_a_document_is_read_once_it_is_committed(db):
    document = stored("La séance est ouverte à neuf heures.")
    assert "neuf heures" in DocumentContent.objects.get(document=document).text


def test_a_worker_killed_half_way_loses_nothing(tmp_path, monkeypatch):
    document = stored("La séance est ouverte à neuf heures.")
    DocumentContent.objects.filter(document=document).update(state="waiting", text="", pages=None)
    with monkeypatch.context() as patch:
        (tmp_path / "data_pages" / "documents").mkdir(parents=True)
        for folder in ("data_pages", "data_pages/documents"):
            (tmp_path / folder / "__init__.py").touch()
        (tmp_path / "data_pages" / "documents" / "extraction.py").write_text(SLOW)
        patch.setattr(reading.settings, "BASE_DIR", tmp_path)
        patch.setattr(reading.tempfile, "tempdir", str(tmp_path))
        connections.close_all()
        worker = os.fork()
        if not worker:
            reading.read(document.pk)
            os._exit(0)
        deadline = time.monotonic() + 30
        while not (tmp_path / "started").exists():
            assert time.monotonic() < deadline, "the worker never began"
            time.sleep(0.05)
        os.kill(worker, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(worker, 0)[1])
    content = DocumentContent.objects.get(document=document)
    assert (content.state, content.text) == ("waiting", "")
    reading.ask_for_the_forgotten()
    content.refresh_from_db()
    assert (content.state, content.pages) == ("read", 1)


def test_of_people_who_replace_a_file_at_the_same_moment_none_loses(db):
    document = stored("Version de départ du budget de la commune")
    people = [CivitacDocument.objects.get(pk=document.pk) for _person in range(4)]
    for number, mine in enumerate(people):
        mine.file = ContentFile(a_pdf(f"Version {number} du budget de la commune"), "budget.pdf")
    at_once(*(mine.save for mine in people))
    document.refresh_from_db()
    kept = [version.file for version in document.versions.order_by("number")]
    assert [version.number for version in document.versions.order_by("number")] == [1, 2, 3, 4]
    assert len({file.read() for file in [*kept, document.file]}) == len(people) + 1
