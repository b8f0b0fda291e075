"""What leaves the house is journaled first."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_q.models import Schedule

from civitac.core.sms import Handover, Outcome, State, Transport, get_transport
from civitac.core.sms.journal import BudgetSpent, hand_over, opened, send, tidy
from civitac.core.sms.models import Purpose, SmsEntry, hash_of
from home.schedules import ensure_schedules

pytestmark = pytest.mark.django_db

NUMBER, TEXT = "+22670123456", "123456 est votre code."


class Broken(Transport):
    def send(self, text, numbers):
        raise TimeoutError("no answer for +22670123456")


class Forgetful(Transport):
    def send(self, text, numbers):
        return Handover({numbers[0]: Outcome(State.ACCEPTED)})


@pytest.fixture
def through(settings):
    def choose(transport: type[Transport]) -> None:
        settings.SMS_GATEWAY = f"{__name__}.{transport.__name__}"

    return choose


def test_a_transport_that_breaks_leaves_the_outcome_unknown_and_tries_nothing_again(through):
    through(Broken)
    assert send(NUMBER, TEXT, Purpose.CODE).state == State.UNKNOWN
    assert set(SmsEntry.objects.values_list("state", "reason")) == {("unknown", "TimeoutError")}


def test_a_number_that_the_gateway_did_not_speak_of_is_unknown_and_so_is_its_call():
    entry = opened(TEXT, 2, Purpose.ALERT)
    handover = hand_over(Forgetful(), entry, TEXT, [NUMBER, "+22676123456"])
    assert [outcome.state for outcome in handover.outcomes.values()] == [State.ACCEPTED, State.UNKNOWN]
    assert entry.state == State.UNKNOWN


def test_the_database_holds_neither_the_text_nor_a_hash_that_can_be_guessed(settings):
    send(NUMBER, TEXT, Purpose.CODE)
    [row] = SmsEntry.objects.values_list()
    assert "123456 " not in repr(row)
    assert hash_of(TEXT) in row
    known = hash_of("000000 est votre code.")
    settings.SECRET_KEY = "another key"
    assert hash_of("000000 est votre code.") != known


def test_the_console_shows_the_message(settings, capsys):
    settings.SMS_GATEWAY = "console"
    send(NUMBER, TEXT, Purpose.CODE)
    assert "+22670123456" in (shown := capsys.readouterr().out)
    assert "123456 est votre code." in shown


@pytest.mark.parametrize("name", ["pigeon", "civitac.core.sms.pigeon.Pigeon", ""])
def test_an_unknown_transport_is_named(settings, name):
    settings.SMS_GATEWAY = name
    with pytest.raises(ImproperlyConfigured, match="SMS_GATEWAY"):
        get_transport()


def test_the_budget_of_the_day_sounds_its_alarm_once_then_holds(settings, sent_texts, caplog):
    settings.SMS_PER_DAY = {"code": 5}
    caplog.set_level(logging.WARNING, "civitac.core.sms.journal")
    for _number in range(5):
        send(NUMBER, TEXT, Purpose.CODE)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    for _number in range(3):
        with pytest.raises(BudgetSpent):
            send(NUMBER, TEXT, Purpose.CODE)
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]
    assert len(sent_texts) == SmsEntry.objects.count() == 5


def test_yesterday_s_messages_are_no_longer_counted(settings):
    settings.SMS_PER_DAY = {"code": 1}
    send(NUMBER, TEXT, Purpose.CODE)
    SmsEntry.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert send(NUMBER, TEXT, Purpose.CODE)


def test_numbers_are_forgotten_after_a_week_and_what_was_interrupted_is_settled(settings):
    old, recent, stuck = SmsEntry.objects.bulk_create(
        SmsEntry(purpose="code", number="+22670123456", text_hash="x", segments=1, transport="memory", state=state)
        for state in ("accepted", "accepted", "queued")
    )
    ages = {old: timedelta(days=8), recent: timedelta(days=6), stuck: timedelta(hours=1)}
    for entry, age in ages.items():
        SmsEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - age)
    tidy()
    for entry in ages:
        entry.refresh_from_db()
    assert (old.number, recent.number) == ("", "+22670123456")
    assert (stuck.state, stuck.completed_at is not None) == ("unknown", True)
    assert recent.state == "accepted"


def test_the_clock_keeps_the_journal_tidy():
    ensure_schedules()
    assert Schedule.objects.filter(func="civitac.core.sms.journal.tidy").exists()
