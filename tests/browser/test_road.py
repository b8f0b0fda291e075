"""The whole road of an article: an editor composes it, an animator approves it, a citizen finds it four times."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Page

from spaces.models import ArticlePage

from . import IN_BROWSER
from .desk import Desk
from .reader import sign_in

pytestmark = IN_BROWSER

TITLE = "À Ouahigouya, le conseil prépare la réhabilitation du forage"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "forage.jpg"
    Image.effect_noise((1200, 800), 40).convert("RGB").save(path)
    return path


def open_article(page: Page, kind: str) -> Desk:
    """From the page of one's account to a new article of a kind, by the links that are offered."""
    page.get_by_role("link", name="Ouvrir l’administration").click()
    page.locator(".civitac-panel").get_by_role("link", name=kind, exact=True).click()
    page.locator(".c-sf-add-button").first.wait_for()
    return Desk(page)


def compose(desk: Desk, photo: Path) -> None:
    """Eleven kinds of block; the first one is there already."""
    desk.field("title").fill(TITLE)
    desk.field("summary").fill("La décision est prise, les travaux commencent en janvier.")
    desk.write(0, "Le conseil s’est réuni en session ordinaire.")
    desk.fill(desk.add("heading"), text="Ce qui a été décidé")
    desk.fill(desk.add("quote"), text="Enfin de l’eau près de l’école.", author="Une habitante")
    question = desk.add("question_answer")
    desk.fill(question, question="Qui paiera ?")
    desk.write(question, "La commune et ses partenaires.", "answer")
    callout = desk.add("callout")
    desk.choose(callout, "tone", "warning")
    desk.write(callout, "La pompe est arrêtée le mardi.", "text")
    accordion = desk.add("accordion")
    desk.fill(accordion, items__0__value__title="Et la qualité de l’eau ?")
    desk.write(accordion, "Elle sera analysée deux fois par an.", "items-0-value-text")
    picture = desk.add("photo")
    desk.upload_photo(picture, photo, "Le forage", "Deux femmes près d’un forage")
    desk.fill(picture, image__alt_text="Deux femmes près d’un forage", caption="Le forage du secteur 4")
    figures = {"value": "3", "label": "forages réparés", "note": "Plan 2026 (exemple)"}
    desk.fill(desk.add("key_figures"), **{f"figures__0__value__{name}": words for name, words in figures.items()})
    table = desk.add("table")
    desk.fill(table, caption="Calendrier des travaux")
    desk.draw_table(table, ["Mois", "Travaux"], ["Janvier", "Pompe neuve"])
    agenda = desk.add("agenda")
    desk.fill(agenda, items__0__value__subject="Budget de l’eau", items__0__value__decision="Adopté après débat.")
    desk.choose(agenda, "items-0-value-result", "adopted")
    desk.fill(desk.add("link"), url="https://exemple.test/plan", title="Le plan communal")


def test_an_article_goes_from_its_editor_to_a_citizen(new_page, space_a, editor, animator, themes, photo):
    write(new_page(), editor, photo)
    article = ArticlePage.objects.get().get_latest_revision_as_object()
    assert not article.live
    assert len({block.block_type for block in article.body}) == 11
    approve(new_page(), animator)
    for find in (by_directory, by_news, by_search, by_feed):
        page = new_page(360, java_script_enabled=False)
        page.goto("/")
        find(page)
        assert page.locator("h1").inner_text() == TITLE, find.__name__
    read_through(page)


def write(page: Page, editor, photo: Path) -> None:
    sign_in(page, editor)
    desk = open_article(page, "Brève")
    compose(desk, photo)
    desk.submit()
    page.goto("/admin/")
    assert page.locator(".civitac-panel").get_by_role("link", name=TITLE).is_visible()


def approve(page: Page, animator) -> None:
    sign_in(page, animator)
    page.get_by_role("link", name="Ouvrir l’administration").click()
    page.locator(".civitac-panel").get_by_role("link", name=TITLE).click()
    desk = Desk(page)
    assert desk.field("title").input_value() == TITLE
    desk.approve()


def menu(page: Page, name: str) -> None:
    page.get_by_role("link", name="Menu", exact=True).click()
    page.locator("#menu").get_by_role("link", name=name).click()


def by_directory(page: Page) -> None:
    menu(page, "Collectivités")
    page.locator("summary", has_text="Yaadga").click()
    page.get_by_role("link", name="Ouahigouya").click()
    page.get_by_role("link", name=TITLE).click()


def by_news(page: Page) -> None:
    menu(page, "Actualités")
    page.locator("summary", has_text="Affiner").click()
    kind = page.locator("[name=genre]")
    kind.select_option(label="Reportage")
    page.locator("main form button").click()
    assert page.get_by_role("link", name=TITLE).count() == 0
    kind.select_option(label="Brève")
    page.locator("main form button").click()
    page.get_by_role("link", name=TITLE).click()


def by_search(page: Page) -> None:
    page.locator("header").get_by_role("link", name="Rechercher").click()
    page.locator("main [name=q]").fill("rehabilitation forage")
    page.locator("main form button").first.click()
    page.get_by_role("link", name=TITLE).click()


def by_feed(page: Page) -> None:
    feed = page.locator("link[type='application/atom+xml']").first.get_attribute("href")
    entries = ElementTree.fromstring(page.request.get(feed).text()).iter(f"{ATOM}entry")
    addresses = {entry.findtext(f"{ATOM}title"): entry.find(f"{ATOM}link").get("href") for entry in entries}
    page.goto(addresses[TITLE])


def read_through(page: Page) -> None:
    """Each block shows what was written in it, and the photo arrives."""
    text = page.locator("article")
    for words in (
        "Le conseil s’est réuni en session ordinaire.",
        "Ce qui a été décidé",
        "Enfin de l’eau près de l’école.",
        "La commune et ses partenaires.",
        "La pompe est arrêtée le mardi.",
        "forages réparés",
        "Pompe neuve",
        "Adopté après débat.",
        "Le plan communal",
    ):
        assert text.get_by_text(words).first.is_visible(), words
    text.locator("summary", has_text="Et la qualité de l’eau ?").click()
    assert text.get_by_text("Elle sera analysée deux fois par an.").is_visible()
    image = text.get_by_role("img", name="Deux femmes près d’un forage")
    image.scroll_into_view_if_needed()
    answer = page.request.get(image.get_attribute("src"))
    assert re.fullmatch("image/(avif|webp|jpeg)", answer.headers["content-type"])
