"""What a person agrees to when their account is opened."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Consent, User

from .code import SIGN_UP, agree, ask, code_by_sms, is_signed_in, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def proven(client):
    """A browser in which somebody new has typed the code sent to their number."""
    ask(client, "70 12 34 56")
    type_code(client, code_by_sms())
    return client


def test_the_box_is_not_ticked_beforehand(proven):
    page = proven.get(SIGN_UP).content.decode()
    assert 'type="checkbox" name="consent"' in page
    assert "checked" not in page
    assert "001-2021/AN" in page


def test_without_agreement_there_is_no_account(proven):
    response = proven.post(SIGN_UP, {})
    assert response.status_code == 200
    assert response.context["form"].errors["consent"]
    assert not User.objects.exists()
    agree(proven)
    assert is_signed_in(proven, User.objects.get())


def test_agreement_is_kept_with_its_date_and_the_version_of_the_text(proven, settings):
    settings.CONSENT_TEXT_VERSION = "2031-02"
    before = timezone.now()
    agree(proven)
    consent = Consent.objects.get()
    assert (consent.user, consent.purpose, consent.version) == (User.objects.get(), "account", "2031-02")
    assert before <= consent.given_at <= timezone.now()
    assert "2031-02" in proven.get("/compte/").content.decode()


def test_account_and_agreement_are_made_together_or_not_at_all(proven, monkeypatch):
    def fail(*_arguments, **_fields):
        raise IntegrityError

    monkeypatch.setattr(Consent.objects, "create", fail)
    proven.raise_request_exception = False
    assert agree(proven).status_code == 500
    assert not User.objects.exists()


def test_a_form_sent_twice_opens_one_account(proven):
    User.objects.create_user(phone="+22670123456")
    assert agree(proven)["Location"] == "/compte/"
    assert is_signed_in(proven, User.objects.get())


def test_an_account_made_by_the_team_shows_no_agreement_it_has_not_given(signed_in, citizen):
    assert signed_in(citizen).get("/compte/").context["consents"].count() == 0
