"""What is inside a file: run as a process of its own, with bounds, so that no file brings the worker down.

`python -m data_pages.documents.extraction FILE EXTENSION FOLDER [FIRST_PAGE]` writes FOLDER/found.json (`Found`),
FOLDER/text and, for a PDF, FOLDER/first-page.webp. It imports no Django and reads nothing but the file. FIRST_PAGE asks for
the text of a scan to be recognised from that page on, by Tesseract.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.etree import ElementTree

SECONDS = 40  # of processor time; the worker waits a little longer
MEMORY = 1536 * 1024 * 1024
WRITTEN = 64 * 1024 * 1024
LONGEST_TEXT = 2_000_000  # characters
TIME_FOR_TEXT = 20.0
TIME_FOR_RECOGNITION = 30.0
# Fewer letters on an average page than this, and the page is a picture of a text.
LETTERS_OF_A_PAGE = 25
FIRST_PAGE_WIDTH = 240
FIRST_PAGE_QUALITY = 30
DOTS_FOR_RECOGNITION = 200 / 72  # Tesseract reads best from 200 to 300 dots an inch; PDF counts 72
MOST_PIXELS = 40_000_000

PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass
class Found:
    state: str  # a value of `ContentState`
    pages: int | None = None
    pages_read: int = 0
    sha256: str = ""


def pdf(path: Path, folder: Path) -> Found:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        return Found("locked" if getattr(error, "err_code", None) == PASSWORD else "damaged")
    if not pages:
        return Found("damaged")
    # A page that cannot be drawn may still be read.
    with suppress(pypdfium2.PdfiumError, MemoryError, ValueError, OSError):
        draw_first_page(document[0], folder / "first-page.webp")
    texts, length, read, deadline = [], 0, 0, time.monotonic() + TIME_FOR_TEXT
    for number in range(pages):
        if length > LONGEST_TEXT or time.monotonic() > deadline:
            break
        text = text_of_page(document, number)
        texts.append(text)
        length += len(text)
        read += 1
    letters = sum(sum(map(str.isalnum, text)) for text in texts)
    if letters < LETTERS_OF_A_PAGE * read:
        return Found("scan", pages)
    write_text(folder, "\n\n".join(texts))
    return Found("read", pages, read)


def text_of_page(document: object, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        text_page.close()
        page.close()
    except (pypdfium2.PdfiumError, MemoryError):
        return ""
    # PDFium gives U+FFFE for the hyphen that cuts a word at the end of a line, and CR LF between lines.
    return text.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\r\n", "\n")


def draw_first_page(page: object, target: Path) -> None:
    width, height = page.get_size()
    scale = FIRST_PAGE_WIDTH / max(width, height / 2, 1)
    image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    image.save(target, "WEBP", quality=FIRST_PAGE_QUALITY, method=6)


def recognise(path: Path, folder: Path, first: int) -> Found:
    """The text of a scan from page `first` (counted from 0) on, for as long as there is time."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages, texts, number = len(document), [], first
    deadline = time.monotonic() + TIME_FOR_RECOGNITION
    while number < pages and (number == first or time.monotonic() < deadline):
        page = document[number]
        width, height = page.get_size()
        scale = min(DOTS_FOR_RECOGNITION, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        picture = folder / "page.png"
        page.render(scale=scale, grayscale=True).to_pil().save(picture)
        page.close()
        texts.append(tesseract(picture))
        number += 1
    write_text(folder, "\n\n".join(texts))
    return Found("recognised", pages, number)


def tesseract(picture: Path) -> str:
    command = [shutil.which("tesseract") or "tesseract", str(picture), "stdout", "-l", "fra", "--psm", "3"]
    done = subprocess.run(command, capture_output=True, timeout=TIME_FOR_RECOGNITION, check=False)
    if done.returncode:
        # French is a package of its own; without it, letters are still letters.
        command[4] = "eng"
        done = subprocess.run(command, capture_output=True, timeout=TIME_FOR_RECOGNITION, check=False)
    return done.stdout.decode("utf-8", "replace")


def plain_text(path: Path, folder: Path) -> Found:
    raw = path.read_bytes()[: 4 * LONGEST_TEXT]
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    write_text(folder, text)
    return Found("read")


def workbook(path: Path, folder: Path) -> Found:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        lines = (
            " ".join(str(cell) for cell in row if cell != "")
            for name in book.sheet_names
            for row in ([name], *book.get_sheet_by_name(name).iter_rows())
        )
        write_text(folder, "\n".join(bounded(lines)))
    except CalamineError:
        return Found("damaged")
    return Found("read")


# Where the words of each kind of package are, and which elements hold them; None: all that stands in a paragraph.
WORDS = {
    "docx": ("word/document.xml", {"t"}),
    "pptx": ("ppt/slides/", {"t"}),
    "odt": ("content.xml", None),
}


def package(path: Path, folder: Path, extension: str) -> Found:
    place, holders = WORDS[extension]
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.startswith(place) and name.endswith(".xml"))
            paragraphs = (words for name in names for words in paragraphs_of(archive, name, holders))
            write_text(folder, "\n".join(bounded(paragraphs)))
    except (zipfile.BadZipFile, ElementTree.ParseError, OSError, ValueError, RuntimeError):
        return Found("damaged")
    return Found("read")


def paragraphs_of(archive: zipfile.ZipFile, name: str, holders: set[str] | None) -> Iterator[str]:
    with archive.open(name) as stream:
        for _event, element in ElementTree.iterparse(stream):
            if bare(element) in {"p", "h"}:
                if holders is None:
                    yield "".join(element.itertext())
                else:
                    yield "".join(each.text or "" for each in element.iter() if bare(each) in holders)
                element.clear()


def bare(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def bounded(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece) + 1
        if length > LONGEST_TEXT:
            return
        yield piece


def write_text(folder: Path, text: str) -> None:
    """Each line without the spaces that only place words on paper, and no more than one empty line in a row."""
    lines: list[str] = []
    for line in text[:LONGEST_TEXT].splitlines():
        words = " ".join(line.split())
        if words or (lines and lines[-1]):
            lines.append(words)
    (folder / "text").write_text("\n".join(lines), encoding="utf-8", errors="replace")


READERS = {
    "pdf": pdf,
    "txt": plain_text,
    "csv": plain_text,
    **dict.fromkeys(("xlsx", "xls", "ods"), workbook),
    **{name: (lambda path, folder, name=name: package(path, folder, name)) for name in WORDS},
}


def main(path: str, extension: str, folder: str, first_page: str = "") -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target = Path(folder)
    if first_page:
        found = recognise(Path(path), target, int(first_page))
    elif extension in READERS:
        found = READERS[extension](Path(path), target)
    else:
        found = Found("unread")
    with open(path, "rb") as stream:
        found.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    (target / "found.json").write_text(json.dumps(asdict(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
