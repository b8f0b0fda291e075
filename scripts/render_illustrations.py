"""Renders the demonstration's SVG pictures beside their sources: WebP for scenes, PNG with a clear ground for logos.

The renders are committed, because the demonstration must load on a machine without a browser. Names given on the
command line limit the work to those pictures. Needs Chromium and the development requirements.
"""

from __future__ import annotations

import io
import shutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "home" / "demo" / "illustrations"
LOGO = "logo-"
QUALITY = 76
LOGO_COLOURS = 40


def sources(names: list[str]) -> list[Path]:
    found = sorted(FOLDER.glob("*.svg"))
    if unknown := set(names) - {source.stem for source in found}:
        raise SystemExit(f"Images inconnues : {', '.join(sorted(unknown))}")
    return [source for source in found if not names or source.stem in names]


@contextmanager
def blank_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=["--no-sandbox", "--headless"]
        )
        try:
            yield browser.new_page()
        finally:
            browser.close()


def painted(page: Page, source: Path) -> Image.Image:
    """The picture at the size its source declares, with its transparency."""
    svg = source.read_text("utf-8")
    root = ET.fromstring(svg)
    page.set_viewport_size({"width": int(root.attrib["width"]), "height": int(root.attrib["height"])})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True)))


def write(picture: Image.Image, source: Path) -> Path:
    if source.stem.startswith(LOGO):
        target = source.with_suffix(".png")
        flat = picture.quantize(LOGO_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        flat.save(target, optimize=True)
    else:
        target = source.with_suffix(".webp")
        picture.convert("RGB").save(target, quality=QUALITY, method=6)
    return target


def main() -> int:
    with blank_page() as page:
        for source in sources(sys.argv[1:]):
            target = write(painted(page, source), source)
            print(f"{target.name} : {target.stat().st_size / 1000:.1f} ko")
    return 0


if __name__ == "__main__":
    sys.exit(main())
