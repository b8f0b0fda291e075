"""Makes again the pictures of the README and of the editors' guide (docs/images), from a demonstration that runs.

    make demo                       in one terminal, on a fresh database
    python scripts/screenshots.py   in another; an address (http://127.0.0.1:8000) and names of pictures may follow

Nothing is saved in the demonstration. Needs Chromium and the development requirements.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images"
ADDRESS = "http://127.0.0.1:8000"
WIDTH, HEIGHT = 1120, 760
LARGEST_BYTES = {"accueil": 120_000, "administration": 120_000}
LARGEST_GUIDE_BYTES = 60_000
QUALITIES = range(80, 20, -5)


class Visitor:
    """Someone before the demonstration, signed in as one of its accounts or as nobody."""

    def __init__(self, page: Page, name: str, password: str) -> None:
        self.page = page
        if name:
            page.goto("/compte/connexion/")
            page.locator("main details summary").click()
            form = page.locator("main details form")
            form.locator("input[name=login]").fill(name)
            form.locator("input[type=password]").fill(password)
            form.locator("button").click()
            page.wait_for_url("**/compte/")
            page.goto("/admin/")

    def follow(self, words: str) -> None:
        """Go where a link of the welcome page's panels leads."""
        self.page.locator(".civitac-panel").get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state("networkidle")

    def tab(self, words: str) -> None:
        self.page.get_by_role("tab", name=words, exact=True).click()

    def unfold_buttons(self) -> None:
        self.page.locator("#page-edit-form footer .w-dropdown__toggle").click()

    def pick_block(self, words: str) -> None:
        self.page.get_by_role("listbox").get_by_role("option", name=words, exact=True).click()

    def open_block_picker(self) -> Locator:
        last = self.page.locator(".c-sf-add-button").last
        last.scroll_into_view_if_needed()
        last.click()
        return self.page.get_by_role("listbox")


def home(visitor: Visitor) -> None:
    visitor.page.goto("/")


def welcome(visitor: Visitor) -> None:
    visitor.page.locator(".civitac-panel").first.wait_for()


def sign_in(visitor: Visitor) -> None:
    visitor.page.goto("/compte/connexion/")


def editor(visitor: Visitor) -> None:
    visitor.follow("Session du conseil")
    visitor.unfold_buttons()


def blocks(visitor: Visitor) -> None:
    visitor.follow("Reportage")
    visitor.open_block_picker().wait_for()


def picture(visitor: Visitor) -> None:
    visitor.follow("Brève")
    visitor.open_block_picker()
    visitor.pick_block("Photo")
    visitor.page.locator("[data-chooser-action-choose]").locator("visible=true").last.click()
    visitor.page.locator(".modal-dialog [role=tab][href='#tab-upload']").click()


def filing(visitor: Visitor) -> None:
    visitor.follow("Reportage")
    visitor.tab("Classement")


def schedule(visitor: Visitor) -> None:
    visitor.follow("Reportage")
    visitor.tab("Publication")
    visitor.page.get_by_role("button", name="Choisir un jour et une heure").click()


def returned(visitor: Visitor) -> None:
    visitor.follow("Marché central")


def preview(visitor: Visitor) -> None:
    visitor.follow("Marché central")
    visitor.page.locator("button[data-side-panel-toggle=preview]").locator("visible=true").click()
    visitor.page.frame_locator("#w-preview-iframe").locator("h1").wait_for()


def sheet(visitor: Visitor) -> None:
    visitor.follow("Modifier la fiche de l’espace")
    visitor.tab("Personnes et chiffres")


def reading(visitor: Visitor) -> None:
    visitor.follow("une matinée pour curer")
    visitor.unfold_buttons()


def members(visitor: Visitor) -> None:
    visitor.page.goto("/admin/spaces/")
    visitor.page.get_by_role("link", name="Commune de Ouahigouya").click()


# The picture's name → who sees the screen, and the way there.
SCREENS: dict[str, tuple[str, Callable[[Visitor], None]]] = {
    "accueil": ("", home),
    "administration": ("animation", welcome),
    "connexion": ("", sign_in),
    "bienvenue": ("redaction", welcome),
    "editeur": ("redaction", editor),
    "blocs": ("redaction", blocks),
    "image": ("redaction", picture),
    "classement": ("redaction", filing),
    "programmer": ("redaction", schedule),
    "renvoye": ("redaction", returned),
    "apercu": ("redaction", preview),
    "fiche": ("responsable", sheet),
    "lecture": ("animation", reading),
    "membres": ("animation", members),
}


def accounts() -> tuple[dict[str, str], str]:
    """Addresses of the demonstration's accounts by their short names, and their password."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civitac.settings.demo")
    django.setup()
    from home.demo.people import ACCOUNTS, PASSWORD

    return {account.name: account.email for account in ACCOUNTS}, PASSWORD


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=["--no-sandbox", "--lang=fr"]
        )
        try:
            yield browser
        finally:
            browser.close()


def kept(name: str, shot: bytes) -> Path:
    """The picture in the best quality that fits its budget. Raises SystemExit when none does."""
    target = TARGET / f"{name}.webp"
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for quality in QUALITIES:
        picture.save(target, quality=quality, method=6)
        if target.stat().st_size <= LARGEST_BYTES.get(name, LARGEST_GUIDE_BYTES):
            return target
    raise SystemExit(f"{target.name} dépasse son budget.")


def main() -> int:
    address = next((word for word in sys.argv[1:] if word.startswith("http")), ADDRESS)
    names = [word for word in sys.argv[1:] if not word.startswith("http")] or list(SCREENS)
    if unknown := set(names) - SCREENS.keys():
        raise SystemExit(f"Images inconnues : {', '.join(sorted(unknown))}")
    addresses, password = accounts()
    with chromium() as browser:
        for name in names:
            who, way = SCREENS[name]
            page = browser.new_page(
                base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR", reduced_motion="reduce"
            )
            way(Visitor(page, addresses.get(who, ""), password))
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(800)
            target = kept(name, page.screenshot())
            page.close()
            print(f"{target.name} : {target.stat().st_size / 1000:.1f} ko")
    return 0


if __name__ == "__main__":
    sys.exit(main())
