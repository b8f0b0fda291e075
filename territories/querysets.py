from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch, Q

from civitac.core.text import fold

if TYPE_CHECKING:
    from .models import Territory


def in_force(day: datetime.date, prefix: str = "") -> Q:
    """The condition "true on that day" for rows that carry `valid_from` and `valid_to`."""
    started = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return started & not_ended


class TerritoryQuerySet(models.QuerySet):
    def current(self) -> TerritoryQuerySet:
        return self.filter(valid_to__isnull=True)

    def on(self, day: datetime.date) -> TerritoryQuerySet:
        """The units that existed on that day, whatever they are called or belong to now."""
        return self.filter(in_force(day))

    def below(self, territory: Territory) -> TerritoryQuerySet:
        """The unit itself and all that lies in it on the present map."""
        return self.filter(path__startswith=territory.path)

    def called(self, name: str, *, on: datetime.date | None = None) -> TerritoryQuerySet:
        """Every unit that bears or bore this name in any case, accent or spelling; on one day when `on` is given.

        Look-alikes stay apart: two Boussouma are two rows, and it is for the caller to ask which one is meant.
        """
        names = Q(names__folded=fold(name))
        if on is not None:
            names &= in_force(on, "names__")
        return self.filter(names).distinct()

    def with_names(self) -> TerritoryQuerySet:
        from .models import TerritoryName

        return self.prefetch_related(Prefetch("names", queryset=TerritoryName.objects.order_by("valid_from")))
