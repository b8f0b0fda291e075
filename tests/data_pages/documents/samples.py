"""Files made for tests: PDF written byte by byte, good and bad, and packages of text."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont


def a_pdf(*pages: str) -> bytes:
    """A PDF of one line of text a page (Latin 1), as small as they come."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, text in enumerate(pages):
        said = text.translate({ord(sign): f"\\{sign}" for sign in "()\\"})
        stream = f"BT /F1 9 Tf 20 700 Td ({said}) Tj ET".encode("cp1252")
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    return assembled(objects)


def a_scan(text: str) -> bytes:
    """A PDF of one page, which is the picture of a line of text (ASCII: the font has no accents)."""
    page, out = Image.new("L", (1240, 1754), 255), BytesIO()
    ImageDraw.Draw(page).text((120, 200), text, font=ImageFont.load_default(44), fill=0)
    page.save(out, "PDF", resolution=150)
    return out.getvalue()


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def a_locked_pdf() -> bytes:
    """Encrypted with a user password (RC4, 40 bits, PDF 1.4 section 3.5); its keys are noise, so nothing opens it."""
    encryption = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -44>>" % (b"4d" * 32, b"5a" * 32)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        encryption,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    return assembled(
        objects, b"/Encrypt 3 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    )


def a_package(**parts: str) -> bytes:
    """A ZIP of parts; "word__document" stands for word/document.xml."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
T = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
A_DOCX = a_package(
    word__document=f"<w:d {W}><w:p><w:r><w:t>Budget </w:t></w:r><w:r><w:t>primitif</w:t></w:r></w:p></w:d>"
)
AN_ODT = a_package(content=f"<d {T}><text:p>Compte <text:span>administratif</text:span> de la commune</text:p></d>")
