"""What the demonstration tells citizens: it names its texts, says what is unsure, and leads nowhere strange."""

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.fields import StreamField

from spaces.models import QuestionIndexPage, QuestionPage, ServiceIndexPage, ServicePage
from tests.reading import main, read, words

DEMO = Path(settings.BASE_DIR) / "home" / "demo"
CONTENT = DEMO / "content"
UNSURE = "à confirmer"
# The client's own lines, as its leaflet gives them: no other phone number belongs in the content.
OFFICE_LINES = {"+226 25 36 90 47", "+226 25 36 09 21"}
PHONE = re.compile(
    r"(?:\+|\b00)226(?:[ .-]?\d{2}){4}(?!\d)"  # with the country's prefix
    r"|(?<![\d-])\d{2}([ .-])\d{2}(?:\1\d{2}){2}(?!\d)"  # four pairs
    r"|(?<!\d)\d{8}(?!\d)"
)
PARTS_OF_THE_SITE = {
    "/contact/",
    "/recherche/",
    "/actualites/",
    "/collectivites/",
    "/osc/",
    "/citoyens/",
    "/enrolement/",
}


def table(name):
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


SERVICES = table("services.toml")["service"]
QUESTIONS = table("questions.toml")["question"]
PAGES = table("pages.toml")["page"]
HOME = table("home.toml")
SPACES = table("spaces.toml")["space"]
ARTICLES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((CONTENT / "articles").glob("*.toml"))]
PAPERS = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((CONTENT / "papers").glob("*.toml"))]
WRITTEN_HERE = [*SERVICES, *QUESTIONS, *PAGES, HOME]
WHOLE_DEMONSTRATION = [*WRITTEN_HERE, *SPACES, *ARTICLES, *PAPERS]


def strings(value):
    """Every text in an entry, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def plain(text):
    """The words of a text, without its tags and with ordinary spaces, as `words` gives those of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def by_slug(entry):
    return entry["slug"]


def test_there_is_enough_to_read():
    assert len(SERVICES) >= 12
    assert len(QUESTIONS) >= 20
    assert {page["slug"] for page in PAGES} >= {
        "a-propos",
        "aide",
        "charte",
        "mentions-legales",
        "donnees-personnelles",
        "accessibilite",
    }


def test_no_two_entries_share_a_name():
    names = Counter(entry["slug"] for entry in [*SERVICES, *QUESTIONS, *PAGES, *SPACES, *ARTICLES])
    assert [slug for slug, count in names.items() if count > 1] == []


@pytest.mark.parametrize("entry", [*SERVICES, *QUESTIONS], ids=by_slug)
def test_every_entry_names_a_text_and_where_it_was_read(entry):
    assert entry["legal_basis"]
    for reference in entry["legal_basis"]:
        assert reference["reference"]
        assert reference["source"] or not reference["is_confirmed"], reference["reference"]


@pytest.mark.parametrize("entry", [*SERVICES, *QUESTIONS], ids=by_slug)
def test_what_is_called_confirmed_rests_on_a_confirmed_text(entry):
    claims = [entry.get(name, False) for name in ("is_confirmed", "documents_confirmed", "cost_confirmed")]
    if any([*claims, entry.get("delay_confirmed", False)]):
        assert any(reference["is_confirmed"] for reference in entry["legal_basis"])


@pytest.mark.parametrize("service", SERVICES, ids=by_slug)
def test_a_price_or_a_delay_that_is_confirmed_was_checked_on_a_day(service):
    if service["documents_confirmed"] or service["cost_confirmed"] or service["delay_confirmed"]:
        assert service["checked_on"]


@pytest.mark.parametrize("service", SERVICES, ids=by_slug)
def test_a_price_that_is_not_confirmed_gives_no_figure(service):
    if not service["cost_confirmed"]:
        assert not re.search(r"\d[\d\s]*F\sCFA", service["cost"])


@pytest.mark.parametrize("question", QUESTIONS, ids=by_slug)
def test_an_answer_is_short(question):
    assert len(plain(question["answer"]).split()) <= 150


@pytest.mark.parametrize("entry", [*SERVICES, *QUESTIONS], ids=by_slug)
def test_themes_are_those_of_the_platform(entry):
    with (Path(settings.BASE_DIR) / "territories" / "data" / "themes.csv").open(encoding="utf-8") as rows:
        known = {row["slug"] for row in csv.DictReader(rows)}
    assert entry["themes"]
    assert set(entry["themes"]) <= known


SPELT = {7: "7 jours", 180: "180 jours", 365: "1 an", 730: "2 ans"}


@pytest.mark.parametrize(
    ("of", "days"),
    [
        ("Vous écrivez par la page Contact", settings.CONTACT_MESSAGES_KEPT_DAYS),
        ("Vous demandez un espace", settings.DECLINED_ENROLMENTS_KEPT_DAYS),
        ("Vous recevez un code par SMS", settings.SMS_NUMBERS_KEPT_DAYS),
        ("Vous recevez les alertes par SMS", settings.SUBSCRIBERS_KEPT_DAYS),
        ("Vous recevez les alertes par SMS", settings.ALERT_NUMBERS_KEPT_DAYS),
        ("Vous nous écrivez par SMS", settings.ALERT_NUMBERS_KEPT_DAYS),
    ],
)
def test_what_is_said_to_be_kept_is_kept_as_long_as_said(of, days):
    (page,) = [page for page in PAGES if page["slug"] == "donnees-personnelles"]
    (line,) = [line for text in strings(page) for line in text.splitlines() if of in line]
    assert SPELT[days] in line.replace("\u00a0", " ")


def test_pictures_are_among_the_drawn_ones():
    drawn = {path.stem for path in (DEMO / "illustrations").glob("*.svg")}
    if not drawn:
        pytest.skip("no illustration is drawn yet")
    named = {entry["photo"] for entry in SERVICES if entry.get("photo")} | {HOME["settings"]["shared_image"]}
    assert named <= drawn


def test_links_lead_to_the_site_itself_or_over_https():
    known = PARTS_OF_THE_SITE | {f"/{page['slug']}/" for page in PAGES}
    known |= {f"/citoyens/services/{service['slug']}/" for service in SERVICES}
    known |= {f"/citoyens/questions/{question['slug']}/" for question in QUESTIONS}
    for text in strings(WHOLE_DEMONSTRATION):
        for address in [*re.findall(r'href="([^"]*)"', text), *re.findall(r"^\w+://\S+", text)]:
            assert address.startswith("https://") or address in known, address


def test_the_home_page_sends_to_entries_that_exist():
    named = [slug for block in HOME["body"] if block["type"] == "questions" for slug in block["value"]["pages"]]
    assert named
    assert set(named) <= {entry["slug"] for entry in [*SERVICES, *QUESTIONS]}


def test_the_only_phone_numbers_are_those_of_the_client():
    for text in strings(WHOLE_DEMONSTRATION):
        found = {number[0] for number in PHONE.finditer(re.sub(r"https?://\S+", "", plain(text)))}
        assert found <= OFFICE_LINES, found - OFFICE_LINES


def test_messages_of_the_demonstration_reach_nobody_real():
    assert HOME["settings"]["contact_email"].endswith(".test")


def test_the_text_is_set_as_french_is():
    for text in strings(WRITTEN_HERE):
        prose = re.sub(r'https?://\S+|href="[^"]*"', "", text)
        assert not re.search(r"\w'\w| [;:!?»%]|« |n° ", prose), prose


def publish(index, page_class, entry):
    """The entry as a page under its list, refused where a form would refuse it."""
    streams = {field.name for field in page_class._meta.get_fields() if isinstance(field, StreamField)}
    kinds = {"documents": "document", "steps": "step", "legal_basis": "reference"}
    values = {name: value for name, value in entry.items() if name not in {"themes", "photo"}}
    for name in streams & values.keys():
        values[name] = [{"type": kinds[name], "value": value} for value in values[name]]
    page = page_class(**values)
    for name in streams:
        getattr(page, name).stream_block.clean(getattr(page, name))
    index.refresh_from_db()
    index.add_child(instance=page)
    return page


@pytest.mark.django_db
def test_a_practical_page_says_what_nobody_has_confirmed(site, client):
    index = ServiceIndexPage.objects.get()
    for entry in SERVICES:
        publish(index, ServicePage, entry)
    for entry in SERVICES:
        page = main(read(client, f"/citoyens/services/{entry['slug']}/"))
        claims = [entry["cost_confirmed"], entry["delay_confirmed"], entry["documents_confirmed"]]
        claims += [reference["is_confirmed"] for reference in entry["legal_basis"]]
        assert len(page.select(".unsure")) == claims.count(False), entry["slug"]
        assert (UNSURE in words(page)) or all(claims)
        for reference in entry["legal_basis"]:
            assert plain(reference["reference"]) in words(page)


@pytest.mark.django_db
def test_an_answer_says_whether_it_is_confirmed(site, client):
    index = QuestionIndexPage.objects.get()
    for entry in QUESTIONS:
        publish(index, QuestionPage, entry)
    for entry in QUESTIONS:
        page = main(read(client, f"/citoyens/questions/{entry['slug']}/"))
        claims = [entry["is_confirmed"], *(reference["is_confirmed"] for reference in entry["legal_basis"])]
        assert len(page.select(".unsure")) == claims.count(False), entry["slug"]
        assert plain(entry["title"]) in words(page)
