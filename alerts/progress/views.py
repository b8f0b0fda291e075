"""The page that watches an alert leave, and its list of troubles to take away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.auth import require_admin_access
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from civitac.core.paging import paged
from civitac.core.permissions import SEEN
from civitac.core.sheets.writing import lines
from civitac.core.text import harmless

from ..costs import SENT_TWICE
from ..enums import AlertState, DeliveryState
from ..models import Alert, Delivery
from ..numbers import may_see_numbers, shown
from ..reasons import in_words
from ..rights import may_cancel, may_follow_up, may_pause, may_resume
from .tally import TROUBLED, tally

PER_PAGE, LATEST_ACTS = 50, 20
# Seconds between two looks of a page that is left open, from the moment at which messages may leave.
REFRESH = 10


def seen(request: HttpRequest, pk: int) -> Alert:
    """The alert, for those who see it in the administration. Raises PermissionDenied, Http404."""
    alert = get_object_or_404(Alert.objects.select_related("kind", "collection"), pk=pk)
    if not policy_registry.get_by_type(Alert).user_has_any_permission_for_instance(request.user, SEEN, alert):
        raise PermissionDenied
    return alert


@require_admin_access
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    alert = seen(request, pk)
    found = tally(request, alert)
    troubled = Delivery.objects.of(alert).filter(state__in=TROUBLED).order_by("pk")
    page = paged(request, Known(troubled, sum(found.states[state] for state in TROUBLED)), PER_PAGE)
    acts = log_registry.get_logs_for_instance(alert).select_related("user").order_by("-timestamp")[:LATEST_ACTS]
    context = {
        "alert": alert,
        "tally": found,
        "states": [str(state.label) for state in DeliveryState if found.states[state]],
        "costs": [
            (amount, "F CFA" if currency in ("XOF", "") else currency) for currency, amount in found.costs.items()
        ],
        "median": in_time(found.median_delay),
        "reasons": found.reasons.most_common(),
        "page": page,
        "troubles": [
            (shown(each.number, request.user), each.get_state_display(), in_words(each.reason), each.settled_at)
            for each in page
        ],
        "acts": acts,
        "sheet_url": reverse(Alert.snippet_viewset.get_url_name("sheet"), args=[alert.pk]),
        "may_act": any(may(request.user, alert) for may in (may_pause, may_resume, may_cancel, may_follow_up)),
        "may_export": may_see_numbers(request.user),
        "refresh": REFRESH if is_leaving(alert) and page.number == 1 else None,
    }
    return render(request, "alerts/admin/progress.html", context)


def is_leaving(alert: Alert) -> bool:
    """Whether the page may say something else in a moment."""
    due = alert.send_at is None or alert.send_at <= timezone.now()
    return alert.state == AlertState.SENDING or (alert.state == AlertState.APPROVED and due)


def in_time(delay: timedelta | None) -> str:
    """A delay in hours, minutes and seconds, or "" where there is none."""
    if delay is None:
        return ""
    seconds = max(0, round(delay.total_seconds()))
    if seconds < 60:
        return ngettext("%(number)d second", "%(number)d seconds", seconds) % {"number": seconds}
    if seconds < 3600:
        return ngettext("%(number)d minute", "%(number)d minutes", seconds // 60) % {"number": seconds // 60}
    return ngettext("%(number)d hour", "%(number)d hours", seconds // 3600) % {"number": seconds // 3600}


class Known:
    """Rows whose number is known already: the paginator need not count them again."""

    ordered = True

    def __init__(self, rows: object, number: int) -> None:
        self.rows, self.number = rows, number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, place: slice) -> object:
        return self.rows[place]


@require_admin_access
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """What became of every message, with whole numbers, as a file; who took it away is in the log."""
    alert = seen(request, pk)
    if not may_see_numbers(request.user):
        raise PermissionDenied
    log(instance=alert, action="alerts.export", user=request.user)
    response = StreamingHttpResponse(lines(rows(alert)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="alerte-{alert.pk}.csv"'
    return response


def rows(alert: Alert) -> Iterator[list[str]]:
    yield [
        *(_("Mobile number"), _("Language"), _("State"), _("Reason")),
        *(_("Handed over"), _("In this state since"), _("Cost"), _("Sent once more")),
    ]
    deliveries = Delivery.objects.of(alert).annotate(sent_twice=ExpressionWrapper(SENT_TWICE, BooleanField()))
    for each in deliveries.order_by("pk").iterator(chunk_size=2000):
        yield [
            each.number.removeprefix("+"),
            each.get_language_display(),
            each.get_state_display(),
            harmless(in_words(each.reason, suppressed=each.state == DeliveryState.SUPPRESSED)) if each.reason else "",
            moment(each.accepted_at),
            moment(each.settled_at),
            "" if each.cost is None else f"{each.cost} {each.currency}".strip(),
            _("yes") if each.sent_twice else "",
        ]


def moment(value: object) -> str:
    return timezone.localtime(value).strftime("%d/%m/%Y %H:%M:%S") if value else ""
