"""Things that workers take further step by step, so that one that dies leaves nothing half done.

A step counts only for the worker that was asked last: a task that comes twice, or late, does nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

logger = logging.getLogger(__name__)

# A step that lasts longer has probably lost its worker; it may be handed to another.
PATIENCE = timedelta(minutes=2)


class NotNowError(Exception):
    """The thing is not where this step begins: someone else took it, or took another. The message says it in words."""


class TakenInSteps(models.Model):
    """What a step needs to know of the thing; the model adds its `state` and its `work`, the step under way."""

    reason = models.CharField(gettext_lazy("reason"), max_length=500, blank=True)
    work_since = models.DateTimeField(null=True)
    work_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    progress = models.PositiveSmallIntegerField(default=0)  # per cent of the step under way

    class Meta:
        abstract = True

    @property
    def is_late(self) -> bool:
        return bool(self.work) and self.work_since is not None and timezone.now() - self.work_since > PATIENCE

    def held(self, states: Collection[str]) -> Self:
        """This, locked until the end of the transaction. Raises NotNowError when it is elsewhere or being worked on."""
        row = type(self).objects.select_for_update().get(pk=self.pk)
        if row.work or row.state not in states:
            raise NotNowError(_("This import has moved on meanwhile: here is where it stands."))
        return row

    def begin(self, work: str, by: AbstractBaseUser | None) -> None:
        """Say which step is under way, for whom; whoever was at it before is not heard any more."""
        self.work, self.work_since, self.work_by, self.progress, self.reason = work, timezone.now(), by, 0, ""
        self.save(update_fields=["work", "work_since", "work_by", "progress", "reason"])

    def under_way(self) -> models.QuerySet:
        """This, as long as it is this worker who takes the step."""
        return type(self).objects.filter(pk=self.pk, work=self.work, work_since=self.work_since)

    def leave(self, state: str, **values: object) -> bool:
        """Say where it stands now that the step is over; False when another worker has been asked to take it."""
        return bool(self.under_way().update(state=state, work="", progress=100, **values))

    def report(self, percent: int) -> None:
        self.under_way().update(progress=percent)

    @classmethod
    def carry_out(cls, pk: int, work: str, steps: Mapping[str, Callable[[Self], None]]) -> None:
        """Take one step, unless it has been taken: a queue may bring the same task twice."""
        row = cls.objects.select_related("work_by").filter(pk=pk, work=work).first()
        if row is None:
            return
        with translation.override(settings.LANGUAGE_CODE):
            try:
                steps[work](row)
            except Exception:
                logger.exception("%s %s: %s failed", cls.__name__, pk, work)
                reason = _(
                    "Something went wrong on our side; nothing has been written. Try again, then tell the animation team."
                )
                row.leave(row.state, reason=reason)
