"""Prints the demonstration's documents: home/demo/content/papers/*.toml become home/demo/media/papers/*.pdf.

The files are committed, because the demonstration must load on a machine without a browser. Names given on the command
line limit the work to those papers. Needs Chromium and the development requirements.
"""

from __future__ import annotations

import io
import shutil
import sys
from html import escape
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from home.demo.reading import HERE, Paper, read_content

TARGET = HERE / "media" / "papers"
MARK = "Document de démonstration – chiffres fictifs"
STYLE = """
@page { size: A4; margin: 22mm 20mm 20mm;
        @bottom-right { content: counter(page) " / " counter(pages); font: 9pt "Liberation Serif", serif } }
body { font: 11.5pt/1.42 "Liberation Serif", serif; color: #111; margin: 0 }
.mark { border: 1px solid #8a3b12; color: #8a3b12; font-size: 9pt; padding: 2mm 3mm; margin: 0 0 8mm; text-align: center }
header { font-size: 9.5pt; line-height: 1.35; margin-bottom: 9mm }
header b { display: block }
h1 { font-size: 15pt; line-height: 1.25; text-align: center; margin: 0 0 8mm; border: solid #111; border-width: 1px 0;
     padding: 4mm 0 }
h2 { font-size: 11.5pt; margin: 7mm 0 2mm; break-after: avoid }
table { width: 100%; border-collapse: collapse; font-size: 9.5pt; margin: 3mm 0 5mm; break-inside: avoid }
caption { text-align: left; padding-bottom: 1.5mm }
th, td { border: 1px solid #777; padding: 1.3mm 2mm; text-align: left; vertical-align: top; font-weight: normal }
thead th, .total td { background: #eee; font-weight: bold }
.num { text-align: right; white-space: nowrap }
.signed { display: flex; justify-content: space-around; margin-top: 14mm; min-height: 26mm; break-inside: avoid;
          font-size: 10pt }
"""
# A sheet on the glass of a cheap scanner: a little askew, grey, at 100 dots per inch.
SCAN_WIDTH, SCAN_HEIGHT, ASKEW, QUALITY = 827, 1169, 0.7, 38


def html_of(paper: Paper) -> str:
    parts = [f"<p class=mark>{MARK}</p>"]
    first, *others = paper.heading
    parts.append(f"<header><b>{escape(first)}</b>{'<br>'.join(map(escape, others))}</header>")
    parts.append(f"<h1>{escape(paper.title)}</h1>")
    parts += [block(each) for each in paper.body]
    return f"<!doctype html><html lang=fr><title>{escape(paper.title)}</title><style>{STYLE}</style>{''.join(parts)}"


def block(given: dict[str, object]) -> str:
    match given:
        case {"heading": str(text)}:
            return f"<h2>{escape(text)}</h2>"
        case {"text": str(text)}:
            return f"<p>{escape(text)}</p>"
        case {"list": list(items)}:
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
        case {"signed": list(people)}:
            return "<div class=signed>" + "".join(f"<div>{escape(each)}</div>" for each in people) + "</div>"
        case {"rows": list()}:
            return table(given)
    raise ValueError(f"Bloc inconnu : {given}")


def table(given: dict[str, object]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in given["columns"])
    rows = given["rows"]
    body = ""
    for position, row in enumerate(rows, start=1):
        name = " class=total" if given.get("total") and position == len(rows) else ""
        body += f"<tr{name}>" + "".join(cell(each) for each in row) + "</tr>"
    return f"<table><caption>{escape(given['caption'])}</caption><thead><tr>{head}</tr></thead><tbody>{body}</table>"


def cell(given: int | str) -> str:
    number = f"{given:,}".replace(",", "\u00a0") if isinstance(given, int) else ""
    return f"<td class=num>{number}</td>" if number else f"<td>{escape(given)}</td>"


def scanned(page: Page) -> bytes:
    """The paper as pictures of its pages, without a letter of text in it."""
    page.set_viewport_size({"width": SCAN_WIDTH, "height": SCAN_HEIGHT})
    page.add_style_tag(content="body{padding:85px 76px;background:#fff}")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    askew = picture.rotate(ASKEW, Image.Resampling.BICUBIC, fillcolor=255)
    grey = ImageOps.colorize(askew, "#2b2b2b", "#f1efea").convert("L")
    stream = io.BytesIO()
    grey.save(stream, "PDF", resolution=100, quality=QUALITY)
    return stream.getvalue()


def main() -> int:
    papers = [paper for paper in read_content().papers if not sys.argv[1:] or paper.slug in sys.argv[1:]]
    if unknown := set(sys.argv[1:]) - {paper.slug for paper in papers}:
        raise SystemExit(f"Documents inconnus : {', '.join(sorted(unknown))}")
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=["--no-sandbox", "--headless"]
        )
        page = browser.new_page()
        for paper in papers:
            page.set_content(html_of(paper))
            target = TARGET / f"{paper.slug}.pdf"
            if paper.scanned:
                target.write_bytes(scanned(page))
            else:
                page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=False)
            print(f"{target.name} : {target.stat().st_size / 1000:.1f} ko")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
