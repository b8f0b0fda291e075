"""A title is written whole, on as many lines as it takes, and is one line of text."""

import pytest
from django.urls import reverse

from spaces.models import ArticlePage
from spaces.services import create_space
from tests.reading import read
from tests.spaces.test_space_rule import form_data

pytestmark = pytest.mark.django_db
LONG = "À l’école du secteur 4, « l’eau » : " + "ce que les habitants demandent au conseil, " * 3 + "et ce qu’il répond"


def test_the_field_of_an_article_s_title_holds_several_lines(signed_in, editor, space_a, write_article):
    article = write_article(space_a, LONG, live=False)
    page = read(signed_in(editor), reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert page.find("textarea", attrs={"name": "title"}).text.strip() == LONG


def test_what_is_typed_on_two_lines_is_one(signed_in, editor, space_a):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    typed = ArticlePage(title="Le budget : \r\n ce qui change\r\n\r\nen 2027", kind="report", language="fr")
    assert signed_in(editor).post(address, form_data(typed)).status_code == 302
    assert ArticlePage.objects.get().title == "Le budget : ce qui change en 2027"


@pytest.mark.parametrize(("title", "slug"), [("ŒUVRE", "oeuvre"), ("Le cœur de Kaya", "le-coeur-de-kaya")])
def test_a_letter_made_of_two_stays_two_in_the_address(signed_in, editor, space_a, title, slug):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    typed = ArticlePage(title=title, kind="report", language="fr", slug="")
    assert signed_in(editor).post(address, form_data(typed)).status_code == 302
    assert ArticlePage.objects.get().slug == slug


def test_an_organisation_too_keeps_both_in_its_address(site, country):
    space = create_space(kind="organisation", title="Les Œuvres de Kaya", territory=country["kaya"])
    assert space.page.slug == "les-oeuvres-de-kaya"
