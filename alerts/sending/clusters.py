"""The two clusters of workers, and how it is noticed that one has frozen or stopped."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.cache import cache
from django.core.mail import mail_admins
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.conf import Conf

from ..models import Alert, Heartbeat

logger = logging.getLogger(__name__)

DEFAULT, URGENT = Conf.PREFIX, "urgent"
# Beats come every minute, or after the slice of a sending task that is in front of them.
SILENT = timedelta(minutes=5)
ALARM_EVERY = timedelta(hours=1)


def beat() -> None:
    """Run every minute on each cluster: show that its workers work, and look whether the other's do."""
    now = timezone.now()
    Heartbeat.objects.update_or_create(cluster=Conf.CLUSTER_NAME, defaults={"at": now})
    for name in {DEFAULT, URGENT} - {Conf.CLUSTER_NAME}:
        other, _made = Heartbeat.objects.get_or_create(cluster=name, defaults={"at": now})
        if other.at < now - SILENT and cache.add(f"silent-cluster:{name}", True, ALARM_EVERY.total_seconds()):
            logger.critical("The cluster of workers %r has been silent since %s: restart it", name, other.at)
            mail_admins(
                _("The workers “%(name)s” are silent") % {"name": name},
                _("They have not been heard of since %(at)s. Restart this process: python manage.py qcluster.")
                % {"at": timezone.localtime(other.at).strftime("%d/%m/%Y %H:%M")},
                fail_silently=True,
            )


def is_silent(name: str) -> bool:
    """Whether a cluster that was heard of once has not been for a while."""
    return Heartbeat.objects.filter(cluster=name, at__lt=timezone.now() - SILENT).exists()


def has_beaten(name: str) -> bool:
    return Heartbeat.objects.filter(cluster=name, at__gte=timezone.now() - SILENT).exists()


def lane(life_safety: bool) -> str:
    """The queue of a message: what lives depend on has workers of its own, and any others when these are silent."""
    return URGENT if life_safety and not is_silent(URGENT) else DEFAULT


def lanes_of_a_worker(alert: Alert) -> set[str]:
    """Where a worker queues what it finds to be done.

    For its own cluster too where lives may depend on it: the other may have frozen, and nobody have noticed yet.
    """
    lanes = {lane(alert.kind.life_safety)}
    return lanes | {Conf.CLUSTER_NAME} if alert.kind.life_safety else lanes
