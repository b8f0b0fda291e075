"""Operators read the texts that no keyword answered, and answer them once."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.log_actions import registry as log_registry

from alerts.models import Callback, IncomingText
from tests.conftest import make_user

from .callbacks import TOKEN, make_alert, number

pytestmark = pytest.mark.django_db
INDEX = "incoming_texts:index"


@pytest.fixture
def received(site) -> IncomingText:
    return IncomingText.objects.create(number=number(12345), text="Où voter <b>ici</b> ?", reference="sms-1")


def address(received: IncomingText) -> str:
    return reverse("incoming_texts:answer", args=[received.pk])


@pytest.fixture
def reply(signed_in, animator, django_capture_on_commit_callbacks):
    def send(received: IncomingText, text: str = "À la mairie."):
        with django_capture_on_commit_callbacks(execute=True):
            response = signed_in(animator).post(address(received), {"text": text})
        received.refresh_from_db()
        return response

    return send


def test_an_answer_leaves_once_and_the_log_says_whose_it_is(received, reply, animator, signed_in, sent_texts):
    assert reply(received).status_code == 302
    reply(received, "Une autre réponse")
    assert [(message.number, message.text) for message in sent_texts] == [(number(12345), "À la mairie.")]
    assert (received.outcome, received.answered_by) == ("accepted", animator) and received.answered_at
    assert log_registry.get_logs_for_instance(received).get().user == animator
    page = signed_in(animator).get(address(received)).content.decode()
    assert "À la mairie." in page and "<textarea" not in page


def test_what_could_not_leave_comes_back_to_be_answered(received, reply, settings, sent_texts):
    settings.SMS_PER_DAY = {**settings.SMS_PER_DAY, "answer": 0}
    reply(received)
    assert (received.outcome, received.answered_at) == ("not_sent", None)
    settings.SMS_PER_DAY = {**settings.SMS_PER_DAY, "answer": 10}
    reply(received)
    assert received.outcome == "accepted" and len(sent_texts) == 1


@pytest.mark.parametrize("text", ["", "ê" * 300, "a" * 500])
def test_an_answer_that_cannot_leave_is_said_to_be_so(received, reply, sent_texts, text):
    assert reply(received, text).status_code == 200
    assert not sent_texts and not received.answer


def test_a_sender_that_is_no_telephone_is_not_answered(received, reply, sent_texts):
    IncomingText.objects.update(number="Orange")
    reply(received)
    assert not sent_texts and not received.answer


def test_a_text_is_shown_as_it_was_written(received, signed_in, animator):
    page = signed_in(animator).get(address(received)).content.decode()
    assert "&lt;b&gt;ici" in page and "<b>ici" not in page


@pytest.fixture
def answering(received, space_a) -> IncomingText:
    """A text that answers a message of Ouahigouya."""
    return IncomingText.objects.create(
        number=number(2), text="Le pont est coupé.", reference="sms-2", about=make_alert(space_a.collection)
    )


def test_who_may_stop_a_message_reads_and_answers_what_people_say_of_it(
    signed_in, manager, answering, received, sent_texts, django_capture_on_commit_callbacks
):
    browser = signed_in(manager)
    assert reverse(INDEX) in browser.get("/admin/").content.decode()
    for each in (reverse(INDEX), reverse("incoming_texts:index_results"), f"{reverse(INDEX)}?q=voter"):
        page = browser.get(each).content.decode()
        assert "Où voter" not in page and ("Le pont" in page) == ("voter" not in each)
    page = browser.get(address(answering)).content.decode()
    assert "Pont coupé" in page and number(2) not in page
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address(answering), {"text": "Merci, la mairie."})
    answering.refresh_from_db()
    assert (answering.answered_by, answering.outcome) == (manager, "accepted")
    assert [message.number for message in sent_texts] == [number(2)]
    browser.post(address(received), {"text": "x"})
    received.refresh_from_db()
    assert not received.answer


def test_nobody_else_reads_what_people_say_of_a_message(signed_in, editor, space_b, answering):
    for person in (editor, make_user("responsable-de-kaya", space_b.managers), make_user("redaction", space_b.editors)):
        browser = signed_in(person)
        assert "Le pont" not in browser.get(reverse(INDEX)).content.decode()
        for response in (browser.get(address(answering)), browser.post(address(answering), {"text": "x"})):
            assert response.status_code in (302, 403)
    answering.refresh_from_db()
    assert not answering.answer


def test_the_list_takes_as_many_queries_whatever_its_length(
    signed_in, manager, answering, django_assert_max_num_queries
):
    browser = signed_in(manager)
    browser.get(reverse(INDEX))
    for _each in range(15):
        IncomingText.objects.create(number=number(2), text="Encore.", about=answering.about)
    with django_assert_max_num_queries(12):
        browser.get(reverse(INDEX))


@pytest.mark.parametrize("persona", ["citizen", "editor"])
def test_texts_are_the_teams_alone(request, signed_in, received, persona):
    browser = signed_in(request.getfixturevalue(persona))
    for each in (reverse(INDEX), reverse("incoming_texts:index_results"), address(received)):
        for response in (browser.get(each), browser.post(each, {"text": "x"})):
            assert response.status_code in (302, 403, 405), each
    received.refresh_from_db()
    assert not received.answer


def test_the_list_costs_the_same_whatever_its_length(signed_in, animator, received, django_assert_max_num_queries):
    browser = signed_in(animator)
    browser.get(reverse(INDEX))
    counts = []
    for added in (2, 15):
        for rank in range(added):
            IncomingText.objects.create(number=number(rank), text=f"Texte {rank}")
        with django_assert_max_num_queries(20) as queries:
            browser.get(reverse(INDEX))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_a_gateway_sent_in_vain_is_read_by_the_animation_team(client, signed_in, settings, animator, manager):
    settings.SMS_CALLBACK_TOKENS = [TOKEN]
    client.post(f"/sms/{TOKEN}/livraison/", "<b>rapport</b>", content_type="application/xml")
    assert Callback.objects.get().note.startswith("refused: ")
    address = reverse("alerts_refused")
    page = signed_in(animator).get(address).content.decode()
    assert "&lt;b&gt;rapport" in page and "Accusé de réception" in page
    assert address in signed_in(animator).get("/admin/").content.decode()
    assert signed_in(manager).get(address).status_code == 302
