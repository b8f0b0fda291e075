"""What a file really is, whatever its name says; asked of every document, sound, film and letter that someone sends."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

HEAD = 4096
# A package (OOXML, ODF) that unfolds beyond either is refused: measured bombs reach 1000 to one.
MOST_UNFOLDED = 100 * 1024 * 1024
MOST_RATIO = 100


def starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def is_page(head: bytes) -> bool:
    """Whether a browser would take it for a page of the web or a drawing, whatever its name says."""
    return head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<script", b"<svg"))


def is_text(head: bytes) -> bool:
    """No byte that no text holds, and not a web page in disguise."""
    return b"\0" not in head and not is_page(head)


def is_pdf(head: bytes) -> bool:
    """Readers look for the sign in the first 1,024 bytes (ISO 32000-1, annex H.3.4.1); a page may hold it in a remark."""
    return b"%PDF-" in head[:1024] and not is_page(head)


def is_iso_media(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def is_mp3(head: bytes) -> bool:
    return head.startswith(b"ID3") or (
        len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 != 0
    )


def is_adts(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


ZIP = starts(b"PK\x03\x04")
SIGNS: dict[str, Callable[[bytes], bool]] = {
    "pdf": is_pdf,
    "docx": ZIP,
    "xlsx": ZIP,
    "pptx": ZIP,
    "odt": ZIP,
    "ods": ZIP,
    "xls": starts(b"\xd0\xcf\x11\xe0"),
    "jpg": starts(b"\xff\xd8\xff"),
    "jpeg": starts(b"\xff\xd8\xff"),
    "png": starts(b"\x89PNG\r\n\x1a\n"),
    "csv": is_text,
    "txt": is_text,
    "mp3": is_mp3,
    "m4a": is_iso_media,
    "mp4": is_iso_media,
    "m4v": is_iso_media,
    "mov": is_iso_media,
    "3gp": is_iso_media,
    "webm": starts(b"\x1a\x45\xdf\xa3"),
    "ogg": starts(b"OggS"),
    "oga": starts(b"OggS"),
    "ogv": starts(b"OggS"),
    "opus": starts(b"OggS"),
    "wav": starts(b"RIFF"),
    "flac": starts(b"fLaC"),
    "aac": is_adts,
    "amr": starts(b"#!AMR"),
}
PACKAGES = {"docx", "xlsx", "pptx", "odt", "ods"}


def check_content(file: File) -> None:
    """Raises ValidationError, in the sender's words, when a file is empty, is not what its name says, or is a bomb."""
    extension = Path(file.name).suffix.lower().lstrip(".")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise ValidationError(
            _("This file is empty: it was probably cut while being copied. Send it again."), code="empty"
        )
    is_right = SIGNS.get(extension)
    if is_right is None or not is_right(head):
        raise ValidationError(
            _("This file is not really a .%(extension)s file. Open it, save it again in that format and send it."),
            code="mislabelled",
            params={"extension": extension},
        )
    if extension in PACKAGES:
        check_package(file)


def check_package(file: File) -> None:
    try:
        with zipfile.ZipFile(file) as package:
            unfolded = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ValidationError(_("This file is damaged and cannot be opened."), code="damaged") from error
    finally:
        file.seek(0)
    if unfolded > MOST_UNFOLDED or unfolded > MOST_RATIO * max(file.size, 1):
        raise ValidationError(_("This file unfolds to an unreasonable size and is refused."), code="bomb")
