from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from civitac.core.cache import remembered

from ..costs import PREFIX, SENT_TWICE, TIMES
from ..enums import DeliveryState
from ..models import Alert, Delivery, Tariff
from ..reasons import in_words

TROUBLED = (DeliveryState.FAILED, DeliveryState.UNKNOWN)


@dataclass
class Tally:
    """What has become of an alert's deliveries."""

    states: Counter[str] = field(default_factory=Counter)
    operators: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reasons: Counter[str] = field(default_factory=Counter)  # of what was not received or not sent, in words
    costs: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))  # said by the gateway, by currency
    segments: int = 0  # handed over
    resent: int = 0  # messages that were sent once more
    first: datetime | None = None  # handed over
    last: datetime | None = None
    median_delay: timedelta | None = None  # from hand-over to the report that it was received

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def left(self) -> int:
        return self.states[DeliveryState.QUEUED] + self.states[DeliveryState.CLAIMED]

    @property
    def lines(self) -> list[tuple[str, int, float]]:
        """By state in the order in which messages pass through them: its name, how many, and their share of all (%)."""
        total = self.total or 1
        return [
            (str(state.label), self.states[state], 100 * self.states[state] / total)
            for state in DeliveryState
            if self.states[state]
        ]

    @property
    def table(self) -> list[tuple[str, list[int]]]:
        """By operator, the largest first: how many in each state that some message is in."""
        present = [state for state in DeliveryState if self.states[state]]
        ordered = sorted(self.operators.items(), key=lambda item: -item[1].total())
        return [(name, [counts[state] for state in present]) for name, counts in ordered]


@remembered
def operators_by_prefix() -> dict[str, str]:
    return {prefix: each.operator for each in Tariff.objects.all() for prefix in each.prefixes.split()}


def tally(request: HttpRequest, alert: Alert) -> Tally:
    """Counts an alert's deliveries: two queries, and a third the first time that a process asks for the operators."""
    found = Tally()
    operators = operators_by_prefix(request)
    counted = (
        Delivery.objects.of(alert)
        .order_by()
        .annotate(prefix=PREFIX)
        .values("state", "prefix", "reason", "currency")
        .annotate(
            number_of=Count("pk"),
            cost_of=Sum(F("cost") * TIMES),
            resent_of=Count("pk", filter=SENT_TWICE),
            segments_of=Sum("segments"),
            first=Min("accepted_at"),
            last=Max("accepted_at"),
        )
    )
    for row in counted:
        number, state = row["number_of"], row["state"]
        found.states[state] += number
        found.operators[operators.get(row["prefix"]) or _("Other networks")][state] += number
        found.resent += row["resent_of"]
        if state in (*TROUBLED, DeliveryState.SUPPRESSED):
            found.reasons[in_words(row["reason"], suppressed=state == DeliveryState.SUPPRESSED)] += number
        if row["cost_of"]:
            found.costs[row["currency"]] += row["cost_of"]
        if row["first"]:
            found.segments += row["segments_of"]
            found.first = min(found.first or row["first"], row["first"])
            found.last = max(found.last or row["last"], row["last"])
    if found.first and alert.started_at:
        found.first = min(found.first, alert.started_at)  # of a message sent once more the second time is kept
    found.median_delay = median_delay(alert, found.states[DeliveryState.DELIVERED])
    return found


def median_delay(alert: Alert, received: int) -> timedelta | None:
    if not received:
        return None
    delay = ExpressionWrapper(F("settled_at") - F("accepted_at"), output_field=DurationField())
    delays = Delivery.objects.of(alert).filter(state=DeliveryState.DELIVERED).annotate(delay=delay).order_by("delay")
    middle = list(delays.values_list("delay", flat=True)[(received - 1) // 2 :][:1])
    return middle[0] if middle else None
