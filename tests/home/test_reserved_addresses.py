"""No page takes the address of a part of the site."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse

from home.addresses import RESERVED_SLUGS
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


def first_parts() -> set[str]:
    """The first part of every address that a view answers, pages aside."""
    patterns = {str(entry.pattern) for entry in get_resolver().url_patterns}
    for entry in get_resolver().url_patterns:
        if not str(entry.pattern) and hasattr(entry, "url_patterns"):
            patterns |= {str(each.pattern) for each in entry.url_patterns}
    parts = {pattern.lstrip("^").split("/")[0] for pattern in patterns}
    return {part for part in parts if re.fullmatch(r"[\w-]+", part)}


def test_every_part_of_the_site_is_reserved(site):
    pages = {"citoyens", "collectivites", "osc"}
    assert first_parts() - RESERVED_SLUGS == set()
    assert pages <= RESERVED_SLUGS


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_a_page_under_the_home_page_cannot_take_a_reserved_address(site, slug):
    with pytest.raises(ValidationError) as refused:
        HomePage.objects.get().add_child(instance=StandardPage(title="Essai", slug=slug))
    assert "slug" in refused.value.message_dict


def test_deeper_down_the_same_word_is_free(site):
    parent = HomePage.objects.get().add_child(instance=StandardPage(title="À propos", slug="a-propos"))
    assert parent.add_child(instance=StandardPage(title="Contact", slug="contact")).pk


def test_the_editor_lets_the_same_word_stand_deeper_down(signed_in, animator, site):
    parent = HomePage.objects.get().add_child(instance=StandardPage(title="À propos", slug="a-propos"))
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])
    form = {"title": "Contact", "slug": "contact", "summary": "", "body-count": "0"}
    assert signed_in(animator).post(address, form).status_code == 302
    assert StandardPage.objects.get(slug="contact").get_parent().pk == parent.pk


def test_the_editor_says_in_french_that_an_address_is_taken(signed_in, animator, site):
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", site.pk])
    form = {"title": "Essai", "slug": "forum", "summary": "", "body-count": "0"}
    response = signed_in(animator).post(address, form)
    assert response.status_code == 200
    assert not StandardPage.objects.exists()
    assert "appartient" in str(response.context["form"].errors["slug"])


def test_a_page_cannot_be_moved_onto_a_reserved_address(signed_in, animator, site):
    parent = HomePage.objects.get().add_child(instance=StandardPage(title="À propos", slug="a-propos"))
    page = parent.add_child(instance=StandardPage(title="Contact", slug="contact"))
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, site.pk])
    signed_in(animator).post(address)
    page.refresh_from_db()
    assert page.get_parent().pk == parent.pk


@pytest.mark.parametrize("slug", ["forum", "contact"])
def test_a_page_cannot_be_copied_onto_a_reserved_address(signed_in, animator, site, slug):
    page = HomePage.objects.get().add_child(instance=StandardPage(title="À propos", slug="a-propos"))
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {"new_title": "Copie", "new_slug": slug, "new_parent_page": site.pk, "copy_subpages": "", "alias": ""}
    signed_in(animator).post(address, form)
    assert not StandardPage.objects.filter(slug=slug).exists()
