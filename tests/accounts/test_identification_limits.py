"""Limits that stop machines and let a whole town through, though it shares one address behind its operator."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User

from .code import CODE, agree, ask, code_by_sms, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_fifty_people_behind_one_address_all_sign_up(sent_texts):
    for person in range(50):
        browser = Client()
        assert ask(browser, f"70 12 34 {person:02}")["Location"] == CODE
        type_code(browser, code_by_sms())
        assert agree(browser)["Location"] == "/compte/"
    assert User.objects.count() == len(sent_texts) == 50


@pytest.mark.parametrize("login", ["70 12 34 56", "nouvelle@exemple.civitac.test"])
def test_one_number_or_address_is_not_flooded_whoever_asks_and_however_it_is_written(login, sent_texts, mailoutbox):
    spellings = [login, login.upper().replace(" ", ""), f" {login} "]
    for spelling in spellings:
        assert ask(Client(), spelling).status_code == 302
    response = ask(Client(), login)
    assert response.status_code == 429
    assert int(response["Retry-After"]) == 300
    assert response.context["code_form"].errors["login"]
    assert login.encode() in response.content
    assert len(sent_texts) + len(mailoutbox) == 3
    assert ask(Client(), "76 12 34 56").status_code == 302


def test_whoever_has_had_the_codes_of_a_day_is_told_the_true_time(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_login_code": "3/d/key"}
    answers = [ask(Client(), "70 12 34 56") for _time in range(4)]
    assert 86_000 < int(answers[-1]["Retry-After"]) <= 86_400
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert f"{tomorrow:%d/%m/%Y}" in answers[-1].context["code_form"].errors["login"][0]


def test_too_many_are_refused_alike_with_and_without_an_account():
    User.objects.create_user(phone="+22670123456")
    answers = []
    for login in ("70 12 34 56", "76 12 34 56"):
        for _attempt in range(3):
            ask(Client(), login)
        response = ask(Client(), login)
        answers.append((response.status_code, response["Retry-After"], response.context["code_form"].errors))
    assert answers[0] == answers[1]


def test_too_much_from_one_address_gets_the_french_page_and_makes_no_account(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/m/ip"}
    for number, status in (("70 12 34 56", 302), ("76 12 34 56", 429)):
        browser = Client()
        ask(browser, number)
        type_code(browser, code_by_sms())
        response = agree(browser)
        assert response.status_code == status
    assert int(response["Retry-After"]) == 60
    assert "Réessayez à partir de" in response.content.decode()
    assert "429.html" in [template.name for template in response.templates]
    assert User.objects.count() == 1


def test_when_the_day_s_messages_are_spent_people_are_told_and_e_mail_still_works(client, settings, sent_texts):
    settings.SMS_PER_DAY = {"code": 1}
    ask(client, "70 12 34 56")
    assert ask(client, "76 12 34 56").status_code == 503
    assert len(sent_texts) == 1
    assert ask(client, "nouvelle@exemple.civitac.test").status_code == 302
