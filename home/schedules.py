from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule as QueuedSchedule

from civitac.core.registry import schedules

PREFIX = "civitac:"


@transaction.atomic
def ensure_schedules() -> None:
    """Make the queue's schedules equal to what the rooms registered; those added by hand under other names stay."""
    names = {PREFIX + name for name, _schedule in schedules.items()}
    QueuedSchedule.objects.filter(name__startswith=PREFIX).exclude(name__in=names).delete()
    for name, schedule in schedules.items():
        wanted = {
            "func": schedule.task,
            "schedule_type": QueuedSchedule.CRON,
            "cron": schedule.cron,
            "cluster": schedule.cluster,
            "repeats": -1,
        }
        QueuedSchedule.objects.update_or_create(
            name=PREFIX + name, defaults=wanted, create_defaults={**wanted, "next_run": timezone.now()}
        )
