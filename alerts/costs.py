"""What messages cost, in F CFA: estimated by counting, reserved before they leave, settled once they have left."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection as Several
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, Sum, When
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from civitac.core.sms.segments import measure
from spaces.enums import TextLanguage

from .enums import DeliveryState
from .models import Alert, Budget, Delivery, Membership, SmsSettings, Subscriber, Tariff

CURRENCY = "XOF"
# The operator of a Burkinabè number is told by the first two of its eight digits, after +226: numbers keep no other.
PREFIX = Substr("number", 5, 2)
# What is owed to the operator, or may be: nobody knows whether an unknown one left, or one that is leaving right now.
OWED = Q(accepted_at__isnull=False) | Q(state__in=(DeliveryState.UNKNOWN, DeliveryState.CLAIMED))


# How often a message is owed for. What was sent once more is owed twice: nobody knows that it had not left the first time.
TIMES = Case(When(OWED, then=1), default=0, output_field=IntegerField()) + Case(
    When(resent=True, then=1), default=0, output_field=IntegerField()
)
# What was to be sent once more, and was, or may have been.
SENT_TWICE = OWED & Q(resent=True)


class BudgetShort(Exception):
    """The month's budget does not hold this cost; the message is for the person who asked."""

    def __init__(self, cost: Decimal, left: Decimal) -> None:
        self.cost, self.left = cost, left
        super().__init__(
            _(
                "This message would cost %(cost)s F CFA, and %(left)s F CFA are left of this month’s budget. Ask the"
                " animation team to raise it, shorten the text or choose fewer groups."
            )
            % {"cost": round(cost), "left": round(left)}
        )


@dataclass(frozen=True)
class Prices:
    """What a segment costs with the operator of each prefix."""

    default: Decimal
    operators: Mapping[str, tuple[str, Decimal]]  # by the first two digits

    @classmethod
    def current(cls) -> Prices:
        """Two queries."""
        operators = {
            prefix: (tariff.operator, tariff.price)
            for tariff in Tariff.objects.all()
            for prefix in tariff.prefixes.split()
        }
        return cls(SmsSettings.load().default_price, operators)

    def of(self, prefix: str) -> tuple[str, Decimal]:
        """The operator and its price."""
        return self.operators.get(prefix) or (_("Other networks"), self.default)


@dataclass
class Share:
    """What goes through one operator."""

    operator: str
    recipients: int = 0
    segments: int = 0
    cost: Decimal = Decimal(0)


@dataclass
class Estimate:
    """What a message would weigh and cost if it left now."""

    recipients: int = 0
    segments: int = 0
    cost: Decimal = Decimal(0)
    operators: list[Share] = field(default_factory=list)  # the largest first
    languages: Counter[str] = field(default_factory=Counter)  # recipients by the language of the text they receive


def estimate(groups: Several[int], texts: Mapping[str, str]) -> Estimate:
    """What these texts (by language) would cost for everyone in these groups (keys), each person once.

    Three queries, whatever the number of people: they are counted by language and prefix.
    """
    prices = Prices.current()
    members = Membership.objects.filter(group__in=groups).values("subscriber")
    counted = (
        Subscriber.objects.filter(pk__in=members, stopped_at=None)
        .annotate(prefix=PREFIX)
        .values_list("language", "prefix")
        .annotate(number=Count("pk"))
        .order_by()
    )
    weights = {language: measure(text).segments for language, text in texts.items()}
    found, shares = Estimate(), {}
    for language, prefix, number in counted:
        read = language if language in weights else TextLanguage.FRENCH.value
        operator, price = prices.of(prefix)
        segments = number * weights.get(read, 0)
        share = shares.setdefault(operator, Share(operator))
        for total in (share, found):
            total.recipients += number
            total.segments += segments
            total.cost += segments * price
        found.languages[read] += number
    found.operators = sorted(shares.values(), key=lambda share: -share.recipients)
    return found


def estimate_of(alert: Alert) -> Estimate:
    return estimate([group.pk for group in alert.groups.all()], alert.texts_by_language())


def month_of(moment: datetime.datetime) -> datetime.date:
    return timezone.localtime(moment).date().replace(day=1)


def budget_of(collection: int, month: datetime.date) -> Budget:
    """The budget of an owner (key of a collection) for a month; made of the usual amount when nobody set it."""
    usual = SmsSettings.load().monthly_budget
    budget, _created = Budget.objects.get_or_create(collection_id=collection, month=month, defaults={"amount": usual})
    return budget


def left_of(collection: int) -> Decimal:
    """What an owner may still spend this month; nothing is written."""
    budget = Budget.objects.filter(collection=collection, month=month_of(timezone.now())).first()
    return budget.amount - budget.reserved - budget.spent if budget else SmsSettings.load().monthly_budget


def reserve(alert: Alert, cost: Decimal, *, even_beyond: bool = False) -> bool:
    """Set `cost` aside in the budget of the alert's owner for the month of its decision; says whether it held.

    One statement checks and reserves: two approvals at once never spend the same money. Run in the transaction of the
    approval. Raises BudgetShort, unless `even_beyond`: lives do not wait for a budget.
    """
    month = month_of(alert.decided_at)
    row = Budget.objects.filter(pk=budget_of(alert.collection_id, month).pk)
    if row.filter(amount__gte=F("reserved") + F("spent") + cost).update(reserved=F("reserved") + cost):
        return True
    if not even_beyond:
        budget = row.get()
        raise BudgetShort(cost, budget.amount - budget.reserved - budget.spent)
    row.update(reserved=F("reserved") + cost)
    return False


@transaction.atomic
def settle(alert: Alert) -> Decimal:
    """Put what an alert really costs in the place of what was reserved for it, and say how much that is.

    May be run again as more is known: only the difference is counted.
    """
    held = Alert.objects.select_for_update().only("cost", "estimated_cost", "collection", "decided_at").get(pk=alert.pk)
    cost = owed_for(held)
    reserved = held.estimated_cost if held.cost is None else Decimal(0)
    Budget.objects.filter(collection=held.collection_id, month=month_of(held.decided_at)).update(
        reserved=F("reserved") - reserved, spent=F("spent") + cost - (held.cost or 0)
    )
    Alert.objects.filter(pk=held.pk).update(cost=cost)
    alert.cost = cost
    return cost


def owed_for(alert: Alert) -> Decimal:
    """What the operator says of each message, and our tariff where it says nothing in our money; three queries.

    Of a message that was sent once more it has spoken once, and is taken to ask as much for the first time.
    """
    owed = Delivery.objects.filter(OWED | Q(resent=True), alert=alert).annotate(times=TIMES)
    told = Q(currency=CURRENCY, cost__isnull=False)
    said = owed.filter(told).aggregate(total=Sum(F("cost") * F("times")))["total"] or Decimal(0)
    prices = Prices.current()
    silent = (
        owed.exclude(told)
        .annotate(prefix=PREFIX)
        .values_list("prefix")
        .annotate(total=Sum(F("segments") * F("times")))
        .order_by()
    )
    return said + sum((segments * prices.of(prefix)[1] for prefix, segments in silent), Decimal(0))
