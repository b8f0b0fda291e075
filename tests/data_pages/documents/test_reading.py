"""The worker reads files: what is in them, what cannot be read, and nothing that brings it down."""

from __future__ import annotations

import os
import shutil
import stat

import pytest
from django.core.files.base import ContentFile

from data_pages.documents import extraction, reading
from data_pages.models import CivitacDocument, DocumentContent
from tests.data_pages.documents.samples import A_DOCX, AN_ODT, a_locked_pdf, a_package, a_pdf, a_scan
from tests.reading import main, read, titles

pytestmark = pytest.mark.django_db

REAL = {
    "BF_decret_2000-192_texte_propre.pdf": (
        "read", 6, "Décret N°2000-192/PRES/PM/MCIA/ME", "portant organisation de",
    ),
    "BF_decret_2010-233_OCR_tres_mauvais.pdf": ("read", 2, "oo/Ho", "portant modificatif du décret"),
    "BF_decret_2014-611_impression_web_texte.pdf": (
        "read", 6, "13/1/2015 DECRET N°2014-611/PRES/PM/MEF du 24 juillet 2014.", "LE PRESIDENT DU FASO",
    ),
    "BF_decret_2025-0959_loi_011-2025_liberte_association_SCAN_sans_texte.pdf": ("scan", 28, "", ""),
    "MTP_deliberation_subventions_associations_2014_30p.pdf": (
        "read", 30, "Direction Finances et", "Contrôle de Gestion",
    ),
    "MTP_deliberation_taux_imposition_2014-04-24.pdf": ("read", 2, "Direction Finances et", "Expertise Financière"),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_documents_are_read(publish, real_documents, name):
    state, pages, beginning, holds = REAL[name]
    content = publish("Un texte", content=(real_documents / name).read_bytes()).content
    assert (content.state, content.pages) == (state, pages)
    assert content.pages_read == (pages if state == "read" else 0)
    assert content.text.startswith(beginning) and holds in content.text
    assert bool(content.text) == (state == "read")
    assert 500 < content.first_page.size < 14_000


@pytest.mark.parametrize(
    ("name", "content", "state", "text"),
    [
        ("a.txt", "Séance du 3 mars".encode(), "read", "Séance du 3 mars"),
        ("a.txt", "Séance du 3 mars".encode("cp1252"), "read", "Séance du 3 mars"),
        ("a.csv", b"\xef\xbb\xbfCommune;Montant\r\nKaya;12", "read", "Commune;Montant\nKaya;12"),
        ("a.docx", A_DOCX, "read", "Budget primitif"),
        ("a.odt", AN_ODT, "read", "Compte administratif de la commune"),
        ("a.docx", a_package(word__document="<w:p>"), "damaged", ""),
        ("a.docx", b"PK\x03\x04 cut", "damaged", ""),
        ("a.xlsx", b"PK\x03\x04 cut", "damaged", ""),
        ("a.pdf", b"<!doctype html><p>Bonjour</p>", "damaged", ""),
        ("a.pdf", a_pdf("Bonjour")[:200], "damaged", ""),
        ("a.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40, "damaged", ""),
        ("a.pdf", a_locked_pdf(), "locked", ""),
        ("a.pdf", a_pdf("", ""), "scan", ""),
        ("a.zip", b"PK\x03\x04", "unread", ""),
    ],
    ids=["utf-8", "windows", "csv", "docx", "odt", "bad xml", "cut docx", "cut xlsx", "web page", "cut", "noise", "locked",
         "blank", "unknown"],
)  # fmt: skip
def test_what_is_inside_is_said(publish, name, content, state, text):
    found = publish("Un fichier", content=content, name=name).content
    assert (found.state, found.text) == (state, text)
    assert found.read_at


def test_a_page_is_counted_and_a_text_loses_its_nul(publish):
    content = publish(
        "Long", content=a_pdf("La séance est ouverte à neuf heures.", "Elle est levée à midi, le même jour.")
    ).content
    assert (content.pages, content.pages_read) == (2, 2)
    assert content.text == "La séance est ouverte à neuf heures.\n\nElle est levée à midi, le même jour."
    assert "\0" not in publish("Nul", content=b"avant\0apr\xc3\xa8s", name="n.txt").content.text


def test_three_thousand_pages_are_read_within_bounds(publish):
    content = publish(
        "Énorme", content=a_pdf(*(f"Page {number} du registre des actes" for number in range(3000)))
    ).content
    assert (content.state, content.pages) == ("read", 3000)
    assert 0 < content.pages_read == content.text.count("du registre")
    assert len(content.text) <= extraction.LONGEST_TEXT


@pytest.mark.parametrize(
    "madness",
    ["while True: pass", "x = bytearray(10**12)", "import os; os.abort()", "import sys; sys.exit(3)", "print('rien')"],
    ids=["endless", "gluttonous", "crashing", "giving up", "silent"],
)
def test_a_file_that_makes_its_reader_mad_leaves_the_worker_alive(publish, monkeypatch, tmp_path, madness):
    (tmp_path / "data_pages" / "documents").mkdir(parents=True)
    for folder in ("data_pages", "data_pages/documents"):
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "data_pages" / "documents" / "extraction.py").write_text(madness)
    monkeypatch.setattr(reading.settings, "BASE_DIR", tmp_path)
    monkeypatch.setattr(reading, "PATIENCE", 1)
    content = publish("Piégé", "Bonjour").content
    assert (content.state, content.text, content.pages) == ("damaged", "", None)


def test_a_file_that_is_not_there_is_said_to_be_damaged(publish):
    document = publish("Perdu", "La séance est ouverte à neuf heures.")
    document.file.storage.delete(document.file.name)
    DocumentContent.objects.update(state="waiting")
    reading.read(document.pk)
    assert DocumentContent.objects.get().state == "damaged"


def test_a_late_worker_never_describes_a_newer_file(publish, monkeypatch):
    document = publish("Budget", "Le premier texte du budget de la commune")
    DocumentContent.objects.update(state="waiting")
    stock = reading.extract

    def replaced_meanwhile(row, folder, first_page=None):
        found = stock(row, folder, first_page)
        newer = CivitacDocument.objects.get(pk=document.pk)
        newer.file = ContentFile(a_pdf("Le second texte du budget de la commune"), "b.pdf")
        newer.save()
        return found

    monkeypatch.setattr(reading, "extract", replaced_meanwhile)
    reading.read(document.pk)
    content = DocumentContent.objects.get()
    assert (content.state, content.text) == ("waiting", "")
    monkeypatch.setattr(reading, "extract", stock)
    reading.read(document.pk)
    assert "second" in DocumentContent.objects.get().text


def test_reading_twice_reads_once(publish, monkeypatch):
    document = publish("Budget", "La séance est ouverte à neuf heures.")
    monkeypatch.setattr(reading, "extract", None)
    reading.read(document.pk)
    assert DocumentContent.objects.get().state == "read"


def test_what_was_forgotten_is_read_by_the_clock(publish, django_capture_on_commit_callbacks):
    waiting, unknown = (publish(title, "La séance est ouverte à neuf heures.") for title in ("Attente", "Ancien"))
    DocumentContent.objects.filter(pk=waiting.pk).update(state="waiting")
    DocumentContent.objects.filter(pk=unknown.pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        reading.ask_for_the_forgotten()
    assert set(DocumentContent.objects.values_list("pk", "state")) == {(waiting.pk, "read"), (unknown.pk, "read")}


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """A stand-in on the path that says what picture it was given; `tesseract(body)` writes another."""

    def write(body: str) -> None:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(program.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setattr(reading, "can_recognise", lambda: True)

    write('test -s "$1" && echo "Mots reconnus"')
    return write


def test_a_scan_is_recognised_where_tesseract_is_installed(publish, tesseract):
    document = publish("Scan", content=a_pdf("", "", ""))
    reading.recognise(document.pk)
    content = DocumentContent.objects.get()
    assert (content.state, content.pages_read) == ("recognised", 3)
    assert content.text.count("Mots reconnus") == 3


@pytest.mark.skipif(
    not shutil.which("tesseract"), reason="TESSERACT IS ABSENT: no scan was recognised (apt install tesseract-ocr-fra)"
)
def test_tesseract_itself_reads_a_scan_and_its_words_are_found(client, publish, monkeypatch):
    monkeypatch.setattr(reading, "can_recognise", lambda: True)
    document = publish("Scan", content=a_scan("Budget primitif de la commune"), visibility="public")
    assert document.content.state == "recognised"
    assert "Budget primitif de la commune" in document.content.text
    assert titles(main(read(client, "/donnees/documents/?q=budget+primitif"))) == ["Scan"]


def test_a_scan_is_recognised_little_by_little_and_no_page_twice(publish, tesseract):
    document = publish("Scan", content=a_pdf("", "", ""))
    DocumentContent.objects.update(state="recognised", pages_read=2, text="Les deux premières")
    reading.recognise(document.pk)
    reading.recognise(document.pk)
    content = DocumentContent.objects.get()
    assert content.text == "Les deux premières\n\nMots reconnus"


def test_a_scan_that_cannot_be_recognised_stays_a_scan_and_is_not_tried_for_ever(publish, monkeypatch):
    document = publish("Scan", content=a_pdf("", ""))
    assert document.content.state == "scan"
    monkeypatch.setattr(reading, "can_recognise", lambda: True)
    monkeypatch.setattr(reading, "extract", lambda *_args, **_kwargs: extraction.Found("damaged"))
    reading.recognise(document.pk)
    assert not DocumentContent.objects.filter(reading.UNRECOGNISED).exists()
    assert DocumentContent.objects.get().state == "scan"
