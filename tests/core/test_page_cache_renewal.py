"""What is kept is forgotten once a change of it is committed, and not before."""

from __future__ import annotations

import datetime
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from civitac.core.paging import PER_PAGE
from home.models import SiteSettings
from media_library import services
from media_library.models import CivitacImage
from spaces.models import ArticleAuthor, ArticlePage, Author, OfficeHolder, OfficeTitle, SpacePage
from spaces.services import close_space, reopen_space
from territories.models import TerritoryParent
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` → what is done inside is committed at the end, with all that follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def article(space_a, write_article, themes):
    body = [{"type": "paragraph", "value": "<p>L’eau est revenue.</p>"}]
    return write_article(space_a, "Le forage du secteur 4", body=body)


def publish(page: Page, **changes) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def text(client, address: str) -> str:
    return words(read(client, address))


def draw(colour: str) -> ContentFile:
    stream = BytesIO()
    Image.new("RGB", (600, 400), colour).save(stream, "PNG")
    return ContentFile(stream.getvalue(), f"{colour}.png")


# Pages


def test_a_new_edition_of_an_article_replaces_it_on_every_page_that_shows_it(client, committed, article):
    addresses = ["/", "/actualites/", article.space.page.url, article.url]
    assert all("Le forage du secteur 4" in text(client, address) for address in addresses)
    with committed():
        publish(article, title="Le forage du secteur 7")
    for address in addresses:
        assert "Le forage du secteur 7" in text(client, address)
        assert "Le forage du secteur 4" not in text(client, address)


@pytest.mark.parametrize("verb", ["unpublish", "delete"])
def test_an_article_that_leaves_the_site_leaves_every_page(client, committed, article, verb):
    addresses = ["/", "/actualites/", article.space.page.url]
    for address in (*addresses, article.url):
        client.get(address)
    with committed():
        getattr(article, verb)()
    assert client.get(article.url).status_code == 404
    assert all("Le forage" not in text(client, address) for address in addresses)


def test_an_article_that_moves_to_another_space_is_found_there(client, committed, article, space_b):
    client.get(article.url)
    client.get(space_b.page.url)
    with committed():
        article.move(space_b.page, pos="last-child")
    moved = client.get(article.url)
    assert moved["Location"].startswith(space_b.page.url)
    assert "L’eau est revenue" in text(client, moved["Location"])
    assert "Le forage" in text(client, space_b.page.url)


def test_a_new_address_takes_the_place_of_the_old_one(client, committed, article):
    client.get(article.url)
    with committed():
        publish(article, slug="forage")
    assert client.get(article.url).status_code in (301, 302, 404)
    assert client.get(article.space.page.url + "forage/").status_code == 200


@pytest.mark.parametrize("on", ["the article", "its space", "the whole tree"])
def test_what_is_closed_to_readers_is_closed_at_once(client, committed, article, on):
    page = {"the article": article, "its space": article.space.page, "the whole tree": Page.get_first_root_node()}[on]
    assert client.get(article.url).status_code == 200
    with committed():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(article.url).status_code == 302
    with committed():
        PageViewRestriction.objects.all()[0].delete()
    assert client.get(article.url).status_code == 200


def test_questions_put_in_another_order_are_listed_in_that_order(client, committed, site):
    from spaces.models import QuestionIndexPage, QuestionPage

    index = QuestionIndexPage.objects.get()
    with committed():
        questions = (QuestionPage(title=title, answer="<p>Oui.</p>") for title in ("Un ?", "Deux ?"))
        first, second = (index.add_child(instance=question) for question in questions)
        for page in (first, second):
            publish(page)
    before = text(client, index.url)
    with committed():
        QuestionPage.objects.get(pk=second.pk).move(QuestionPage.objects.get(pk=first.pk), pos="left")
    after = text(client, index.url)
    assert before.index("Un ?") < before.index("Deux ?")
    assert after.index("Un ?") > after.index("Deux ?")


def test_a_renamed_space_is_renamed_in_the_articles_and_in_the_lists(client, committed, article):
    addresses = [article.url, "/actualites/", article.space.page.url]
    for address in addresses:
        assert "Commune de Ouahigouya" in text(client, address)
    with committed():
        publish(article.space.page, title="Ville de Ouahigouya")
    for address in addresses:
        assert "Ville de Ouahigouya" in text(client, address)
        assert "Commune de Ouahigouya" not in text(client, address)


def test_a_closed_space_vanishes_at_once_and_comes_back_at_once(client, committed, article):
    addresses = [article.url, article.space.page.url]
    for address in addresses:
        client.get(address)
    client.get("/actualites/")
    with committed():
        close_space(article.space)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert "Le forage" not in text(client, "/actualites/")
    with committed():
        reopen_space(article.space)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert "Le forage" in text(client, "/actualites/")


# What pages are made of


def test_a_renamed_theme_is_renamed_on_the_articles_about_it(client, committed, article, themes):
    theme = themes["eau-assainissement"]
    with committed():
        article.themes.set([theme])
        publish(article)
    assert "Eau et assainissement" in text(client, article.url)
    with committed():
        theme.name = "L’eau"
        theme.save()
    assert "Eau et assainissement" not in text(client, article.url)


def test_an_author_who_asks_to_be_withheld_is_withheld_at_once(client, committed, article):
    with committed():
        author = Author.objects.create(name="Awa (exemple)", collection=article.space.collection)
        article.authors.add(ArticleAuthor(author=author))
        publish(article)
    assert "Awa (exemple)" in text(client, article.url)
    with committed():
        author.is_withheld = True
        author.save()
    assert "Awa (exemple)" not in client.get(article.url).content.decode()


def test_a_renamed_place_is_renamed_in_the_directory(client, committed, article, country):
    client.get("/collectivites/")
    with committed():
        name = country["ouahigouya"].names.get()
        name.name = "Waïguyo"
        name.save()
    assert "Waïguyo" in text(client, "/collectivites/")


def test_a_renamed_office_is_renamed_on_the_sheets_of_spaces(client, committed, space_a):
    title = OfficeTitle.objects.first()
    page = SpacePage.objects.get(pk=space_a.page_id)
    with committed():
        page.office_holders.add(OfficeHolder(title=title, name="Une élue (exemple)"))
        publish(page)
    assert title.name in text(client, page.url)
    with committed():
        title.name = "Première magistrate"
        title.save()
    assert "Première magistrate" in text(client, page.url)


@pytest.mark.parametrize("address", ["/", "/actualites/", "/citoyens/", "/collectivites/ouahigouya/"])
def test_what_the_team_says_on_every_page_changes_on_every_page(client, committed, space_a, address):
    client.get(address)
    with committed():
        settings = SiteSettings.objects.get_or_create(site=space_a.page.get_site())[0]
        settings.footer_text = "Une maison de verre"
        settings.save()
    assert "Une maison de verre" in text(client, address)


def test_a_section_taken_out_of_the_menu_leaves_it_everywhere(client, committed, space_a):
    assert "/osc/" in str(read(client, space_a.page.url).find("nav"))
    with committed():
        publish(Page.objects.get(slug="osc").specific, show_in_menus=False)
    assert "/osc/" not in str(read(client, space_a.page.url).find("nav"))


@pytest.mark.parametrize("address", ["/", "/actualites/", "/recherche/?q=forage"])
def test_a_space_is_called_by_its_new_name_beside_its_articles(client, committed, article, address):
    assert "Commune de Ouahigouya" in text(client, address)
    with committed():
        publish(SpacePage.objects.get(pk=article.space.page_id), title="Ville de Ouahigouya")
    page = text(client, address)
    assert "Ville de Ouahigouya" in page
    assert "Commune de Ouahigouya" not in page


def test_what_a_place_lay_in_is_told_as_soon_as_it_is_known(client, committed, country):
    address = reverse("data_pages:territory", args=["C1"])
    assert "jusqu’au" not in text(client, address)
    with committed():
        end = datetime.date(2025, 7, 2)
        TerritoryParent.objects.create(territory=country["ouahigouya"], parent=country["region"], valid_to=end)
    assert "Dans Yaadga jusqu’au" in text(client, address)


def test_a_picture_is_shown_once_it_is_ready_and_replaced_with_its_new_file(
    client, committed, article, signed_in, animator
):
    with committed():
        picture = CivitacImage.objects.create(title="Un forage", file=draw("green"), description="Un forage vert")
    with committed():
        publish(article, photo=picture)
    green = read(client, article.url).find("img", alt="Un forage vert")["src"]
    with committed():
        form = {"title": "Un forage", "file": draw("red"), "description": "Un forage rouge"}
        form["collection"] = picture.collection_id
        response = signed_in(animator).post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert response.status_code == 302, response.context["form"].errors
    red = read(client, article.url).find("img", alt="Un forage rouge")["src"]
    assert red != green


def test_a_page_read_while_a_picture_is_being_made_is_drawn_again(client, committed, article, monkeypatch):
    make = services.make_sources
    read_meanwhile = []

    def slow(image):
        read_meanwhile.append(read(client, article.url))
        make(image)

    monkeypatch.setattr(services, "make_sources", slow)
    with committed():
        picture = CivitacImage.objects.create(title="Un forage", file=draw("green"), description="Un forage vert")
        publish(article, photo=picture)
    assert [page.find("img") for page in read_meanwhile] == [None]
    assert read(client, article.url).find("img", alt="Un forage vert")


# When


def test_a_change_that_is_taken_back_drops_nothing(client, committed, article, django_assert_num_queries):
    client.get(article.url)
    with committed(), pytest.raises(RuntimeError), transaction.atomic():
        publish(article, title="Un titre repris")
        raise RuntimeError
    with django_assert_num_queries(0):
        assert "Le forage du secteur 4" in text(client, article.url)


def test_a_change_drops_nothing_until_it_is_committed(client, committed, article, django_assert_num_queries):
    client.get(article.url)
    with committed():
        publish(article, title="Un titre nouveau")
        with django_assert_num_queries(0):
            assert "Le forage du secteur 4" in text(client, article.url)
    assert "Un titre nouveau" in text(client, article.url)


def test_a_page_drawn_before_a_change_and_put_away_after_it_does_not_survive(client, committed, article, monkeypatch):
    draw_context = ArticlePage.get_context

    def slow(page, request, *args, **kwargs):
        context = draw_context(page, request, *args, **kwargs)
        monkeypatch.setattr(ArticlePage, "get_context", draw_context)
        # Another process commits a change while this one is still drawing what it has read.
        with committed():
            publish(ArticlePage.objects.get(pk=page.pk), title="Un titre nouveau")
        return context

    monkeypatch.setattr(ArticlePage, "get_context", slow)
    assert "Le forage du secteur 4" in text(client, article.url)
    assert "Un titre nouveau" in text(client, article.url)


def test_an_article_is_public_from_its_hour_on(client, committed, space_a, write_article):
    article = write_article(space_a, "Rendez-vous à midi", live=False)
    with committed():
        article.go_live_at = timezone.now() + datetime.timedelta(hours=1)
        article.save_revision().publish(skip_permission_checks=True)
    assert client.get(article.url).status_code == 404
    assert "Rendez-vous" not in text(client, "/actualites/")
    pass_the_hour(article, "go_live_at")
    with committed():
        call_command("publish_scheduled", stdout=StringIO())
    assert client.get(article.url).status_code == 200
    assert "Rendez-vous" in text(client, "/actualites/")


def test_an_article_is_public_until_its_hour_only(client, committed, space_a, write_article):
    article = write_article(space_a, "Offre d’un jour", expire_at=timezone.now() + datetime.timedelta(hours=1))
    assert "Offre d’un jour" in text(client, "/actualites/")
    client.get(article.url)
    pass_the_hour(article, "expire_at")
    with committed():
        call_command("publish_scheduled", stdout=StringIO())
    assert client.get(article.url).status_code == 404
    assert "Offre d’un jour" not in text(client, "/actualites/")


def pass_the_hour(article: ArticlePage, name: str) -> None:
    """The hour that the row and its revision name is now past."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    ArticlePage.objects.filter(pk=article.pk).update(**{name: past})
    revision = article.get_latest_revision()
    revision.content[name] = past.isoformat()
    revision.approved_go_live_at = past if name == "go_live_at" else None
    revision.save()


def test_preparing_a_new_version_forgets_what_the_former_one_drew(client, site, tmp_path, settings):
    client.get("/hors-ligne/")
    (tmp_path / "offline.html").write_text("Une page d’une autre version")
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    assert "Une page d’une autre version" not in text(client, "/hors-ligne/")
    call_command("prepare", stdout=StringIO())
    assert "Une page d’une autre version" in text(client, "/hors-ligne/")


@pytest.mark.parametrize("address", ["/actualites/", "/themes/eau-assainissement/"])
def test_lists_know_of_a_page_more_once_articles_fill_it(client, committed, space_a, write_article, themes, address):
    def publish_about_water(number: int) -> None:
        article = write_article(space_a, f"Forage {number}")
        article.themes.set([themes["eau-assainissement"]])
        publish(article)

    with committed():
        for number in range(PER_PAGE):
            publish_about_water(number)
    assert "Page suivante" not in text(client, address)
    assert client.get(f"{address}?page=2").status_code == 404
    with committed():
        publish_about_water(PER_PAGE)
    assert "Page suivante" in text(client, address)
    assert "Forage 0" in text(client, f"{address}?page=2")
