"""Questions about alerts and deliveries, named after the screens and acts they serve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from territories.enums import Level

from .enums import PUBLIC, AlertState, DeliveryState, MessageType

if TYPE_CHECKING:
    from territories.models import Territory

    from .models import Alert


class AlertQuerySet(models.QuerySet):
    def public(self) -> AlertQuerySet:
        """What citizens may read about: its sending has begun."""
        return self.filter(state__in=PUBLIC, started_at__isnull=False)

    def in_force(self, at: datetime) -> AlertQuerySet:
        """Public, not expired, and neither cancelled nor ended or replaced by one that follows it.

        What follows it counts until it is cancelled itself: the danger that the first one tells of is still there.
        """
        followed = self.model.objects.public().filter(follows=OuterRef("pk")).exclude(state=AlertState.CANCELLED)
        return (
            self.public()
            .filter(expires_at__gt=at)
            .exclude(Q(state=AlertState.CANCELLED) | Q(message_type=MessageType.CANCEL))
            .exclude(Exists(followed))
        )

    def for_lists(self) -> AlertQuerySet:
        """With what a line of a public list shows, the latest first."""
        return (
            self.select_related("kind", "collection__space__page")
            .only(
                *(
                    "headline",
                    "severity",
                    "message_type",
                    "state",
                    "started_at",
                    "finished_at",
                    "expires_at",
                    "follows",
                ),
                *("kind__name", "kind__life_safety", "collection__name", "collection__space__territory"),
                *(
                    "collection__space__page__title",
                    "collection__space__page__url_path",
                    "collection__space__page__live",
                ),
            )
            .order_by("-started_at", "-pk")
        )

    def concerning(self, territory: Territory) -> AlertQuerySet:
        """Those about this place, about a place in it or about one that it lies in.

        Where an alert names no place, its space's stands in; what the animation team tells everybody concerns everybody.
        """
        above = territory.path.strip("/").split("/")
        named = Q(territories__path__startswith=territory.path) | Q(territories__code__in=above)
        place = "collection__space__territory"
        owned = Q(**{f"{place}__path__startswith": territory.path}) | Q(**{f"{place}__code__in": above})
        unnamed = Q(territories=None) & (owned | Q(**{place: None}))
        return self.filter(pk__in=self.model.objects.filter(named | unnamed).values("pk"))


class DeliveryQuerySet(models.QuerySet):
    def of(self, alert: Alert) -> DeliveryQuerySet:
        """Of one alert, through the index that leaves out purged numbers, or the one of those."""
        return self.filter(Q(alert=alert, number__gt="") | Q(alert=alert, number=""))

    def waiting(self, at: datetime) -> DeliveryQuerySet:
        """What may be claimed now."""
        return self.filter(state=DeliveryState.QUEUED).filter(Q(not_before=None) | Q(not_before__lte=at))


class DiffusionGroupQuerySet(models.QuerySet):
    def offered(self) -> DiffusionGroupQuerySet:
        """What anyone may subscribe to: open, and of a space that is not closed or of nobody's; with their owners."""
        return self.filter(is_open=True, collection__space__closed_at=None).select_related(
            "territory", "collection__space__page"
        )

    def about(self, territories: Iterable[Territory]) -> DiffusionGroupQuerySet:
        """Those for a place: of it, of what lies in it, and of what it lies in. A group without one is for its owner's."""
        place = Q(pk=None)
        for territory in territories:
            above = list(accumulate(f"{code}/" for code in territory.path.strip("/").split("/")))
            for path, missing in (("territory", Q()), ("collection__space__territory", Q(territory=None))):
                place |= missing & (
                    Q(**{f"{path}__path__startswith": territory.path}) | Q(**{f"{path}__path__in": above})
                )
        return self.filter(place)

    def of_nobody(self) -> DiffusionGroupQuerySet:
        """National groups: the animation team's, for the whole country."""
        return self.filter(Q(territory=None) | Q(territory__level=Level.COUNTRY), collection__space=None)
