"""One place to type a password, and no way round it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize

from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

PASSWORD_FIELD = re.compile(rb"""<input[^>]*type=["']?password""", re.IGNORECASE)


def every_address(value: str, resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Each address of the site, with `value` wherever an address takes a parameter."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + entry.pattern.regex.pattern.removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(entry, URLResolver):
            yield from every_address(value, entry, route)
            continue
        for address, names in normalize(route):
            yield "/" + address % dict.fromkeys(names, value)


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ("/admin/login/", "/compte/connexion/"),
        ("/admin/login/?next=/admin/pages/", "/compte/connexion/?next=/admin/pages/"),
        ("/_util/login/?next=/osc/", "/compte/connexion/?next=/osc/"),
        ("/admin/password_reset/", "/compte/mot-de-passe/oublie/"),
        ("/admin/password_reset/done/", "/compte/mot-de-passe/oublie/"),
        ("/admin/password_reset/confirm/Mg/abc-def/", "/compte/mot-de-passe/oublie/"),
        ("/admin/password_reset/complete/", "/compte/mot-de-passe/oublie/"),
        ("/admin/logout/", "/compte/deconnexion/"),
    ],
)
def test_wagtail_s_own_doors_lead_to_ours(client, address, door):
    assert client.get(address)["Location"] == door


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_a_password_posted_to_another_door_opens_nothing(client, superuser, address):
    response = client.post(address, {"username": superuser.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")
    assert "_auth_user_id" not in client.session


def test_the_administration_s_sign_out_button_signs_out(signed_in, superuser):
    client = signed_in(superuser)
    response = client.post("/admin/logout/", follow=True)
    assert response.redirect_chain[0] == ("/compte/deconnexion/", 307)
    assert "_auth_user_id" not in client.session


def test_a_visitor_reaches_the_administration_through_the_door_and_arrives_where_they_were_going(client, superuser):
    refused = client.get("/admin/pages/")
    assert refused["Location"] == "/compte/connexion/?next=/admin/pages/"
    response = client.post(
        "/compte/connexion/", {"login": superuser.email, "password": PASSWORD, "next": "/admin/pages/"}
    )
    assert response["Location"] == "/admin/pages/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/login/?next=/admin/users/"])
def test_someone_signed_in_without_access_is_told_so_and_not_sent_round(signed_in, citizen, address):
    response = signed_in(citizen).get(address, follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "account/no_administration.html" in [template.name for template in response.templates]


def test_someone_without_access_who_signs_in_for_the_administration_is_told_so(client, citizen):
    fields = {"login": citizen.email, "password": PASSWORD, "next": "/admin/"}
    assert client.post("/compte/connexion/", fields, follow=True).status_code == 403


def test_no_address_shows_a_password_field_but_those_of_the_account(superuser, signed_in):
    clients = [signed_in(superuser), Client()]
    shown = set()
    for address in sorted(set(every_address(str(superuser.pk)))):
        for client in clients:
            client.raise_request_exception = False
            response = client.get(address)
            if not response.streaming and PASSWORD_FIELD.search(response.content):
                shown.add(address)
        if "_auth_user_id" not in clients[0].session:
            clients[0] = signed_in(superuser)
    assert {address for address in shown if not address.startswith("/compte/")} == set()
    assert {"/compte/connexion/", "/compte/mot-de-passe/", "/compte/confirmation/"} <= shown


def test_a_page_or_collection_cannot_be_given_a_shared_password(signed_in, superuser, site):
    from wagtail.models import Collection, PageViewRestriction

    client = signed_in(superuser)
    collection = Collection.get_first_root_node().add_child(name="Essai")
    fields = {"restriction_type": "password", "password": "partagé"}
    for address in (f"/admin/pages/{site.pk}/privacy/", f"/admin/collections/{collection.pk}/privacy/"):
        assert b'value="password"' not in client.get(address).content
        client.post(address, fields)
    assert not PageViewRestriction.objects.exists()
    assert not collection.view_restrictions.exists()
