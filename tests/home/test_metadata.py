"""What search engines, messengers and social networks read of a page, and the links by which people share it."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from home.models import SiteSettings
from spaces.models import ArticleAuthor, Author, QuestionIndexPage, QuestionPage
from spaces.services import create_space
from tests.home.world import picture
from tests.reading import links, metadata, read, structured_data

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
TITLE = "Le forage & l’école : « on y arrive » </script><b>"


@pytest.fixture
def article(space_a, write_article):
    return write_article(space_a, TITLE, summary="En deux mots.", photo=picture())


def node(client, address: str, kind: str) -> dict:
    (found,) = [each for each in structured_data(read(client, address)) if each["@type"] == kind]
    return found


def test_a_page_that_says_nothing_of_itself_is_described_as_the_platform_is(client, site):
    SiteSettings.objects.create(site=site.get_site(), tagline="L’information publique, à portée")
    assert metadata(read(client, "/"))["description"] == "L’information publique, à portée"


# Canonical addresses


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/"),
        ("/collectivites/", "/collectivites/"),
        ("/collectivites/?lieu=kaya", "/collectivites/"),
        ("/collectivites/ouahigouya/", "/collectivites/ouahigouya/"),
        ("/actualites/?utm_source=x", "/actualites/"),
        ("/actualites/?genre=report&utm_source=x", "/actualites/?genre=report"),
        ("/themes/eau-assainissement/", "/themes/eau-assainissement/"),
        ("/contact/", "/contact/"),
    ],
)
def test_a_page_has_one_address_whatever_the_way_to_it(client, article, themes, address, canonical):
    assert metadata(read(client, address))["canonical"] == SITE + canonical


def test_a_page_that_lists_what_somebody_typed_is_not_indexed(client, article):
    assert metadata(read(client, "/recherche/?q=forage"))["robots"] == "noindex"


def test_the_site_s_own_address_is_used_whatever_host_was_asked(client, article, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = read(client, article.url)
    assert metadata(page)["canonical"] == metadata(page)["og:url"] == SITE + article.url


# Open Graph


def test_a_shared_article_shows_its_title_summary_and_picture(client, article):
    seen = metadata(read(client, article.url))
    assert (seen["og:type"], seen["og:title"], seen["og:description"]) == ("article", TITLE, "En deux mots.")
    assert (seen["og:site_name"], seen["og:locale"]) == ("Civitac", "fr_BF")
    assert seen["og:image"].startswith(f"{SITE}/media/")
    assert seen["description"] == "En deux mots."


def test_a_page_without_a_picture_is_shared_with_the_site_s(client, space_a, write_article):
    article = write_article(space_a, "Sans image")
    assert "og:image" not in metadata(read(client, article.url))
    SiteSettings.objects.create(site=article.get_site(), shared_image=picture())
    other = write_article(space_a, "Sans image non plus")
    assert metadata(read(client, other.url))["og:image"].startswith(f"{SITE}/media/")


def test_what_is_written_for_search_engines_comes_first(client, article):
    article.seo_title, article.search_description = "Pour les moteurs", "Autrement dit."
    article.save_revision().publish(skip_permission_checks=True)
    page = read(client, article.url + "?")
    assert page.title.string.strip().startswith("Pour les moteurs")
    assert metadata(page)["og:description"] == "Autrement dit."


@pytest.mark.parametrize("address", ["/", "/collectivites/", "/osc/", "/citoyens/", "/collectivites/ouahigouya/"])
def test_every_page_has_a_title_of_its_own_and_one_heading(client, article, address):
    page = read(client, address)
    assert len(page.find_all("h1")) == 1
    assert page.title.string.strip()
    assert page.html["lang"] == "fr"


# JSON-LD


def test_the_home_page_presents_the_organisation_and_its_search(client, article):
    assert node(client, "/", "Organization") == {"@type": "Organization", "name": "Civitac", "url": f"{SITE}/"}
    search = node(client, "/", "WebSite")["potentialAction"]
    assert client.get(search["target"].removeprefix(SITE).replace("{search_term_string}", "forage")).status_code == 200


def test_a_local_authority_is_presented_as_one(client, space_a):
    space_a.page.phone, space_a.page.summary = "+226 00 00 00 00", "Chef-lieu du Yatenga."
    space_a.page.save_revision().publish()
    found = node(client, "/collectivites/ouahigouya/", "GovernmentOrganization")
    assert found == {
        "@type": "GovernmentOrganization",
        "name": "Commune de Ouahigouya",
        "url": f"{SITE}/collectivites/ouahigouya/",
        "description": "Chef-lieu du Yatenga.",
        "telephone": "+226 00 00 00 00",
    }


def test_an_organisation_is_presented_as_one(client, site, country):
    create_space(kind="organisation", title="Les amis de l’eau", territory=country["kaya"])
    assert node(client, "/osc/les-amis-de-leau/", "NGO")["name"] == "Les amis de l’eau"


def test_an_article_is_presented_with_its_dates_authors_and_publisher(client, article, space_a):
    for name, withheld in (("Awa (exemple)", False), ("Salif (exemple)", True)):
        author = Author.objects.create(name=name, is_withheld=withheld, collection=space_a.collection)
        article.authors.add(ArticleAuthor(author=author))
    article.save_revision().publish(skip_permission_checks=True)
    article.refresh_from_db()
    found = node(client, article.url, "NewsArticle")
    assert found["headline"] == TITLE
    assert found["datePublished"] == article.first_published_at.isoformat()
    assert found["mainEntityOfPage"] == SITE + article.url
    assert found["author"] == [{"@type": "Person", "name": "Awa (exemple)"}, found["publisher"]]
    assert (found["publisher"]["name"], found["publisher"]["url"]) == (
        "Commune de Ouahigouya",
        f"{SITE}/collectivites/ouahigouya/",
    )
    assert found["image"].startswith(f"{SITE}/media/")
    assert "Salif" not in client.get(article.url).content.decode()


def test_a_long_title_is_cut_between_two_words(client, article):
    article.title = "La commune et ses partenaires ouvrent le chantier " * 2 + "de l’assainissement"
    article.save_revision().publish(skip_permission_checks=True)
    headline = node(client, article.url, "NewsArticle")["headline"]
    assert len(headline) <= 110
    assert headline.endswith(" chantier de …")


def test_an_article_nobody_signs_is_its_space_s(client, article):
    assert node(client, article.url, "NewsArticle")["author"]["name"] == "Commune de Ouahigouya"


def test_a_page_says_where_it_stands(client, article):
    steps = node(client, article.url, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["item"] for step in steps] == [
        f"{SITE}{address}" for address in ("/", "/collectivites/", "/collectivites/ouahigouya/", article.url)
    ]
    assert steps[-1]["name"] == TITLE
    shown = links(read(client, article.url).find("ol", class_="trail"))
    assert list(shown) == ["/", "/collectivites/", "/collectivites/ouahigouya/"]


def test_what_is_written_in_a_title_never_ends_the_script(client, article):
    page = read(client, article.url)
    assert structured_data(page)
    assert page.find("b") is None or TITLE not in str(page.find("b"))


# Sharing


def shared(client, address: str) -> dict[str, str]:
    return {said: link for link, said in links(read(client, address).find("aside")).items()}


def test_an_article_is_shared_by_what_people_use(client, article):
    here = SITE + article.url
    ways = shared(client, article.url)
    assert {"WhatsApp", "Facebook", "Telegram", "SMS"} <= set(ways)
    assert unquote(ways["WhatsApp"].split("text=")[1]) == f"{TITLE} {here}"
    assert parse_qs(urlsplit(ways["Facebook"]).query)["u"] == [here]
    assert parse_qs(urlsplit(ways["Telegram"]).query) == {"url": [here], "text": [TITLE]}
    assert ways["SMS"].startswith("sms:?body=")
    assert unquote(ways["SMS"].split("body=")[1]) == f"{TITLE} {here}"


def test_the_address_is_copied_by_a_button_that_shows_only_where_scripts_run(client, article):
    button = read(client, article.url).find("button", attrs={"data-copy": True})
    assert button["data-copy"] == SITE + article.url
    assert button.has_attr("hidden")


def test_sharing_asks_nothing_of_anyone_else_before_it_is_pressed(client, article):
    page = read(client, article.url)
    fetched = [each.get("src") or each.get("href") for each in page.find_all(["script", "img", "iframe", "link"])]
    assert not [address for address in fetched if address and urlsplit(address).netloc not in ("", "testserver")]


def test_questions_are_shared_too(client, site):
    question = QuestionIndexPage.objects.get().add_child(
        instance=QuestionPage(title="Qui vote ?", answer="<p>Tous.</p>")
    )
    assert "WhatsApp" in str(read(client, question.url))
