"""The page that watches an alert leave: counts, costs, delays, what failed and why, and who did what."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from alerts.costs import PREFIX
from alerts.enums import AlertState, DeliveryState
from alerts.models import Alert, Delivery, Tariff
from alerts.sending import moves

from .callbacks import make_alert, make_delivery, number

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(space_a) -> Alert:
    return make_alert(space_a.collection)


@pytest.fixture
def look(signed_in):
    def open_page(user, alert: Alert, query: str = "") -> str:
        response = signed_in(user).get(reverse("alerts_admin:progress", args=[alert.pk]) + query)
        assert response.status_code == 200
        return response.content.decode()

    return open_page


def fill(alert: Alert, first: int, size: int) -> None:
    """Deliveries in every state."""
    states = list(DeliveryState)
    for rank in range(first, first + size):
        make_delivery(alert, rank, states[rank % len(states)])


def test_its_address_is_that_of_the_alert(alert):
    assert reverse("alerts_admin:progress", args=[alert.pk]) == f"/admin/alertes/{alert.pk}/envoi/"


def test_it_counts_by_state_and_by_operator(look, manager, alert):
    Tariff.objects.create(operator="Réseau d’exemple", prefixes="70 71", price=20)
    for rank in range(3):
        make_delivery(alert, rank)
    make_delivery(alert, 3, DeliveryState.DELIVERED)
    make_delivery(alert, 4, DeliveryState.QUEUED, number="+22660900004")
    page = look(manager, alert)
    assert "Réseau d’exemple" in page and "Autres réseaux" in page
    assert "60,0" in page and page.count("20,0") == 2
    assert reverse(Alert.snippet_viewset.get_url_name("sheet"), args=[alert.pk]) in page


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SKIPPED LOUDLY: statistics of PostgreSQL (DATABASE_URL)")
def test_the_database_knows_that_many_numbers_begin_alike(alert):
    Delivery.objects.bulk_create(
        Delivery(alert=alert, number=number(rank), language="fr", segments=1, state="accepted") for rank in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE alerts_delivery")
    counted = Delivery.objects.annotate(prefix=PREFIX).order_by().values("state", "prefix", "reason", "currency")
    first_line = counted.annotate(Count("pk")).explain().splitlines()[0]
    assert int(re.search(r"rows=(\d+)", first_line)[1]) < 100


def test_it_tells_cost_hand_over_and_half_of_the_delays(look, manager, alert):
    start = timezone.now() - timedelta(hours=3)
    for rank, minutes in enumerate([1, 5, 90]):
        make_delivery(
            alert,
            rank,
            DeliveryState.DELIVERED,
            accepted_at=start,
            settled_at=start + timedelta(minutes=minutes),
            cost=Decimal("24.5"),
            currency="XOF",
        )
    page = look(manager, alert)
    assert "5 minutes" in page
    assert "74 F CFA" in page
    assert timezone.localtime(start).strftime("%d/%m/%Y %H:%M:%S") in page


def test_why_a_message_failed_is_said_in_words(look, manager, alert):
    make_delivery(alert, 1, DeliveryState.FAILED, reason="NotNetworkSubcriber")
    make_delivery(alert, 2, DeliveryState.UNKNOWN, reason="interrupted")
    make_delivery(alert, 3, DeliveryState.FAILED, reason="Nouveauté")
    make_delivery(alert, 4, DeliveryState.SUPPRESSED, reason="expired")
    page = look(manager, alert)
    for words in ("Le numéro n’existe pas", "interrompu", "Nouveauté", "L’alerte avait expiré"):
        assert words in page


def test_numbers_are_whole_for_the_animation_team_alone(look, signed_in, editor, manager, animator, alert):
    make_delivery(alert, 12345, DeliveryState.FAILED)
    for user in (editor, manager):
        page = look(user, alert)
        assert number(12345) not in page and "+22670…45" in page
        assert signed_in(user).get(reverse("alerts_admin:export", args=[alert.pk])).status_code == 302
    assert number(12345) in look(animator, alert)


def test_the_list_is_taken_away_harmless_and_the_log_says_who(signed_in, animator, look, alert):
    make_delivery(alert, 1, DeliveryState.FAILED, reason="=cmd()")
    make_delivery(alert, 2, DeliveryState.DELIVERED, cost=Decimal("24.5"), currency="XOF")
    response = signed_in(animator).get(reverse("alerts_admin:export", args=[alert.pk]))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert number(1).removeprefix("+") in lines[1] and ";'=cmd()" in lines[1]
    assert not any(cell[:1] in "=+-@" for line in lines[1:] for cell in line.split(";") if cell)
    assert log_registry.get_logs_for_instance(alert).get().user == animator
    assert str(animator) in look(animator, alert)


def test_the_list_tells_which_messages_were_sent_once_more(signed_in, animator, alert):
    for rank in (1, 2):
        make_delivery(alert, rank, resent=rank == 2)
    assert sent_once_more(signed_in(animator), alert) == ["", "oui"]


# Those whose first sending is unknown and whose second never was: it waits, was refused, or is no longer wanted.
NEVER_TWICE = (DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.SUPPRESSED)


def test_what_was_to_be_sent_once_more_and_never_was_is_not_said_to_have_been(signed_in, animator, look, alert):
    for rank, state in enumerate(NEVER_TWICE):
        make_delivery(alert, rank, state, resent=True)
    assert sent_once_more(signed_in(animator), alert) == ["", "", ""]
    assert "renvoyé" not in look(animator, alert)


def sent_once_more(browser, alert) -> list[str]:
    response = browser.get(reverse("alerts_admin:export", args=[alert.pk]))
    head, *lines = (line.split(";") for line in b"".join(response.streaming_content).decode().splitlines())
    return [line[head.index("Envoyé une seconde fois")] for line in lines]


def test_what_the_service_did_by_itself_stands_among_the_acts_of_people(look, manager, alert, signed_in):
    Alert.objects.update(started_at=None)
    moves.note_departure(alert.pk, timezone.now())
    history = reverse(Alert.snippet_viewset.get_url_name("history"), args=[alert.pk])
    for page in (look(manager, alert), signed_in(manager).get(history).content.decode()):
        assert "Le service a remis le premier message" in page and "système" in page


def test_it_looks_again_by_itself_only_while_messages_leave(look, manager, alert):
    make_delivery(alert, 1)
    assert 'http-equiv="refresh"' in look(manager, alert)
    Alert.objects.update(state=AlertState.COMPLETED)
    assert 'http-equiv="refresh"' not in look(manager, alert)


def test_it_looks_again_from_the_approval_on_unless_the_hour_is_still_to_come(look, manager, alert):
    Alert.objects.update(state=AlertState.APPROVED, send_at=None)
    assert 'http-equiv="refresh"' in look(manager, alert)
    Alert.objects.update(send_at=timezone.now() + timedelta(hours=1))
    assert 'http-equiv="refresh"' not in look(manager, alert)


def test_failures_come_page_by_page(look, manager, alert, signed_in):
    for rank in range(60):
        make_delivery(alert, rank, DeliveryState.FAILED)
    assert "…59" not in look(manager, alert)
    assert "…59" in look(manager, alert, "?page=2")
    address = reverse("alerts_admin:progress", args=[alert.pk])
    assert signed_in(manager).get(address + "?page=3").status_code == 404


def test_before_anything_is_prepared_it_says_so(look, manager, alert):
    assert "préparé" in look(manager, alert)


def test_numbers_that_were_purged_still_count(look, manager, alert):
    make_delivery(alert, 1, DeliveryState.DELIVERED)
    Delivery.objects.update(number="")
    assert "100,0" in look(manager, alert)


@pytest.mark.parametrize("persona", ["other_editor", "citizen"])
def test_another_spaces_alert_is_not_watched(request, signed_in, alert, persona):
    browser = signed_in(request.getfixturevalue(persona))
    for name in ("progress", "export"):
        assert browser.get(reverse(f"alerts_admin:{name}", args=[alert.pk])).status_code in (302, 403)


def test_it_costs_the_same_queries_whatever_its_size(
    signed_in, manager, alert, settings, django_assert_max_num_queries
):
    browser = signed_in(manager)
    address = reverse("alerts_admin:progress", args=[alert.pk])
    browser.get(address)
    counts = []
    for first, size in ((0, 14), (100, 140)):
        fill(alert, first, size)
        # Eight of them are Wagtail's: the session (which Redis answers where there is one), the person, their rights, the menu.
        with django_assert_max_num_queries(12 if settings.REDIS_URL else 13) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_was_sent_once_more_is_said_and_counted_twice(look, animator, alert):
    first = timezone.now() - timedelta(minutes=9)
    Alert.objects.filter(pk=alert.pk).update(started_at=first)
    for rank in range(2):
        make_delivery(alert, rank, cost=Decimal("12.5"), currency="XOF", resent=True)
    page = look(animator, alert)
    assert "2 ont été renvoyés" in page and "50 F CFA" in page
    assert timezone.localtime(first).strftime("%d/%m/%Y %H:%M:%S") in page, "the first hand-over, not the second"
