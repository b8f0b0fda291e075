"""Forgotten, new and changed passwords."""

from __future__ import annotations

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from accounts.models import User
from accounts.services import invite
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

FORGOTTEN = "/compte/mot-de-passe/oublie/"
NEW = "baobab-karite-2026"


class DeadMailServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise SMTPServerDisconnected("mail server down")


@pytest.fixture
def dead_mail_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeadMailServer"


def link_in(message) -> str:
    address = re.search(r"https?://\S+/compte/mot-de-passe/nouveau/\S+", message.body)[0]
    assert address.startswith(django_settings.SITE_URL)
    return address.removeprefix(django_settings.SITE_URL)


def choose(client: Client, link: str, password: str = NEW):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def test_a_forgotten_password_is_replaced_by_the_link_that_arrives(client, citizen):
    response = client.post(FORGOTTEN, {"email": citizen.email.upper()})
    assert response["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    [message] = mail.outbox
    assert message.to == [citizen.email.upper()] or message.to == [citizen.email]
    assert message.subject.startswith("[Civitac] ")
    assert choose(client, link_in(message))["Location"] == "/compte/"
    assert client.get("/compte/").status_code == 200
    citizen.refresh_from_db()
    assert citizen.check_password(NEW)


def test_whoever_had_forgotten_a_password_comes_back_to_where_they_were_going(client, citizen):
    wanted = "/donnees/comparer/?lieux=banfora"
    door = client.get("/compte/connexion/", {"next": wanted}).content.decode()
    forgotten = re.search(rf'href="({FORGOTTEN}[^"]*)"', door)[1]
    form = client.get(forgotten).content.decode()
    assert f'<input type="hidden" name="next" value="{wanted}">' in form
    assert client.post(FORGOTTEN, {"email": citizen.email, "next": wanted})["Location"] == f"{FORGOTTEN}envoye/"
    # The message may be opened elsewhere.
    elsewhere = Client()
    asked = elsewhere.get(link_in(mail.outbox[0]), follow=True)
    assert f'<input type="hidden" name="next" value="{wanted}">' in asked.content.decode()
    chosen = elsewhere.post(asked.request["PATH_INFO"], {"password1": NEW, "password2": NEW, "next": wanted})
    assert chosen["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_a_new_password_leads_to_no_other_site(client, citizen, elsewhere):
    client.post(FORGOTTEN, {"email": citizen.email, "next": elsewhere})
    assert "ailleurs" not in mail.outbox[0].body and "alert" not in mail.outbox[0].body


def test_the_message_is_plain_text_with_the_same_words_as_light_html(client, citizen):
    client.post(FORGOTTEN, {"email": citizen.email})
    [message] = mail.outbox
    [(page, kind)] = message.alternatives
    assert kind == "text/html"
    assert link_in(message) in page
    assert "<" not in message.body
    assert len(page) < 3_000


def test_someone_without_an_account_is_greeted_as_nobody_in_particular(client, citizen):
    client.force_login(citizen)
    for browser in (Client(), client):
        browser.post(FORGOTTEN, {"email": "personne@exemple.bf"})
        assert mail.outbox.pop().body.startswith("Bonjour,\n")


def test_the_name_of_a_person_is_escaped_in_the_message(client, citizen):
    User.objects.filter(pk=citizen.pk).update(first_name="<b>Awa</b> & cie")
    client.post(FORGOTTEN, {"email": citizen.email})
    [message] = mail.outbox
    assert "<b>Awa</b> & cie" in message.body
    assert "<b>Awa" not in message.alternatives[0][0]


def test_the_link_works_once(client, citizen):
    client.post(FORGOTTEN, {"email": citizen.email})
    link = link_in(mail.outbox[0])
    choose(client, link)
    later = Client().get(link, follow=True)
    assert b'type="password"' not in later.content
    assert later.context["token_fail"]


def test_a_new_password_ends_the_sessions_opened_with_the_former_one(client, citizen, signed_in):
    elsewhere = signed_in(citizen)
    client.post(FORGOTTEN, {"email": citizen.email})
    choose(client, link_in(mail.outbox[0]))
    assert elsewhere.get("/compte/").status_code == 302


def test_an_unknown_address_is_answered_like_a_known_one(client, citizen):
    known = client.post(FORGOTTEN, {"email": citizen.email}, follow=True)
    unknown = client.post(FORGOTTEN, {"email": "personne@exemple.civitac.test"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert "/nouveau/" not in mail.outbox[1].body


def test_a_closed_account_gets_no_link(client, citizen):
    User.objects.filter(pk=citizen.pk).update(is_active=False)
    client.post(FORGOTTEN, {"email": citizen.email})
    assert "/nouveau/" not in mail.outbox[0].body


def test_asking_again_and_again_is_slowed_down_and_keeps_what_was_typed(client, citizen):
    for _attempt in range(5):
        client.post(FORGOTTEN, {"email": citizen.email})
    response = client.post(FORGOTTEN, {"email": citizen.email})
    assert response.status_code == 429
    assert 3540 <= int(response["Retry-After"]) <= 3600
    assert "quelques minutes" not in response.content.decode()
    assert citizen.email.encode() in response.content
    assert len(mail.outbox) == 5


@pytest.mark.usefixtures("dead_mail_server")
def test_a_dead_mail_server_is_admitted_to_everyone_alike(client, citizen):
    for email in (citizen.email, "personne@exemple.civitac.test"):
        response = client.post(FORGOTTEN, {"email": email})
        assert response.status_code == 503
        assert response.context["form"].non_field_errors()
        assert email.encode() in response.content


@pytest.mark.parametrize(
    "key", ["1-abc", "zzzzzzzzzzzzz-abc-def", "0-set-password", "1-set-password", "9-" + "a" * 500, "aa-" + "-" * 40]
)
def test_a_forged_link_opens_nothing(client, citizen, key):
    response = client.get(f"/compte/mot-de-passe/nouveau/{key}/")
    assert response.status_code == 200
    assert b'type="password"' not in response.content


@pytest.mark.parametrize("weak", ["court", "12345678901", "password", "citoyenne"])
def test_a_weak_password_is_refused_with_reasons(client, citizen, weak):
    client.post(FORGOTTEN, {"email": citizen.email})
    response = choose(client, link_in(mail.outbox[0]), weak)
    assert response.context["form"].errors["password1"]
    citizen.refresh_from_db()
    assert citizen.check_password(PASSWORD)


def test_a_password_is_changed_by_who_knows_it_and_its_owner_is_told(signed_in, citizen):
    client, elsewhere = signed_in(citizen), signed_in(citizen)
    page = "/compte/mot-de-passe/"
    wrong = client.post(page, {"oldpassword": "faux", "password1": NEW, "password2": NEW})
    assert "oldpassword" in wrong.context["form"].errors
    right = client.post(page, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert right["Location"] == "/compte/"
    assert client.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302
    [message] = mail.outbox
    assert message.to == [citizen.email]
    assert FORGOTTEN in message.body


@pytest.mark.usefixtures("dead_mail_server")
def test_a_changed_password_stays_changed_when_the_notice_cannot_leave(signed_in, citizen):
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert signed_in(citizen).post("/compte/mot-de-passe/", fields).status_code == 302
    citizen.refresh_from_db()
    assert citizen.check_password(NEW)


def test_an_invitation_lets_someone_choose_their_first_password(client, db):
    person = User.objects.create_user("invitee@exemple.civitac.test", first_name="Awa")
    assert invite(person)
    [message] = mail.outbox
    assert choose(client, link_in(message))["Location"] == "/compte/"
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_no_invitation_leaves_for_a_closed_account_or_one_without_an_address(citizen, db):
    assert not invite(User.objects.create_user(phone="+22670123456"))
    citizen.is_active = False
    assert not invite(citizen)
    assert mail.outbox == []
