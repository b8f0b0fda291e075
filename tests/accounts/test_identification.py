"""Signing up and signing in by a six-digit code."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.codes import PENDING_SECONDS
from accounts.models import User
from civitac.core.sms import Handover, Outcome, State, Transport, memory
from civitac.core.sms.models import SmsEntry
from civitac.core.sms.segments import Alphabet, measure
from data_pages.models import CivitacDocument

from .code import CODE, DOOR, SIGN_UP, agree, another, ask, code_by_mail, code_by_sms, is_signed_in, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

NUMBER, E164 = "70 12 34 56", "+22670123456"
ADDRESS = "nouvelle@exemple.civitac.test"


@pytest.fixture
def neighbour(db) -> User:
    """Someone known by a phone number only."""
    return User.objects.create_user(phone=E164)


def test_someone_new_signs_up_with_their_number(client, sent_texts):
    assert ask(client, NUMBER)["Location"] == CODE
    [message] = sent_texts
    assert message.number == E164
    assert type_code(client, code_by_sms())["Location"] == SIGN_UP
    assert not User.objects.exists()
    assert agree(client)["Location"] == "/compte/"
    user = User.objects.get()
    assert (user.phone, user.email, user.has_usable_password()) == (E164, None, False)
    assert is_signed_in(client, user)


def test_someone_new_signs_up_with_their_e_mail_address(client):
    ask(client, " Nouvelle@Exemple.Civitac.Test ")
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    type_code(client, code_by_mail())
    agree(client)
    assert is_signed_in(client, User.objects.get(email=ADDRESS))


@pytest.mark.parametrize(
    "spelling",
    [
        "70123456",
        "70-12-34-56",
        "70.12.34.56",
        "+226 70 12 34 56",
        "0022670123456",
        "226 70 12 34 56",
        "(+226) 70 12 34 56",
        "+226 (0)70 12 34 56",
        "70,12,34,56",
        "Tél. : 70 12 34 56",
        "+226\u00a070\u202f12\u00a034\u202f56",
        "  70 12 34 56\n",
    ],
)
def test_a_number_is_known_in_every_spelling(client, neighbour, sent_texts, spelling):
    ask(client, spelling)
    assert sent_texts[-1].number == E164
    type_code(client, code_by_sms())
    assert is_signed_in(client, neighbour)


@pytest.mark.parametrize(
    ("refused", "word"),
    [
        ("25 36 90 47", "mobile"),
        ("+33 6 12 34 56 78", "Burkina Faso"),
        ("00 33 6 12 34 56 78", "Burkina Faso"),
        ("70 12 34", "huit chiffres"),
        ("70 12 34 56 78", "huit chiffres"),
        ("70 FLEURS", "huit chiffres"),
        ("70123456#5", "huit chiffres"),
        ("99 12 34 56", "huit chiffres"),
        ("mon numéro", "huit chiffres"),
        ("7" * 5_000, "huit chiffres"),
        ("a@b", "valide"),
        ("a" * 300 + "@exemple.civitac.test", "valide"),
        ("70\x0012 34 56", "nul"),
        ("", "requis"),
    ],
)
def test_what_receives_no_message_is_refused_in_plain_french_and_kept_in_the_field(client, sent_texts, refused, word):
    response = ask(client, refused)
    assert response.status_code == 200
    form = response.context["code_form"]
    assert word in form.errors["login"][0]
    assert form["login"].value() == refused
    assert sent_texts == mail.outbox == []


def test_an_editor_signs_in_by_a_code_sent_to_their_address_without_making_an_account(client, citizen):
    ask(client, citizen.email.upper())
    assert type_code(client, code_by_mail())["Location"] == "/compte/"
    assert is_signed_in(client, citizen)
    assert User.objects.count() == 1


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("login", [NUMBER, ADDRESS])
def test_nothing_tells_an_account_from_none_before_the_code_is_right(login, is_active):
    """Not the pages, nor their status, nor the queries that they cost, nor what is sent."""

    def walk() -> list:
        cache.clear()
        browser, seen = Client(), []
        for step in (
            lambda: ask(browser, login),
            lambda: browser.get(CODE),
            lambda: type_code(browser, another(code_by_mail() if "@" in login else code_by_sms())),
            lambda: browser.get(DOOR),
            lambda: ask(browser, login),
        ):
            with CaptureQueriesContext(connection) as captured:
                response = step()
            page = re.sub(r'name="(csrfmiddlewaretoken|code)" value="\w+"', "", response.content.decode())
            seen.append((response.status_code, response.headers.get("Location"), page, len(captured)))
        return [*seen, len(memory.outbox), len(mail.outbox)]

    walk()
    memory.outbox.clear()
    mail.outbox.clear()
    without = walk()
    memory.outbox.clear()
    mail.outbox.clear()
    User.objects.create_user(email=ADDRESS, phone=E164, is_active=is_active)
    assert walk() == without


def test_a_closed_account_is_told_so_to_its_owner_only(client, neighbour):
    User.objects.update(is_active=False)
    ask(client, NUMBER)
    assert type_code(client, code_by_sms())["Location"] == "/compte/inactif/"
    assert not is_signed_in(client)
    assert client.get(SIGN_UP)["Location"] == DOOR


def test_the_message_is_one_cheap_segment_that_begins_with_the_code(client, sent_texts):
    ask(client, NUMBER)
    size = measure(sent_texts[0].text)
    assert (size.alphabet, size.segments) == (Alphabet.GSM, 1)
    assert sent_texts[0].text.startswith(code_by_sms())


def test_the_code_is_nowhere_in_the_database(client):
    ask(client, NUMBER)
    code = code_by_sms()
    assert code not in str([*SmsEntry.objects.values_list()])
    [session] = Session.objects.all()
    assert code not in str(session.get_decoded())


def test_a_wrong_code_can_be_tried_again_then_no_longer(client, neighbour):
    ask(client, NUMBER)
    code = code_by_sms()
    for _attempt in range(4):
        response = type_code(client, another(code))
        assert response.status_code == 200
        assert response.context["form"].errors["code"]
    assert type_code(client, another(code)).status_code == 410
    assert type_code(client, code)["Location"] == DOOR
    assert not is_signed_in(client)


def test_tries_made_at_once_with_the_same_cookie_are_counted_together(client, neighbour):
    ask(client, NUMBER)
    code = code_by_sms()
    state = client.session["identification"]
    for _attempt in range(5):
        type_code(client, another(code))
        session = client.session
        session["identification"] = state
        session.save()
    response = type_code(client, code)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert not is_signed_in(client)


def test_a_code_is_good_for_ten_minutes(client, neighbour, monkeypatch):
    ask(client, NUMBER, next="/osc/")
    code = code_by_sms()
    later = time.time() + 11 * 60
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    response = type_code(client, code)
    assert response.status_code == 410
    assert b'href="/compte/connexion/?next=/osc/"' in response.content
    assert not is_signed_in(client)


def test_a_code_works_once(client, neighbour):
    ask(client, NUMBER)
    code = code_by_sms()
    cookies = client.cookies.copy()
    type_code(client, code)
    client.post("/compte/deconnexion/")
    client.cookies = cookies
    assert type_code(client, code)["Location"] == DOOR
    assert not is_signed_in(client)


def test_the_code_of_one_browser_opens_nothing_in_another(client, neighbour):
    ask(client, NUMBER)
    code = code_by_sms()
    thief = Client()
    assert type_code(thief, code)["Location"] == DOOR
    ask(thief, "76 12 34 56")
    assert type_code(thief, code).status_code == 200
    assert not is_signed_in(thief)


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}\u00a0{1}"])
def test_spaces_in_a_code_do_not_matter(client, neighbour, typed):
    ask(client, NUMBER)
    code = code_by_sms()
    type_code(client, typed.format(code[:3], code[3:]))
    assert is_signed_in(client, neighbour)


@pytest.mark.parametrize("typed", ["", "12", "abcdef", "1" * 3_000, "1\x00", "²²²²²²"])
def test_what_is_no_code_is_refused_without_a_crash(client, neighbour, typed):
    ask(client, NUMBER)
    assert type_code(client, typed).status_code == 200
    assert not is_signed_in(client)


def test_another_code_replaces_the_first(client, neighbour):
    ask(client, NUMBER)
    first = code_by_sms()
    page = client.get(CODE).content.decode()
    assert f'name="login" value="{E164}"' in page
    ask(client, E164)
    assert code_by_sms() != first
    type_code(client, first)
    assert not is_signed_in(client)
    type_code(client, code_by_sms())
    assert is_signed_in(client, neighbour)


def test_the_code_is_asked_for_with_a_keyboard_of_digits_and_offered_from_the_message(client):
    ask(client, NUMBER)
    page = client.get(CODE).content.decode()
    for attribute in ('inputmode="numeric"', 'autocomplete="one-time-code"'):
        assert attribute in page
    assert NUMBER.replace(" ", "\u00a0") in page


def test_one_comes_back_to_the_document_one_wanted(client):
    document = CivitacDocument.objects.create(title="Budget", file=ContentFile(b"%PDF-1.4", "budget.pdf"))
    refused = client.get(document.url)
    door = client.get(refused["Location"]).content.decode()
    assert f'name="next" value="{document.url}"' in door
    ask(client, NUMBER, next=document.url)
    assert type_code(client, code_by_sms())["Location"] == SIGN_UP
    arrival = agree(client)
    assert arrival["Location"] == document.url
    assert client.get(arrival["Location"]).status_code == 200


@pytest.mark.parametrize("forged", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_a_forged_destination_leads_nowhere_else(client, neighbour, forged):
    ask(client, NUMBER, next=forged)
    assert "ailleurs" not in client.get(CODE).content.decode()
    assert type_code(client, code_by_sms())["Location"] == "/compte/"


def test_the_session_changes_its_key_and_lasts_as_long_as_asked(client, neighbour):
    ask(client, NUMBER)
    assert client.session.get_expiry_age() == PENDING_SECONDS
    former = client.session.session_key
    type_code(client, code_by_sms())
    assert client.session.session_key != former
    assert client.session.get_expire_at_browser_close()
    client.post("/compte/deconnexion/")
    ask(client, NUMBER)
    type_code(client, code_by_sms(), remember="on")
    assert not client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == django_settings.SESSION_COOKIE_AGE


def test_whoever_gives_up_leaves_nothing_behind_but_a_session_that_ends(client):
    ask(client, NUMBER)
    type_code(client, code_by_sms())
    assert not User.objects.exists()
    [session] = Session.objects.all()
    assert session.expire_date - timezone.now() <= timedelta(seconds=PENDING_SECONDS)


def test_the_pages_of_identification_are_reached_in_order(client, signed_in, citizen):
    assert client.get(CODE)["Location"] == DOOR
    assert client.get(SIGN_UP)["Location"] == DOOR
    assert agree(client)["Location"] == DOOR
    ask(client, NUMBER)
    assert agree(client)["Location"] == DOOR
    assert not User.objects.filter(phone=E164).exists()
    assert client.get(DOOR).status_code == 200
    for address in (CODE, SIGN_UP):
        assert signed_in(citizen).get(address)["Location"] == "/compte/"


def test_a_proof_that_is_too_old_opens_no_account(client, monkeypatch):
    ask(client, NUMBER)
    type_code(client, code_by_sms())
    session = client.session
    session["proven_identity"] |= {"at": time.time() - PENDING_SECONDS - 1}
    session.save()
    assert agree(client)["Location"] == DOOR
    assert not User.objects.exists()


class Refusing(Transport):
    def send(self, text, numbers):
        return Handover(dict.fromkeys(numbers, Outcome(State.REFUSED, "solde épuisé")))


class Silent(Transport):
    def send(self, text, numbers):
        raise TimeoutError


def test_a_code_that_cannot_leave_is_admitted_to_everyone_alike(client, neighbour, settings):
    settings.SMS_GATEWAY = f"{__name__}.Refusing"
    for number in (NUMBER, "76 12 34 56"):
        response = ask(client, number)
        assert response.status_code == 503
        assert response.context["code_form"].errors["login"]
        assert number.encode() in response.content


def test_a_code_that_may_have_left_is_waited_for(client, settings):
    settings.SMS_GATEWAY = f"{__name__}.Silent"
    assert ask(client, NUMBER)["Location"] == CODE


def test_a_dead_mail_server_is_admitted(client, monkeypatch):
    def refuse(*_arguments):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    assert ask(client, ADDRESS).status_code == 503
