"""A collection is added in its place, whatever became of the others' names since."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection

from spaces.models import Space, SpacePage
from spaces.services import create_space

pytestmark = pytest.mark.django_db


def names():
    return list(Collection.get_first_root_node().get_children().order_by("path").values_list("name", flat=True))


def rename(space, title):
    page = SpacePage.objects.get(pk=space.page_id)
    page.title = title
    page.save_revision().publish()


def organisation(country, title):
    return create_space(kind="organisation", title=title, territory=country["kaya"])


def test_a_space_is_made_after_another_was_renamed(space_a, country):
    rename(space_a, "Ville de Ouahigouya")
    organisation(country, "Office des jeunes")
    assert names() == ["Illustrations", "Office des jeunes", "Ville de Ouahigouya"]


def test_a_renamed_space_keeps_what_it_owns(space_a, space_b, country):
    rename(space_a, "Ville de Ouahigouya")
    for space in Space.objects.select_related("page", "collection"):
        assert space.collection.name == space.page.title
    assert Collection.find_problems() == ([], [], [], [], [])


def test_a_collection_renamed_on_wagtails_own_screen_changes_place(space_a, country, signed_in, superuser):
    root = Collection.get_first_root_node()
    sent = {"name": "Ville de Ouahigouya", "parent": root.pk}
    signed_in(superuser).post(reverse("wagtailadmin_collections:edit", args=[space_a.collection_id]), sent)
    organisation(country, "Office des jeunes")
    assert names() == ["Illustrations", "Office des jeunes", "Ville de Ouahigouya"]


@pytest.fixture
def disordered(space_a, space_b):
    """As an installation holds it whose collections were renamed in place."""
    Collection.objects.filter(pk=space_a.collection_id).update(name="Ville de Ouahigouya")
    Collection.objects.filter(pk=space_b.collection_id).update(name="Zone de Kaya")
    Collection.get_first_root_node().get_children().get(name="Illustrations").delete()
    assert names() == ["Zone de Kaya", "Ville de Ouahigouya"]


def test_a_space_is_made_among_collections_out_of_order(disordered, country):
    organisation(country, "Volontaires du Sahel")
    assert names() == ["Illustrations", "Ville de Ouahigouya", "Volontaires du Sahel", "Zone de Kaya"]


def test_bringing_spaces_up_to_date_sorts_their_collections(disordered):
    call_command("sync_spaces")
    assert names() == ["Illustrations", "Ville de Ouahigouya", "Zone de Kaya"]
