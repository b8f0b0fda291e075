"""On a phone 320 px wide every page fits, is easy to touch, and is whole without scripts, pictures or a screen."""

from __future__ import annotations

from playwright.sync_api import Page

from . import IN_BROWSER
from .exhibits import LONG_TITLE
from .reader import unfold

pytestmark = IN_BROWSER

PHONE = 320
FINGER = 44

# Things to touch that answer to less than a finger's height, with that height. Asked of the screen itself, point by
# point; a label answers for its field. A link in the middle of a sentence is as high as its line, and what the map leads
# to is listed below it.
TOO_SMALL = """
finger => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].flatMap(thing => {
  if (thing.type === "hidden" || !thing.checkVisibility() || thing.closest("svg, .skip, [aria-hidden=true]")) return [];
  const words = element => element.innerText.trim();
  const around = thing.parentElement.closest("p, li, dd, td, th, figcaption, h1, h2, h3, h4, div, nav");
  const inline = thing.matches("a") && getComputedStyle(thing).display === "inline";
  if (inline && around && words(around).length > words(thing).length) return [];
  thing.scrollIntoView({block: "center"});
  const parts = [thing, ...(thing.labels || [])];
  const [first] = thing.getClientRects(), x = first.left + first.width / 2;
  const answers = y => parts.some(part => part.contains(document.elementFromPoint(x, y)));
  let top = first.top + first.height / 2, bottom = top;
  while (bottom - top < finger && answers(top)) top -= 1;
  while (bottom - top < finger && answers(bottom)) bottom += 1;
  const labelled = parts.length > 1 ? parts.reduce((sum, part) => sum + part.getBoundingClientRect().height, 0) : 0;
  const height = Math.round(Math.max(bottom - top, labelled));
  return height < finger ? [`${height} px: ${thing.outerHTML.slice(0, 120)}`] : [];
})
"""

# Occurrences of a text of which a part lies outside the screen or is cut by what it stands in.
CUT = """
text => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node; (node = walker.nextNode());) {
    if (node.data.trim() !== text || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const frames = [];
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflow !== "visible") frames.push(box.getBoundingClientRect());
    }
    const whole = [...range.getClientRects()].every(line => line.left >= 0 && line.right <= innerWidth
      && frames.every(f => line.left >= f.left - 1 && line.right <= f.right + 1 && line.top >= f.top - 1
        && line.bottom <= f.bottom + 1));
    const wanted = getComputedStyle(node.parentElement);
    found.push(whole && wanted.textOverflow === "clip" && wanted.webkitLineClamp === "none");
  }
  return found;
}
"""


def overflow(page: Page) -> list[str]:
    """What sticks out of the screen to the right; nothing when the page has no need to be moved sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth)
          .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
    )


def test_every_page_fits_and_is_easy_to_touch(reader, exhibits):
    someone = reader(PHONE)
    faults = {}
    for exhibit in exhibits:
        page, _answer = someone.open(exhibit)
        unfold(page)
        faults[exhibit.name] = [*overflow(page), *page.evaluate(TOO_SMALL, FINGER)]
    assert {name: lines for name, lines in faults.items() if lines} == {}


def test_the_menu_opens_without_a_script(new_page):
    page = new_page(PHONE, java_script_enabled=False)
    page.goto("/")
    news = page.locator("#menu").get_by_role("link", name="Actualités")
    assert not news.is_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    news.click()
    assert page.url.endswith("/actualites/")


def test_a_long_title_in_capitals_shows_whole(reader, exhibits):
    assert len(LONG_TITLE) == 187
    someone = reader(PHONE)
    shown = {}
    for exhibit in exhibits:
        page, _answer = someone.open(exhibit)
        shown[exhibit.name] = page.evaluate(CUT, LONG_TITLE)
    assert all(all(each) for each in shown.values()), shown
    places = {name for name, each in shown.items() if each}
    assert places >= {"home", "news", "theme", "space of a commune", "article", "search with one result"}


def test_a_long_word_in_capitals_stays_on_the_screen(new_page, space_a):
    space_a.page.title = "ASSOCIATION DES FEMMES TRANSFORMATRICES DE KARITÉ"
    space_a.page.save_revision().publish()
    page = new_page(PHONE)
    page.goto(space_a.page.url)
    assert overflow(page) == []


def test_a_page_without_its_pictures_says_the_same(reader, exhibits):
    with_pictures, without = reader(PHONE), reader(PHONE)
    without.stranger.context.route("**/media/**", lambda route: route.abort())
    for exhibit in (each for each in exhibits if each.name in ("home", "news", "article", "service")):
        pages = [someone.open(exhibit)[0] for someone in (with_pictures, without)]
        for page in pages:
            page.wait_for_load_state("networkidle")
        seen, read = pages
        assert seen.locator("main img").count() > 0
        assert read.locator("main").inner_text() == seen.locator("main").inner_text()
        assert overflow(read) == []


def test_an_article_prints_without_what_surrounds_it(reader, exhibits):
    (article,) = [each for each in exhibits if each.name == "article"]
    page, _answer = reader(PHONE).open(article)
    page.emulate_media(media="print")
    for surrounding in ("header nav", ".tool", ".share", "footer a"):
        for each in page.locator(surrounding).all():
            assert not each.is_visible(), surrounding
    for content in ("h1", "article .chapo", "article figure img", "article table", "article details p"):
        for each in page.locator(content).all():
            assert each.is_visible(), content
