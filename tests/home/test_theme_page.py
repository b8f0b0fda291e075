"""Everything the site holds on one theme."""

import pytest

from spaces.models import QuestionIndexPage, QuestionPage, ServiceIndexPage, ServicePage
from tests.reading import links, main, read, titles, words

pytestmark = pytest.mark.django_db

THEME = "/themes/eau-assainissement/"


@pytest.fixture
def filed(space_a, write_article, themes):
    """Two articles, of which one is about water; a question and a piece of practical information about it too."""
    theme = themes["eau-assainissement"]
    write_article(space_a, "Le budget")
    pages = [
        write_article(space_a, "Le forage"),
        QuestionIndexPage.objects.get().add_child(
            instance=QuestionPage(title="Qui paie l’eau ?", answer="<p>Tous.</p>")
        ),
        ServiceIndexPage.objects.get().add_child(
            instance=ServicePage(title="Demander un branchement", who="<p>Tous</p>", where="<p>Ici</p>")
        ),
    ]
    for page in pages:
        page.themes.set([theme])
        page.save()
    return theme


def test_a_theme_gathers_articles_questions_and_practical_information(client, filed):
    page = main(read(client, THEME))
    assert words(page.find("h1")) == "Eau et assainissement"
    assert titles(page) == ["Le forage"]
    said = set(links(page).values())
    assert {"Qui paie l’eau ?", "Demander un branchement"} <= said
    assert "Le budget" not in words(page)


def test_drafts_on_a_theme_are_not_shown(client, filed):
    for page in (*QuestionPage.objects.all(), *ServicePage.objects.all()):
        page.unpublish()
    page = words(main(read(client, THEME)))
    assert "Qui paie" not in page
    assert "branchement" not in page


def test_a_theme_without_anything_says_so(client, site, themes):
    assert "Rien n’a encore été publié" in words(main(read(client, THEME)))


@pytest.mark.parametrize("address", ["/themes/magie/", "/themes/", THEME + "?page=2", THEME + "?page=x"])
def test_what_does_not_exist_is_not_found(client, site, themes, address):
    assert client.get(address).status_code == 404
