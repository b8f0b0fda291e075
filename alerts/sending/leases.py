"""Which tasks are at work on an alert: a few places, each held by one task, and given again when it falls silent."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.conf import Conf
from django_q.tasks import async_task

from ..models import Alert, Lease
from . import clusters
from .notes import note

AUDIENCE = 0
# A task shows itself before each call to the gateway, which takes a minute or so at the very most.
SILENT = timedelta(seconds=90)
# A task ends by itself after its slice and one call; beyond this it hangs.
TASK_SECONDS = 150
TASKS = {True: "alerts.sending.tasks.make_deliveries", False: "alerts.sending.tasks.hand_over"}


@dataclass(frozen=True)
class Holder:
    """The task that holds a place."""

    alert_id: int
    place: int
    token: str

    def renew(self) -> bool:
        """Show that it is at work. False: the place is somebody else's now."""
        return bool(self.lease().update(seen_at=timezone.now()))

    def end(self) -> None:
        self.lease().delete()

    def again(self, life_safety: bool) -> None:
        """Go on in another task: a long one would keep its worker from the others."""
        with transaction.atomic():
            if self.renew():
                enqueue(self, life_safety, {Conf.CLUSTER_NAME})

    def lease(self) -> QuerySet[Lease]:
        return Lease.objects.filter(alert=self.alert_id, place=self.place, token=self.token)


def hand_over_places(alert: Alert) -> list[int]:
    """Notices leave the other workers of their cluster to everybody else's tasks."""
    return [1, 2] if alert.kind.life_safety else [1]


def give(alert: Alert, places: Iterable[int], lanes: Collection[str] = ()) -> None:
    """Queue a task for each place; whoever held it before stops at its next step."""
    for place in places:
        token = uuid.uuid4()
        Lease.objects.update_or_create(alert=alert, place=place, defaults={"token": token, "seen_at": timezone.now()})
        enqueue(Holder(alert.pk, place, str(token)), alert.kind.life_safety, lanes)


@transaction.atomic
def give_silent(alert: Alert, places: Iterable[int]) -> int:
    """The same where nobody has been seen lately, and how many such places there were.

    Two processes that do this at once give each place once.
    """
    given, left_lying, now = 0, 0, timezone.now()
    for place in places:
        token = uuid.uuid4()
        lease, made = Lease.objects.get_or_create(alert=alert, place=place, defaults={"token": token, "seen_at": now})
        silent = Lease.objects.filter(pk=lease.pk, seen_at__lt=now - SILENT)
        fell_silent = silent.update(token=token, seen_at=now)
        left_lying += fell_silent
        if made or fell_silent:
            enqueue(Holder(alert.pk, place, str(token)), alert.kind.life_safety, clusters.lanes_of_a_worker(alert))
            given += 1
    if left_lying:
        note(alert.pk, "take_up")
    return given


def enqueue(holder: Holder, life_safety: bool, lanes: Collection[str] = ()) -> None:
    """For the usual lane of such an alert, or for these. Two who take the same place share its work."""
    lanes = lanes or {clusters.lane(life_safety)}
    options = {"ack_failure": True, "timeout": TASK_SECONDS, "group": "alerts"}

    def put() -> None:
        task = TASKS[holder.place == AUDIENCE]
        for lane in lanes:
            given = options | {"cluster": lane}
            async_task(task, holder.alert_id, holder.place, holder.token, q_options=given)

    if Conf.SYNC:
        # Without a queue a task runs at once, in this process: not before the data it is about is there.
        transaction.on_commit(put)
    else:
        put()
