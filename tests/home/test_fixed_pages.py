"""Pages that addresses rest on are edited, never taken away; a form that arrives in part changes nothing."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from spaces.models import (
    CitizenIndexPage,
    CollectivityIndexPage,
    OrganisationIndexPage,
    QuestionIndexPage,
    ServiceIndexPage,
)

pytestmark = pytest.mark.django_db

FIXED = [HomePage, CollectivityIndexPage, OrganisationIndexPage, CitizenIndexPage, ServiceIndexPage, QuestionIndexPage]


@pytest.mark.parametrize("persona", ["animator", "superuser"])
@pytest.mark.parametrize("model", FIXED, ids=lambda model: model.__name__)
def test_a_fixed_page_neither_leaves_nor_moves(request, signed_in, site, persona, model):
    page = model.objects.get()
    browser = signed_in(request.getfixturevalue(persona))
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    for verb in ("unpublish", "delete"):
        browser.post(reverse(f"wagtailadmin_pages:{verb}", args=[page.pk]))
        browser.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb]) + f"?id={page.pk}")
    browser.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {"new_title": "x", "new_slug": "x"})
    kept = Page.objects.get(pk=page.pk)
    assert kept.live
    assert kept.path == page.path
    assert model.objects.count() == 1


def test_a_form_that_arrives_in_part_is_answered_in_words(signed_in, editor, space_a, write_article):
    article = write_article(space_a, "Un article", live=False, user=editor)
    revisions = article.revisions.count()
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = signed_in(editor).post(address, {"title": "Coupé", "slug": "coupe"})
    assert response.status_code == 400
    assert "incomplet" in response.content.decode()
    assert article.revisions.count() == revisions
