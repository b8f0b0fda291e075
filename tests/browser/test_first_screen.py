"""What a page opens with is drawn before the rest of the style has come, and does not change when it comes."""

from __future__ import annotations

from playwright.sync_api import Page

from . import IN_BROWSER

pytestmark = IN_BROWSER

# Pages with a picture on the first screen of a phone.
ILLUSTRATED = ("space of a commune", "article", "service", "figures of a region")

# What stands before the linked sheet and looks otherwise without it: the properties that differ.
CHANGING = """
() => {
  const link = document.querySelector("body link[rel=stylesheet][href*='css/civitac']");
  const before = [...document.querySelectorAll("body *")].filter(
    each => link.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING && !each.contains(link));
  const looks = () => before.map(each => {
    const style = getComputedStyle(each);
    return Object.fromEntries([...style].map(name => [name, style.getPropertyValue(name)]));
  });
  const whole = looks();
  link.sheet.disabled = true;
  const first = looks();
  link.sheet.disabled = false;
  return before.flatMap((each, place) => {
    const other = Object.keys(whole[place]).filter(name => whole[place][name] !== first[place][name]);
    return other.map(name => `${each.tagName}.${each.className} ${name}: ${first[place][name]}, then ${whole[place][name]}`);
  });
}
"""


def test_the_rest_of_the_style_changes_nothing_of_what_stands_before_it(reader, exhibits):
    someone = reader(320)
    found = {}
    for exhibit in exhibits:
        page, _answer = someone.open(exhibit)
        for width, scheme in ((320, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found[exhibit.name, width, scheme] = page.evaluate(CHANGING)
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_the_heading_is_painted_while_the_rest_of_the_style_is_on_its_way(new_page, site):
    page = new_page(320)
    held = []
    page.route("**/css/civitac*", lambda route: held.append(route))
    page.goto("/contact/", wait_until="commit")
    page.locator("h1").wait_for()
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert (
        page.locator("h1").evaluate("heading => getComputedStyle(heading.closest('.masthead')).borderBottomStyle")
        == "solid"
    )
    assert page.locator("main form").count() == 0
    held[0].continue_()
    page.locator("main form").first.wait_for()


def test_the_style_is_asked_for_before_any_picture_and_more_urgently(new_page, exhibits):
    illustrated = [each for each in exhibits if each.name in ILLUSTRATED]
    asked = {each.name: files_asked_for(new_page(412, 823), each.address) for each in illustrated}
    styles = {name: files[0] for name, files in asked.items()}
    pictures = {name: set(files[1:]) for name, files in asked.items()}
    assert {name: style for name, style in styles.items() if style in ("Stylesheet, VeryLow", "Stylesheet, Low")} == {}
    assert pictures == {name: {"Image, Low"} for name in ILLUSTRATED}


def files_asked_for(page: Page, address: str) -> list[str]:
    """The styles and pictures that a first view asks for, in that order, each with how urgent it is in the end."""
    kinds, urgency = {}, {}
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda sent: kinds.update({sent["requestId"]: sent["type"]}))
    network.on(
        "Network.requestWillBeSent",
        lambda sent: urgency.update({sent["requestId"]: sent["request"]["initialPriority"]}),
    )
    network.on("Network.resourceChangedPriority", lambda sent: urgency.update({sent["requestId"]: sent["newPriority"]}))
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    return [f"{kind}, {urgency[each]}" for each, kind in kinds.items() if kind in ("Stylesheet", "Image")]


def test_the_security_policy_lets_what_is_written_into_a_page_act(new_page, site):
    page = new_page(320)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    page.goto("/")
    page.wait_for_selector("link[rel=manifest]", state="attached")
    assert refused == []
