"""What a person finds on their own page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.enums import SpaceKind
from spaces.services import close_space, create_space
from tests.reading import links, main, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/compte/")["Location"] == "/compte/connexion/?next=/compte/"


def test_an_editor_finds_their_space_and_the_way_to_write_in_it(signed_in, editor, space_a):
    response = signed_in(editor).get("/compte/")
    assert space_a.page.title in response.content.decode()
    assert f"/admin/pages/{space_a.page_id}/" in response.content.decode()
    assert response.context["may_open_administration"]
    assert response.context["roles"] == []


def test_a_closed_space_is_said_to_be_closed_and_leads_nowhere(signed_in, editor, space_a):
    close_space(space_a)
    page = main(read(signed_in(editor), "/compte/"))
    assert f"{space_a.page.title} Fermé pour le moment" in words(page)
    assert space_a.page.url not in links(page)
    assert "aucun espace" not in words(page)


def test_an_animator_finds_their_role(signed_in, animator):
    assert len(signed_in(animator).get("/compte/").context["roles"]) == 1


def test_a_citizen_finds_neither_the_administration_nor_a_space(signed_in, citizen):
    response = signed_in(citizen).get("/compte/")
    assert response.status_code == 200
    assert b'href="/admin/' not in response.content
    assert b"<form" in response.content and b'action="/compte/deconnexion/"' in response.content


def test_a_person_of_many_spaces_costs_no_more_queries(signed_in, editor, space_a, space_b):
    def queries() -> int:
        client = signed_in(editor)
        client.get("/compte/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/compte/")
        return len(captured)

    one = queries()
    editor.groups.add(space_b.editors)
    for number in range(8):
        space = create_space(kind=SpaceKind.ORGANISATION, title=f"Association {number}", territory=None)
        editor.groups.add(space.managers)
    assert queries() == one
