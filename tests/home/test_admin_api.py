"""What the menu of the administration reads is only read: pages are changed on their own screens."""

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db
ACTS = ["copy_for_translation", "copy", "create_alias", "move", "publish", "unpublish", "delete", "convert_alias"]


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_to_a_page_through_the_api(signed_in, superuser, space_a, write_article, act):
    article = write_article(space_a, "Le puits")
    address = f"/admin/api/main/pages/{article.pk}/action/{act}/"
    before = list(Page.objects.order_by("path").values())
    sent = {"locale": "fr", "destination_page_id": space_a.page_id, "slug": "x", "update_slug": "x"}
    assert signed_in(superuser).post(address, sent).status_code == 404
    assert list(Page.objects.order_by("path").values()) == before


def test_the_menu_reads_the_pages_one_meets(signed_in, editor, space_a, space_b, write_article):
    write_article(space_a, "Le puits", live=False)
    write_article(space_b, "Le marché", live=False)
    read = signed_in(editor).get(f"/admin/api/main/pages/?child_of={space_a.page_id}&for_explorer=1").json()
    assert [page["title"] for page in read["items"]] == ["Le puits"]
    assert signed_in(editor).get(f"/admin/api/main/pages/?child_of={space_b.page_id}").status_code == 400
