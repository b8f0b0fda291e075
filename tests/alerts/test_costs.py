"""What messages cost: counted before they leave, set aside at the approval, settled once they have left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts import costs
from alerts.enums import DeliveryState
from alerts.models import Alert, Budget, Delivery, SmsSettings, Subscriber, Tariff

from .composing import MOOV, ORANGE, OTHER, compose, group_of, tariffs

pytestmark = pytest.mark.django_db


def approved(alert: Alert, cost: int) -> Alert:
    """As `workflow.approve` leaves it for the part that costs speak of."""
    Alert.objects.filter(pk=alert.pk).update(decided_at=timezone.now(), estimated_cost=cost)
    return Alert.objects.get(pk=alert.pk)


def delivery(alert: Alert, number: str, state: str = DeliveryState.ACCEPTED, **fields) -> Delivery:
    accepted_at = timezone.now() if state in (DeliveryState.ACCEPTED, DeliveryState.DELIVERED) else None
    return Delivery.objects.create(
        alert=alert, number=number, language="fr", segments=2, state=state, **({"accepted_at": accepted_at} | fields)
    )


def test_a_message_is_estimated_by_operator_and_by_language(space_a):
    tariffs()
    group = group_of(
        space_a, people={ORANGE.format(1): "fr", ORANGE.format(2): "mos", MOOV.format(1): "dyu", OTHER.format(1): "fr"}
    )
    found = costs.estimate([group.pk], {"fr": "Bonjour", "mos": "ɛ" * 71})
    assert (found.recipients, found.segments) == (4, 5)
    assert {s.operator: (s.recipients, s.segments, s.cost) for s in found.operators} == {
        "Orange": (2, 3, 60),
        "Moov": (1, 1, 30),
        "Autres réseaux": (1, 1, 25),
    }
    assert found.cost == 115
    # People whose language has no text receive the French one.
    assert found.languages == {"fr": 3, "mos": 1}


def test_someone_in_two_groups_is_counted_once_and_someone_who_said_stop_not_at_all(space_a):
    first = group_of(space_a, "Un", {ORANGE.format(1): "fr", ORANGE.format(2): "fr"})
    second = group_of(space_a, "Deux", {ORANGE.format(1): "fr", ORANGE.format(3): "fr"})
    Subscriber.objects.filter(number=ORANGE.format(3)).update(stopped_at=timezone.now())
    assert costs.estimate([first.pk, second.pk], {"fr": "Bonjour"}).recipients == 2


@pytest.mark.parametrize("people", [1, 9])
def test_an_estimate_asks_the_same_whatever_the_number_of_people(space_a, django_assert_num_queries, people):
    SmsSettings.load()
    group = group_of(space_a, people={ORANGE.format(n): "fr" for n in range(people)})
    with django_assert_num_queries(3):
        costs.estimate([group.pk], {"fr": "Bonjour"})


def test_the_month_begins_with_the_usual_amount(space_a, editor):
    alert = approved(compose(space_a, editor), 300)
    assert costs.left_of(space_a.collection_id) == 100_000
    assert costs.reserve(alert, Decimal(300))
    budget = Budget.objects.get()
    assert (budget.month, budget.reserved) == (timezone.localdate().replace(day=1), 300)
    assert costs.left_of(space_a.collection_id) == 99_700


def test_money_is_never_set_aside_twice(space_a, editor):
    alert = approved(compose(space_a, editor), 600)
    Budget.objects.create(collection=space_a.collection, month=timezone.localdate().replace(day=1), amount=1000)
    costs.reserve(alert, Decimal(600))
    with pytest.raises(costs.BudgetShort, match="400"):
        costs.reserve(alert, Decimal(600))
    assert Budget.objects.get().reserved == 600


def test_lives_do_not_wait_for_a_budget(space_a, editor):
    alert = approved(compose(space_a, editor), 600)
    Budget.objects.create(collection=space_a.collection, month=timezone.localdate().replace(day=1), amount=0)
    assert costs.reserve(alert, Decimal(600), even_beyond=True) is False
    assert Budget.objects.get().reserved == 600


def test_what_was_reserved_gives_way_to_what_was_owed(space_a, editor):
    tariffs()
    alert = approved(compose(space_a, editor), 1000)
    costs.reserve(alert, Decimal(1000))
    delivery(alert, ORANGE.format(1), cost=Decimal("37.5"), currency="XOF")
    delivery(alert, ORANGE.format(2), cost=Decimal("0.8"), currency="KES")
    delivery(alert, MOOV.format(1), DeliveryState.UNKNOWN)
    delivery(alert, MOOV.format(2), DeliveryState.SUPPRESSED)
    delivery(alert, MOOV.format(3), DeliveryState.FAILED)
    # 37.50 as the operator says; 2 × 20 and 2 × 30 by our tariff; nothing for what did not leave.
    assert costs.settle(alert) == Decimal("137.5")
    budget = Budget.objects.get()
    assert (budget.reserved, budget.spent) == (0, Decimal("137.5"))


def test_what_was_sent_once_more_is_owed_twice(space_a, editor):
    tariffs()
    alert = approved(compose(space_a, editor), 1000)
    costs.reserve(alert, Decimal(1000))
    delivery(alert, ORANGE.format(1), cost=Decimal("37.5"), currency="XOF", resent=True)
    delivery(alert, MOOV.format(1), resent=True)
    delivery(alert, MOOV.format(2), DeliveryState.SUPPRESSED, resent=True)
    # 2 × 37.50; 2 × 2 × 30; and 2 × 30 of one whose second sending never was.
    assert costs.settle(alert) == Decimal(255)


def test_settling_again_counts_only_the_difference(space_a, editor):
    tariffs()
    alert = approved(compose(space_a, editor), 1000)
    costs.reserve(alert, Decimal(1000))
    delivery(alert, ORANGE.format(1))
    costs.settle(alert)
    delivery(alert, ORANGE.format(2))
    costs.settle(alert)
    budget = Budget.objects.get()
    assert (budget.reserved, budget.spent) == (0, 80)
    assert Alert.objects.get().cost == 80


def test_a_month_is_that_of_ouagadougou():
    midnight = timezone.make_aware(timezone.datetime(2026, 12, 1, 0, 30))
    assert costs.month_of(midnight) == date(2026, 12, 1)


# --- What the animation team sets -------------------------------------------------------------------------------------


def test_a_budget_written_on_any_day_is_that_of_its_month(signed_in, animator, space_a):
    day = timezone.localdate().replace(day=17)
    address = reverse("wagtailsnippets_alerts_budget:add")
    form = {"collection": space_a.collection.pk, "month": day.isoformat(), "amount": "0"}
    assert signed_in(animator).post(address, form).status_code == 302
    assert costs.left_of(space_a.collection.pk) == 0
    assert signed_in(animator).post(address, form).status_code == 200
    assert Budget.objects.count() == 1


def test_first_digits_are_read_however_they_are_separated_and_belong_to_one_operator(signed_in, animator):
    Tariff.objects.create(operator="Moov", prefixes="50", price=30)
    browser, address = signed_in(animator), reverse("wagtailsnippets_alerts_tariff:add")
    for wrong in ("50", "7", "226 70", "Orange", ""):
        response = browser.post(address, {"operator": "Orange", "prefixes": wrong, "price": "20"})
        assert response.context["form"].errors["prefixes"]
    browser.post(address, {"operator": "Orange", "prefixes": "70, 71;72", "price": "20"})
    assert {costs.Prices.current().of(prefix)[0] for prefix in ("70", "71", "72")} == {"Orange"}
    browser.post(
        reverse("wagtailsnippets_alerts_tariff:edit", args=[Tariff.objects.get(operator="Moov").pk]),
        {"operator": "Moov", "prefixes": "50 51", "price": "30"},
    )
    assert costs.Prices.current().of("51")[0] == "Moov"
