"""Questions about alerts and deliveries, named after the screens and acts they serve."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .enums import PUBLIC, AlertState, DeliveryState, MessageType


class AlertQuerySet(models.QuerySet):
    def public(self) -> AlertQuerySet:
        """What citizens may read about: its sending has begun."""
        return self.filter(state__in=PUBLIC, started_at__isnull=False)

    def in_force(self, at: datetime) -> AlertQuerySet:
        """Public, not expired, and neither cancelled nor ended or replaced by one that follows it."""
        followed = self.model.objects.public().filter(follows=OuterRef("pk"))
        return (
            self.public()
            .filter(expires_at__gt=at)
            .exclude(Q(state=AlertState.CANCELLED) | Q(message_type=MessageType.CANCEL))
            .exclude(Exists(followed))
        )


class DeliveryQuerySet(models.QuerySet):
    def waiting(self, at: datetime) -> DeliveryQuerySet:
        """What may be claimed now."""
        return self.filter(state=DeliveryState.QUEUED).filter(Q(not_before=None) | Q(not_before__lte=at))
