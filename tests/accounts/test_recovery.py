"""A password chosen, or replaced, after a code."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail

from accounts.models import User
from tests.conftest import PASSWORD

from .code import DOOR, ask, code_by_mail, code_by_sms, is_signed_in, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

CHOOSE = "/compte/mot-de-passe/choisir/"
NEW = {"password1": "baobab-karite-2026", "password2": "baobab-karite-2026"}


@pytest.fixture
def neighbour(db) -> User:
    return User.objects.create_user(phone="+22670123456")


def test_someone_known_by_a_number_chooses_a_first_password_and_comes_back_with_it(client, neighbour):
    ask(client, "70 12 34 56")
    type_code(client, code_by_sms())
    assert f'href="{CHOOSE}"' in client.get("/compte/").content.decode()
    assert client.post(CHOOSE, NEW)["Location"] == "/compte/"
    assert is_signed_in(client, neighbour)
    client.post("/compte/deconnexion/")
    client.post(DOOR, {"login": "70 12 34 56", "password": NEW["password1"]})
    assert is_signed_in(client, neighbour)


def test_a_forgotten_password_is_replaced_after_a_code_and_its_owner_is_told(client, citizen, signed_in):
    elsewhere = signed_in(citizen)
    ask(client, citizen.email, next=CHOOSE)
    assert type_code(client, code_by_mail())["Location"] == CHOOSE
    client.post(CHOOSE, NEW)
    citizen.refresh_from_db()
    assert citizen.check_password(NEW["password1"])
    assert elsewhere.get("/compte/").status_code == 302
    assert "/compte/mot-de-passe/oublie/" in mail.outbox[-1].body


def test_whoever_has_signed_in_by_password_needs_a_code_to_do_without_the_former_one(client, citizen):
    client.post(DOOR, {"login": citizen.email, "password": PASSWORD})
    assert client.get(CHOOSE).status_code == client.post(CHOOSE, NEW).status_code == 403
    citizen.refresh_from_db()
    assert citizen.check_password(PASSWORD)


def test_a_code_typed_a_while_ago_is_not_enough(client, neighbour):
    ask(client, "70 12 34 56")
    type_code(client, code_by_sms())
    session = client.session
    session["account_authentication_methods"][0]["at"] = time.time() - 3600
    session.save()
    response = client.post(CHOOSE, NEW)
    assert response.status_code == 403
    neighbour.refresh_from_db()
    assert not neighbour.has_usable_password()
    arrival = client.post("/compte/deconnexion/", {"next": f"{DOOR}?next={CHOOSE}"})
    assert arrival["Location"] == f"{DOOR}?next={CHOOSE}"


def test_a_visitor_is_asked_to_identify_themselves(client):
    assert client.get(CHOOSE)["Location"] == f"{DOOR}?next={CHOOSE}"


def test_a_weak_password_is_refused_with_reasons(client, neighbour):
    ask(client, "70 12 34 56")
    type_code(client, code_by_sms())
    response = client.post(CHOOSE, {"password1": "12345678", "password2": "12345678"})
    assert response.context["form"].errors["password1"]


def test_choosing_a_password_after_a_code_leads_back_to_where_one_was_going(client, citizen):
    offered = client.get("/compte/mot-de-passe/oublie/?next=/donnees/statistiques/").content.decode()
    door = re.search(r'href="(/compte/connexion/\?next=[^"]+)"', offered)[1]
    assert door == "/compte/connexion/?next=/compte/mot-de-passe/choisir/%3Fnext%3D%252Fdonnees%252Fstatistiques%252F"
    ask(client, citizen.email, next=f"{CHOOSE}?next=%2Fdonnees%2Fstatistiques%2F")
    choosing = type_code(client, code_by_mail())["Location"]
    form = client.get(choosing).content.decode()
    assert '<input type="hidden" name="next" value="/donnees/statistiques/">' in form
    assert client.post(CHOOSE, {**NEW, "next": "/donnees/statistiques/"})["Location"] == "/donnees/statistiques/"
