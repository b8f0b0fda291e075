"""What the welcome page of the administration says of messages: what waits for whom."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from civitac.core.dashboard import WaitingLine, WaitingPanel

from .enums import AlertState
from .models import Alert

LENGTH = 15


def panel(heading: str, alerts: QuerySet[Alert], order: int) -> Component | None:
    """The alerts that have waited longest, in one query; nothing where there are none."""
    rows = list(alerts.order_by("since")[:LENGTH])
    if not rows:
        return None
    url_name = Alert.snippet_viewset.get_url_name
    lines = [
        WaitingLine(
            f"{row.headline} ({row.reason})" if row.reason else row.headline,
            reverse(url_name("sheet"), args=[row.pk]),
            row.since,
        )
        for row in rows
    ]
    return WaitingPanel(heading, lines, reverse(url_name("list")), order=order)


def reachable(request: HttpRequest, action: str) -> QuerySet[Alert]:
    return policy_registry.get_by_type(Alert).instances_user_has_any_permission_for(request.user, [action])


def to_approve(request: HttpRequest) -> Component | None:
    """For those who may approve: what another person wrote and submitted."""
    user = request.user
    waiting = (
        reachable(request, "approve")
        .filter(state=AlertState.PENDING)
        .exclude(created_by=user)
        .exclude(edited_by=user)
        .exclude(submitted_by=user)
    )
    return panel(_("SMS messages to approve"), waiting.annotate(since=F("submitted_at")), 15)


def returned_to_me(request: HttpRequest) -> Component | None:
    mine = Alert.objects.filter(state=AlertState.RETURNED, created_by=request.user)
    return panel(_("SMS messages to correct"), mine.annotate(since=F("created_at")), 16)


def leaving(request: HttpRequest) -> Component | None:
    """For those who may stop it: what is being sent, or stands still."""
    moving = reachable(request, "send").filter(state__in=(AlertState.SENDING, AlertState.PAUSED))
    return panel(_("SMS messages being sent"), moving.annotate(since=F("decided_at")), 17)


PANELS: dict[str, Callable[[HttpRequest], Component | None]] = {
    "alerts to approve": to_approve,
    "alerts to correct": returned_to_me,
    "alerts being sent": leaving,
}
