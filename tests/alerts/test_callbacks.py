"""The doors that the gateway calls: secret, quick, and losing nothing."""

from __future__ import annotations

import logging
from io import BytesIO

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Collection

from alerts import checks, consent
from alerts.callbacks import applying, views, waking
from alerts.enums import Act, Channel, DeliveryState
from alerts.models import Callback, Consent, DiffusionGroup, IncomingText, Subscriber
from civitac.core.secret_paths import WithoutSecrets

from .callbacks import FORM, FORMER, TOKEN, call, make_alert, make_delivery, number, report

pytestmark = pytest.mark.django_db
DOORS = ["livraison", "entrant", "desabonnement"]


@pytest.fixture(autouse=True)
def _tokens(settings):
    settings.SMS_CALLBACK_TOKENS = [TOKEN, FORMER]


@pytest.fixture
def asleep(monkeypatch):
    """No worker is woken: what came stays as it came."""
    monkeypatch.setattr(views, "wake", lambda kind: None)


@pytest.mark.parametrize("door", DOORS)
def test_what_comes_is_stored_as_it_came(asleep, door):
    response = Client().post(f"/sms/{TOKEN}/{door}/", "id=1&status=Inconnu%20%C3%A9&x=1", content_type=FORM)
    assert response.status_code == 200
    row = Callback.objects.get()
    assert (row.kind, row.body, row.applied_at, row.note) == (door, "id=1&status=Inconnu%20%C3%A9&x=1", None, "")


@pytest.mark.parametrize("door", DOORS)
def test_storing_is_the_only_query(asleep, django_assert_num_queries, door):
    call(door, id="0")
    with django_assert_num_queries(1):
        call(door, id="1")


def test_two_secrets_are_good_at_once(asleep):
    assert {call("livraison", token=token, id="1").status_code for token in (TOKEN, FORMER)} == {200}


@pytest.mark.parametrize("wrong", [TOKEN[:-1], TOKEN + "x", "x", "é" * 40, "<script>"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_secret_finds_nothing_and_is_not_repeated(client, wrong, method):
    response = getattr(client, method)(f"/sms/{wrong}/livraison/", {"id": "1"})
    assert response.status_code == 404
    assert wrong not in response.content.decode() and TOKEN not in response.content.decode()
    assert not Callback.objects.exists()


def test_without_a_secret_set_nothing_opens(settings):
    settings.SMS_CALLBACK_TOKENS = []
    assert call("livraison", id="1").status_code == 404


def test_a_door_is_not_a_page(client):
    assert client.get(f"/sms/{TOKEN}/livraison/").status_code == 405


def test_what_is_too_large_is_not_kept(client):
    response = client.post(f"/sms/{TOKEN}/entrant/", b"text=" + b"a" * 10_000_000, content_type=FORM)
    assert response.status_code == 413
    assert not Callback.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"id": "1", "phoneNumber": "+22670900001"}', "application/json", 415),
        (b'{"id": "1"}', FORM, 400),
        (b"id=1\0&phoneNumber=%2B22670900001", FORM, 400),
        (b"id=1%00&phoneNumber=%2B22670900001", FORM, 400),
        (b"id=1&text=\xff\xfe", FORM, 400),
        (b"", FORM, 400),
        (b"--x\r\nfaux", "multipart/form-data; boundary=x", 400),
        (b"--x\r\nfaux", "multipart/form-data", 400),
    ],
)
@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_form_is_refused_in_words_and_kept(client, caplog, door, body, content_type, status):
    response = client.post(f"/sms/{TOKEN}/{door}/", body, content_type=content_type)
    assert response.status_code == status
    row = Callback.objects.get()
    assert row.applied_at and row.note.startswith("refused: ")
    assert response.content.decode() in row.note
    assert "70900001" not in caplog.text and str(row.pk) in caplog.text
    assert not IncomingText.objects.exists() and not Subscriber.objects.exists()


def test_a_form_in_parts_is_read_like_any_other(client, asleep):
    assert client.post(f"/sms/{TOKEN}/livraison/", {"id": "a b", "status": "Success"}).status_code == 200
    assert Callback.objects.get().body == "id=a+b&status=Success"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"id=1&status=Success", FORM),
        (b'--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    ],
)
def test_what_comes_in_pieces_is_read_whole(asleep, body, content_type):
    assert in_pieces(body, content_type).status_code == 200
    assert Callback.objects.get().body.startswith("id=1")


def test_what_comes_in_too_many_pieces_is_not_kept():
    assert in_pieces(b"text=" + b"a" * 70_000, FORM).status_code == 413
    assert not Callback.objects.exists()


def in_pieces(body: bytes, content_type: str) -> HttpResponse:
    """As gunicorn hands on what came without a length."""
    said = {"wsgi.input": BytesIO(body), "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_TYPE": content_type}
    return Client().generic("POST", f"/sms/{TOKEN}/livraison/", b"", **said)


def test_reports_of_unknown_messages_are_welcome():
    assert report("jamais-vu", "Success").status_code == 200
    assert Callback.objects.get().applied_at is None


def test_a_worker_is_woken_for_reports_now_and_then_and_for_people_at_once(monkeypatch):
    woken = []
    monkeypatch.setattr(waking, "async_task", lambda task, kind: woken.append(kind))
    monkeypatch.setattr(waking, "_next_time", 0)
    for _time in range(3):
        for door in DOORS:
            call(door, id="1")
    assert woken.count("livraison") == 1
    assert woken.count("entrant") == woken.count("desabonnement") == 3


def test_an_opt_out_at_the_operator_is_an_opt_out_here():
    for _time in range(2):
        assert call("desabonnement", senderId="CIVITAC", phoneNumber=number(1)).status_code == 200
    assert Subscriber.objects.get(number=number(1)).stopped_at
    assert Callback.objects.exclude(applied_at=None).filter(note="").count() == 2


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("desabonnement", {"senderId": "CIVITAC", "phoneNumber": number(1)}),
        ("entrant", {"from": number(1), "text": "Arrêt"}),
    ],
)
def test_whoever_wants_nothing_more_is_heard_while_every_worker_is_busy_with_a_message_for_them(asleep, door, fields):
    group = DiffusionGroup.objects.create(name="Conseil", collection=Collection.get_first_root_node())
    consent.join(number(1), [group], channel=Channel.WEB)
    alert = make_alert()
    alert.groups.set([group])
    alert.save()
    waiting = make_delivery(alert, 1, DeliveryState.QUEUED, subscriber=Subscriber.objects.get())
    for _time in range(2):
        assert call(door, **fields).status_code == 200
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("suppressed", "opted_out") and Subscriber.objects.get().stopped_at
    assert Consent.objects.filter(act=Act.STOPPED).count() == 1
    applying.apply("entrant")
    applying.apply("desabonnement")
    assert not Callback.objects.filter(applied_at=None).exists()


def test_what_cannot_be_done_at_once_is_left_to_the_workers(asleep, monkeypatch, caplog):
    with monkeypatch.context() as busy:
        busy.setattr(applying.consent, "stop", lambda *_args, **_how: 1 / 0)
        assert call("desabonnement", phoneNumber=number(1)).status_code == 200
    assert "at once" in caplog.text and not Subscriber.objects.exists()
    applying.apply("desabonnement")
    assert Subscriber.objects.get().stopped_at


def test_someone_who_came_back_before_a_late_opt_out_was_heard_stays(asleep, monkeypatch):
    with monkeypatch.context() as busy:
        busy.setattr(views, "apply_at_once", lambda *_args: None)
        call("desabonnement", phoneNumber=number(1))
    group = DiffusionGroup.objects.create(name="Conseil", collection=Collection.get_first_root_node())
    consent.join(number(1), [group], channel=Channel.WEB)
    applying.apply("desabonnement")
    assert not Subscriber.objects.get().stopped_at


def test_a_wish_to_join_that_waits_is_older_than_the_stop_behind_it(asleep):
    DiffusionGroup.objects.create(name="Conseil", collection=Collection.get_first_root_node())
    call("entrant", **{"from": number(1), "text": "INSCRIRE KAYA"})
    call("entrant", **{"from": number(1), "text": "ARRET"})
    applying.apply("entrant")
    assert Subscriber.objects.get().stopped_at
    assert [row.note for row in Callback.objects.order_by("pk")] == ["said STOP since", ""]


def test_an_opt_out_of_a_number_that_is_none_of_ours_is_noted():
    call("desabonnement", senderId="CIVITAC", phoneNumber="+33600000000")
    assert Callback.objects.get().note == "no number of ours"


def test_one_that_fails_holds_up_no_other(monkeypatch, caplog):
    stop = applying.consent.stop

    def fails_once(number_, **how):
        if number_ == number(1):
            raise ValueError("x")
        return stop(number_, **how)

    monkeypatch.setattr(applying.consent, "stop", fails_once)
    for rank in (1, 2):
        call("desabonnement", phoneNumber=number(rank))
    assert Subscriber.objects.get().number == number(2)
    assert Callback.objects.filter(applied_at=None).count() == 1
    monkeypatch.undo()
    applying.apply("desabonnement")
    assert not Callback.objects.filter(applied_at=None).exists()


def test_secrets_are_in_no_line_of_the_log(client, caplog):
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.DEBUG):
        client.get(f"/sms/{TOKEN}/livraison/")
        client.get(f"/sms/{TOKEN}/ailleurs/")
        client.post(f"/sms/{TOKEN}/livraison/", b"x" * 70_000, content_type=FORM)
    assert "/sms/-/livraison/" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("tokens", "problem"),
    [(["court"], "alerts.E001"), ([TOKEN, FORMER, "c" * 40], "alerts.E002"), ([], "alerts.W001"), ([TOKEN], None)],
)
def test_the_deployment_check_looks_at_the_secrets(settings, tokens, problem):
    settings.SMS_CALLBACK_TOKENS, settings.SMS_GATEWAY = tokens, "africastalking"
    assert [each.id for each in checks.callbacks_are_secret(None)] == ([problem] if problem else [])
    assert checks.callbacks_are_secret in run_checks.__self__.deployment_checks
