"""Signing in and out, by people and by those who try."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

DOOR = "/compte/connexion/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **fields):
    return client.post(DOOR, {"login": email, "password": password, **fields})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_someone_signs_in_by_e_mail_and_arrives_on_their_page(client, citizen):
    response = sign_in(client, citizen.email)
    assert response.status_code == 302
    assert response["Location"] == "/compte/"
    assert is_signed_in(client)


@pytest.mark.parametrize("change", [str.upper, str.title, lambda email: f"  {email} "])
def test_the_case_of_the_address_and_spaces_around_it_do_not_matter(client, citizen, change):
    sign_in(client, change(citizen.email))
    assert is_signed_in(client)


def test_the_session_changes_its_key_at_sign_in(client, citizen):
    session = client.session
    session["before"] = True
    session.save()
    former = session.session_key
    sign_in(client, citizen.email)
    assert is_signed_in(client)
    assert client.session.session_key != former


def test_the_session_ends_with_the_browser_unless_asked_otherwise(client, citizen):
    sign_in(client, citizen.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    client.post("/compte/deconnexion/")
    sign_in(client, citizen.email, remember="on")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, citizen):
    wrong = sign_in(client, citizen.email, "pas-le-bon-mot-de-passe")
    unknown = sign_in(client, "personne@exemple.civitac.test", "pas-le-bon-mot-de-passe")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "forged",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example/",
        "https:ailleurs.example",
        "javascript:alert(1)",
        "http://testserver@ailleurs.example/",
        "\tjavascript:alert(1)",
    ],
)
def test_a_forged_destination_leads_nowhere_else(client, citizen, forged):
    response = sign_in(client, citizen.email, next=forged)
    assert response["Location"] == "/compte/"
    again = client.get(DOOR, {"next": forged})
    assert again["Location"] == "/compte/"


def test_a_destination_on_the_site_is_kept_through_a_mistake(client, citizen):
    form = client.get(DOOR, {"next": "/actualites/?page=2"})
    assert b'name="next" value="/actualites/?page=2"' in form.content
    mistaken = sign_in(client, citizen.email, "pas-le-bon", next="/actualites/?page=2")
    assert b'name="next" value="/actualites/?page=2"' in mistaken.content
    assert sign_in(client, citizen.email, next="/actualites/?page=2")["Location"] == "/actualites/?page=2"


@pytest.mark.parametrize("field", ["login", "password", "remember", "next"])
def test_nul_bytes_in_the_form_are_refused_without_a_crash(client, citizen, field):
    fields = {"login": citizen.email, "password": PASSWORD, field: "a\0b@exemple.civitac.test"}
    response = client.post(DOOR, fields)
    assert response.status_code in (200, 302)
    if field in ("login", "password"):
        assert not is_signed_in(client)


def test_bytes_that_are_no_text_are_refused_without_a_crash(client):
    body = b"login=%FF%FE@exemple.civitac.test&password=%C3%28"
    response = client.post(DOOR, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("length", [1_000, 200_000])
def test_very_long_input_is_refused_without_a_crash(client, citizen, length):
    assert sign_in(client, "a" * length + "@exemple.civitac.test").status_code == 200
    assert sign_in(client, citizen.email, "m" * length).status_code == 200
    assert not is_signed_in(client)


def test_a_form_heavier_than_any_real_one_is_refused(citizen):
    client = Client(raise_request_exception=False)
    assert sign_in(client, citizen.email, "m" * 3_000_000).status_code == 400


@pytest.mark.parametrize("spelling", ["70 12 34 56", "70123456", "+226 70-12-34-56", "00226 70 12 34 56"])
def test_someone_with_a_password_signs_in_by_their_number_in_any_spelling(client, citizen, spelling):
    User.objects.filter(pk=citizen.pk).update(phone="+22670123456")
    sign_in(client, spelling)
    assert is_signed_in(client)


def test_many_tries_on_one_number_are_slowed_down_for_that_number_alone(client, citizen):
    User.objects.filter(pk=citizen.pk).update(phone="+22676123456")
    for _attempt in range(10):
        assert sign_in(client, "70 12 34 56", "faux").status_code == 200
    assert sign_in(client, "+226 70 12 34 56", "faux").status_code == 429
    sign_in(client, "76 12 34 56")
    assert is_signed_in(client)


def test_a_closed_account_does_not_open_and_says_so_to_its_owner_only(client, citizen):
    User.objects.filter(pk=citizen.pk).update(is_active=False)
    stranger = sign_in(client, citizen.email, "pas-le-bon-mot-de-passe")
    unknown = sign_in(client, "personne@exemple.civitac.test", "pas-le-bon-mot-de-passe")
    assert stranger.context["form"].errors == unknown.context["form"].errors
    owner = sign_in(client, citizen.email)
    assert owner["Location"] == "/compte/inactif/"
    assert not is_signed_in(client)
    assert client.get("/compte/inactif/").status_code == 200


def test_closing_an_account_ends_its_sessions(client, citizen):
    sign_in(client, citizen.email)
    User.objects.filter(pk=citizen.pk).update(is_active=False)
    assert client.get("/compte/")["Location"] == "/compte/connexion/?next=/compte/"


def test_a_form_without_its_token_gets_a_page_that_helps(citizen):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client, citizen.email)
    assert response.status_code == 403
    assert "403_csrf.html" in [template.name for template in response.templates]
    assert not is_signed_in(client)


def test_twelve_people_who_mistype_behind_one_address_keep_no_one_out(client, citizen):
    for number in range(12):
        assert sign_in(client, f"quelqu-un-{number}@exemple.civitac.test", "faux").status_code == 200
    sign_in(client, citizen.email)
    assert is_signed_in(client)


def test_many_tries_on_one_account_are_slowed_down_for_that_account_alone(client, citizen, animator):
    for _attempt in range(10):
        assert sign_in(client, citizen.email, "faux").status_code == 200
    refused = sign_in(client, citizen.email.upper())
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused.context["form"]["login"].value() == citizen.email.upper()
    assert PASSWORD.encode() not in refused.content
    assert not is_signed_in(client)
    sign_in(client, animator.email)
    assert is_signed_in(client)


def test_too_much_from_one_address_gets_a_page_that_says_when_to_come_back(client, citizen, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    for _attempt in range(3):
        sign_in(client, citizen.email, "faux")
    response = sign_in(client, citizen.email)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "429.html" in [template.name for template in response.templates]


def test_signing_out_takes_a_form_and_leaves_no_cookie_that_would_slow_later_pages(client, citizen):
    sign_in(client, citizen.email)
    assert client.get("/compte/deconnexion/").status_code == 200
    assert is_signed_in(client)
    response = client.post("/compte/deconnexion/")
    assert response["Location"] == "/"
    assert not is_signed_in(client)
    assert "messages" not in client.cookies


def test_a_former_address_opens_the_account_no_more(client, citizen):
    former = citizen.email
    client.post("/compte/mot-de-passe/oublie/", {"email": former})
    citizen.email = "nouvelle@exemple.civitac.test"
    citizen.save()
    assert sign_in(client, former).status_code == 200
    assert not is_signed_in(client)
    sign_in(client, "nouvelle@exemple.civitac.test")
    assert is_signed_in(client)


def test_no_page_of_the_account_is_kept_by_a_cache_or_a_search_engine(client, citizen):
    for address in (DOOR, "/compte/mot-de-passe/oublie/"):
        response = client.get(address)
        assert "private" in response["Cache-Control"] or "no-store" in response["Cache-Control"]
        assert b'content="noindex"' in response.content
