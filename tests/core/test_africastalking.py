"""What a gateway answers, however badly, becomes an outcome that can be relied on. The gateway is a process of its own."""

from __future__ import annotations

import socket
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from civitac.core.sms import Halt, State, africastalking, get_transport
from tests.alerts.sending.scene import StandIn, free_port, stand_in

NUMBERS = [f"+2267012345{rank}" for rank in range(4)]
TEXT = "Coupure d'eau demain."


@pytest.fixture(scope="module")
def process():
    with stand_in() as gateway:
        yield gateway


@pytest.fixture
def gateway(process, settings) -> StandIn:
    process.ask("/control", {"clear": True})
    choose(settings, process.address)
    return process


def choose(settings, address: str) -> None:
    settings.SMS_GATEWAY = "africastalking"
    settings.AFRICASTALKING_USERNAME, settings.AFRICASTALKING_API_KEY = "civitac", "a key"
    settings.AFRICASTALKING_BASE_URL = address


def send(numbers=NUMBERS):
    return get_transport().send(TEXT, numbers)


def states(handover) -> list[str]:
    return [handover.outcomes[number].state.value for number in NUMBERS]


def test_each_number_has_its_reference_and_its_cost(gateway, settings):
    settings.AFRICASTALKING_SENDER_ID = "CIVITAC"
    outcomes = send().outcomes
    assert [outcomes[number].reference for number in NUMBERS] == [f"ATXid_{rank}" for rank in range(4)]
    first = outcomes[NUMBERS[0]]
    assert (first.state, first.cost, first.currency, first.reason) == (State.ACCEPTED, Decimal("12.5"), "XOF", "")
    [call] = gateway.ask("/calls")
    assert (call["from"], call["username"], call["message"], call["enqueue"]) == ("CIVITAC", "civitac", TEXT, "1")


def test_a_charset_in_the_content_type_takes_nothing_away(gateway):
    gateway.behave("ok", type="application/json; charset=utf-8")
    assert states(send()) == ["accepted"] * 4
    gateway.behave("ok", type="text/html")
    assert states(send()) == ["accepted"] * 4


def test_a_repeated_number_is_sent_once_and_a_malformed_one_keeps_nobody_back(gateway):
    handover = send([*NUMBERS, NUMBERS[0], "+22670123456\n", "70123456", "+2547"])
    assert gateway.accepted() == dict.fromkeys(NUMBERS, 1)
    assert {handover.outcomes[number].state for number in ("+22670123456\n", "70123456", "+2547")} == {State.REFUSED}
    assert send(["70123456"]).outcomes["70123456"].state == State.REFUSED


@pytest.mark.parametrize(
    ("status", "state", "halt"),
    [
        (401, "not_sent", Halt.CREDENTIALS),
        (403, "not_sent", Halt.CREDENTIALS),
        (404, "not_sent", Halt.ADDRESS),
        (400, "refused", None),
        (408, "unknown", None),
        (500, "unknown", None),
        (502, "unknown", None),
        (503, "unknown", None),
        (302, "unknown", None),
    ],
)
def test_the_status_of_a_call_says_what_became_of_all(gateway, status, state, halt):
    gateway.behave("status", status=status, headers={"Location": "/version1/messaging"})
    handover = send()
    assert states(handover) == [state] * 4 and handover.halt is halt
    assert len(gateway.ask("/calls")) == 1, "nothing is tried twice, no redirection followed"


@pytest.mark.parametrize(
    ("header", "wait"), [("7", 7), ("99999", 300), ("Wed, 21 Oct 2026 07:28:00 GMT", 10), ("-5", 10)]
)
def test_too_many_requests_asks_for_rest(gateway, header, wait):
    gateway.behave("status", status=429, headers={"Retry-After": header})
    handover = send()
    assert states(handover) == ["not_sent"] * 4 and (handover.wait, handover.halt) == (wait, None)


@pytest.mark.parametrize("behaviour", ["half", "hang_up"])
def test_an_answer_that_breaks_off_leaves_it_unknown(gateway, behaviour):
    gateway.behave(behaviour)
    assert states(send()) == ["unknown"] * 4
    assert len(gateway.accepted()) == 4, "it had accepted them"


def test_an_error_after_all_leaves_it_unknown(gateway):
    gateway.behave("error_after_accepting", status=500)
    assert states(send()) == ["unknown"] * 4


def test_no_answer_in_time_leaves_it_unknown(gateway, monkeypatch):
    monkeypatch.setattr(africastalking, "READ_SECONDS", 0.3)
    gateway.behave("hang", seconds=1)
    handover = send()
    assert states(handover) == ["unknown"] * 4
    assert handover.outcomes[NUMBERS[0]].reason == "ReadTimeout"


def test_a_slow_answer_is_an_answer(gateway):
    gateway.behave("ok", seconds=1)
    assert states(send()) == ["accepted"] * 4


@pytest.mark.parametrize(
    ("message", "state", "halt"),
    [
        ("InvalidSenderId", "not_sent", Halt.SENDER),
        ("InsufficientBalance", "not_sent", Halt.BALANCE),
        ("Sent to 0/4 Total Cost: 0", "not_sent", None),
        ("The request is malformed", "refused", None),
        ("Sent to 4/4 Total Cost: XOF 50", "unknown", None),
        ("", "unknown", None),
    ],
)
def test_a_success_that_names_nobody(gateway, message, state, halt):
    gateway.behave("empty", message=message)
    handover = send()
    assert states(handover) == [state] * 4 and handover.halt is halt


@pytest.mark.parametrize(
    ("code", "state", "attempts", "halt"),
    [
        (401, "unknown", None, None),
        (402, "not_sent", None, Halt.SENDER),
        (403, "refused", None, None),
        (404, "refused", None, None),
        (405, "not_sent", None, Halt.BALANCE),
        (406, "refused", None, None),
        (407, "not_sent", 2, None),
        (500, "not_sent", 4, None),
        (501, "not_sent", 4, None),
        (502, "not_sent", 2, None),
        (599, "unknown", None, None),
    ],
)
def test_those_that_are_not_taken_are_told_by_their_number(gateway, code, state, attempts, halt):
    gateway.behave("partial", code=code, status="Because")
    handover = send()
    assert states(handover) == ["accepted", state, "accepted", state] and handover.halt is halt
    refused = handover.outcomes[NUMBERS[1]]
    assert (refused.reference, refused.cost, refused.attempts) == ("", None, attempts), "“None” is no reference"
    assert refused.unwanted is (code == 406) and refused.reason == f"{code} Because"


def test_a_number_that_is_not_spoken_of_is_unknown(gateway):
    gateway.behave("silent_about_one")
    assert states(send()) == ["accepted"] * 3 + ["unknown"]


def test_a_gateway_that_is_not_there_has_taken_nothing(settings):
    choose(settings, f"http://127.0.0.1:{free_port()}")
    handover = send()
    assert states(handover) == ["not_sent"] * 4 and handover.wait and not handover.halt


def test_a_name_that_leads_nowhere_and_a_failed_handshake_have_taken_nothing(settings):
    choose(settings, "https://passerelle.exemple.invalid")
    assert states(send()) == ["not_sent"] * 4
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=hang_up_on_greeting, args=(server,), daemon=True).start()
        choose(settings, f"https://127.0.0.1:{server.getsockname()[1]}")
        assert states(send()) == ["not_sent"] * 4


def hang_up_on_greeting(server: socket.socket) -> None:
    line, _address = server.accept()
    line.recv(1000)
    line.close()


def test_a_proxy_of_the_environment_is_not_asked(gateway, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert states(send()) == ["accepted"] * 4


def test_the_real_addresses_are_the_sdk_s(settings):
    choose(settings, "")
    assert get_transport().service._make_url("/messaging") == "https://api.africastalking.com/version1/messaging"
    settings.AFRICASTALKING_USERNAME = "sandbox"
    assert "api.sandbox.africastalking.com" in get_transport().service._make_url("/messaging")


def test_without_a_key_it_does_not_start(settings):
    choose(settings, "")
    settings.AFRICASTALKING_API_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="AFRICASTALKING_API_KEY"):
        get_transport()
