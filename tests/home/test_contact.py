"""Anyone writes to the animation team; robots do not, and no message is lost."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone

from civitac.core.forms import SENT_PER_HOUR
from home.models import ContactMessage, SiteSettings
from tests.reading import main, read, words

pytestmark = pytest.mark.django_db

CONTACT = "/contact/"
TEXT = {
    "name": "Une lectrice (exemple)",
    "reply_to": "lectrice@exemple.civitac.test",
    "subject": "Une date à corriger",
    "body": "Bonjour,\nla session a lieu le 12.",
}


@pytest.fixture
def clock(monkeypatch):
    """`clock.now` is the hour, in seconds, that the form reads."""

    class Clock:
        now = 1_800_000_000.0

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr("time.time", clock.time)
    return clock


@pytest.fixture
def team(site) -> str:
    SiteSettings.objects.create(site=site.get_site(), contact_email="equipe@exemple.civitac.test")
    return "equipe@exemple.civitac.test"


@pytest.fixture
def send(client, clock, django_capture_on_commit_callbacks):
    """`send(after=60, **fields)` → the answer to the form, filled in that many seconds after it was opened."""

    def send(after: float = 60, browser: Client = client, **fields):
        form = read(browser, CONTACT).find("form", method="post")
        opened = form.find("input", attrs={"name": "opened"})["value"]
        clock.now += after
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(CONTACT, {"opened": opened, "website": "", **TEXT, **fields})

    return send


def said(response) -> str:
    from bs4 import BeautifulSoup

    return words(main(BeautifulSoup(response.content.decode(), "html.parser")))


# Writing


def test_what_is_sent_again_word_for_word_is_one_message(client, team, send):
    """A line that broke before the answer came, or a button pressed twice."""
    first, second = send(), send()
    assert (first.status_code, second.status_code) == (302, 302)
    assert "bien arrivé" in words(main(read(client, CONTACT)))
    assert ContactMessage.objects.count() == 1
    assert len(mail.outbox) == 1
    send(body="Et encore une chose.")
    assert ContactMessage.objects.count() == 2


def test_the_same_words_after_an_answer_are_a_new_message(team, send):
    send()
    ContactMessage.objects.update(is_answered=True)
    send()
    assert ContactMessage.objects.count() == 2


def test_a_message_is_kept_told_to_the_team_and_acknowledged(client, team, send):
    response = send()
    assert (response.status_code, response["Location"]) == (302, CONTACT)
    message = ContactMessage.objects.get()
    assert {name: getattr(message, name) for name in TEXT} == TEXT
    (told,) = mail.outbox
    assert (told.to, told.reply_to) == ([team], [TEXT["reply_to"]])
    assert TEXT["subject"] in told.subject
    assert TEXT["body"] in told.body
    assert "Votre message est bien arrivé" in words(main(read(client, CONTACT)))
    assert "Votre message est bien arrivé" not in words(main(read(client, CONTACT)))


def test_the_acknowledgement_is_shown_to_the_sender_alone(team, send):
    send()
    assert "Votre message est bien arrivé" not in words(main(read(Client(), CONTACT)))


def test_someone_without_an_e_mail_address_leaves_a_phone_number(team, send):
    send(reply_to="+226 70 00 00 00")
    assert ContactMessage.objects.get().reply_to == "+226 70 00 00 00"
    assert mail.outbox[0].reply_to == []
    assert "+226 70 00 00 00" in mail.outbox[0].body


def test_without_an_address_of_the_team_the_message_waits_in_the_administration(site, send):
    assert send().status_code == 302
    assert ContactMessage.objects.count() == 1
    assert mail.outbox == []


def test_a_mail_server_that_is_down_loses_nothing(client, team, send, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    assert send().status_code == 302
    assert ContactMessage.objects.get().subject == TEXT["subject"]
    assert "Votre message est bien arrivé" in words(main(read(client, CONTACT)))


def test_every_field_has_a_name_that_is_read_aloud(client, site):
    form = read(client, CONTACT).find("form", method="post")
    named = {label["for"] for label in form.find_all("label")}
    fields = [each for each in form.find_all(["input", "textarea"]) if each.get("type") != "hidden"]
    assert fields
    assert all(each["id"] in named for each in fields)


@pytest.mark.parametrize("missing", ["name", "reply_to", "subject", "body"])
def test_what_is_missing_is_said_and_the_rest_is_kept(site, send, missing):
    response = send(**{missing: ""})
    assert response.status_code == 400
    assert not ContactMessage.objects.exists()
    for name, text in TEXT.items():
        if name != missing:
            assert text in response.content.decode()


# Robots


def test_the_trap_is_hidden_from_people(client, site):
    trap = read(client, CONTACT).find("input", attrs={"name": "website"})
    assert trap.find_parent(attrs={"aria-hidden": "true"})
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")


def test_what_falls_into_the_trap_is_not_kept(team, send):
    assert send(website="https://exemple.test/").status_code == 400
    assert not ContactMessage.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("after", [0, 2, 24 * 3600 + 60])
def test_a_form_sent_too_soon_or_too_late_is_sent_again_with_one_more_press(client, team, send, clock, after):
    response = send(after=after)
    assert response.status_code == 400
    assert not ContactMessage.objects.exists()
    assert TEXT["subject"] in response.content.decode()
    from bs4 import BeautifulSoup

    shown = BeautifulSoup(response.content.decode(), "html.parser")
    clock.now += 10
    again = {each["name"]: each.get("value", "") for each in shown.find("form", method="post").find_all("input")}
    assert client.post(CONTACT, {**again, "body": TEXT["body"]}).status_code == 302
    assert ContactMessage.objects.get().subject == TEXT["subject"]


def test_a_page_left_open_all_day_is_still_good(team, send):
    assert send(after=23 * 3600).status_code == 302


@pytest.mark.parametrize("opened", ["", "1700000000", "MTcwMDAwMDAwMA:1tXq:forgery", "%00", "é" * 2000])
def test_a_forged_hour_is_refused(client, team, clock, opened):
    assert client.post(CONTACT, {**TEXT, "website": "", "opened": opened}).status_code == 400
    assert not ContactMessage.objects.exists()


def test_an_hour_signed_for_another_form_s_purpose_is_refused(client, team, clock):
    from django.core import signing

    forged = signing.dumps(int(clock.now) - 60, salt="autre-chose")
    assert client.post(CONTACT, {**TEXT, "website": "", "opened": forged}).status_code == 400


def test_one_address_that_sends_without_end_is_asked_to_wait_and_others_are_not(team, send, settings, clock):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    for number in range(SENT_PER_HOUR):
        assert send(subject=f"Message {number}").status_code == 302
    response = send()
    assert response.status_code == 429
    seconds = int(response["Retry-After"])
    assert seconds == 3600 - clock.now % 3600
    form = main(BeautifulSoup(response.content.decode(), "html.parser")).find("form", method="post")
    assert TEXT["body"] in form.find("textarea").string
    again = timezone.localtime() + datetime.timedelta(seconds=seconds)
    assert any(
        f"{again + late:%H:%M}" in words(form) for late in (datetime.timedelta(0), datetime.timedelta(minutes=1))
    )
    assert ContactMessage.objects.count() == SENT_PER_HOUR
    clock.now += seconds
    assert send().status_code == 302
    assert send(browser=Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


# Bad input


@pytest.mark.parametrize("field", ["subject", "reply_to", "name"])
@pytest.mark.parametrize(
    "ending", ["\nBcc: tous@exemple.test", "\r\nBcc: tous@exemple.test", "\r\n\r\nUn autre corps", "\v"]
)
def test_no_line_can_be_slipped_into_the_head_of_the_e_mail(team, send, field, ending):
    assert send(**{field: TEXT[field] + ending}).status_code == 302
    (told,) = mail.outbox
    head = dict(told.message().items())
    assert told.recipients() == [team]
    assert "Bcc" not in head
    assert all("\n" not in value and "\r" not in value for value in (told.subject, *told.reply_to))


@pytest.mark.parametrize(
    "reply_to", ["a@b", "Awa <awa@exemple.test>", "awa@exemple.test, tous@exemple.test", "@", "a@b@c"]
)
def test_an_address_that_cannot_be_answered_stays_words(team, send, reply_to):
    assert send(reply_to=reply_to).status_code == 302
    assert mail.outbox[0].reply_to == []
    assert reply_to in mail.outbox[0].body


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "a" * 5_001},
        {"subject": "a" * 161},
        {"name": "a" * 121},
        {"body": "avant\0après"},
        {"subject": "avant\0après"},
        {"body": "   \n "},
    ],
)
def test_too_much_or_what_cannot_be_stored_is_said(site, send, fields):
    assert send(**fields).status_code == 400
    assert not ContactMessage.objects.exists()


def test_signs_of_every_script_and_half_signs_are_answered(team, send):
    assert send(body="Koom yaa vɩɩm 🌍").status_code == 302
    assert ContactMessage.objects.get().body == "Koom yaa vɩɩm 🌍"


def test_what_was_typed_comes_back_as_text(site, send):
    response = send(after=0, subject='"><script>alert(1)</script>')
    assert b"<script>alert" not in response.content


def test_a_form_without_its_token_is_refused_in_words(site, clock):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(CONTACT, TEXT)
    assert response.status_code == 403
    assert "trop longtemps" in said(response)
    assert not ContactMessage.objects.exists()
