"""Questions about figures, named after the screen they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from civitac.core.visibility import VisibleQuerySet

if TYPE_CHECKING:
    from .models import StatisticTable


class StatisticTableQuerySet(VisibleQuerySet):
    def listed(self) -> StatisticTableQuerySet:
        """Tables that the site names: those of a closed space are hidden like its pages."""
        return self.filter(collection__space__closed_at__isnull=True)

    def unlisted(self) -> StatisticTableQuerySet:
        return self.filter(collection__space__closed_at__isnull=False)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> StatisticTableQuerySet:
        """Listed tables whose figures this user may read."""
        return super().visible_to(user).listed()


class ObservationQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> ObservationQuerySet:
        """Figures of the tables whose values this user may read."""
        return self.filter(table__in=self._tables().visible_to(user).order_by().values("pk"))

    def listed(self) -> ObservationQuerySet:
        """Figures of the tables that pages name.

        Told by the few tables that are not: joined to all of them, PostgreSQL would read a million figures by their table.
        """
        return self.exclude(table__in=self._tables().unlisted().order_by().values("pk"))

    def _tables(self) -> models.QuerySet[StatisticTable]:
        return self.model._meta.get_field("table").related_model._default_manager.all()
