"""What a gateway sent that could not be read: kept for the animation team to look at."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem

from accounts.permissions import is_animator
from civitac.core.paging import paged

from ..models import Callback

REFUSED = "refused: "
PER_PAGE = 50


@require_admin_access
def refused(request: HttpRequest) -> HttpResponse:
    if not is_animator(request.user):
        raise PermissionDenied
    page = paged(request, Callback.objects.filter(note__startswith=REFUSED).order_by("-pk"), PER_PAGE)
    lines = [(row, row.note.removeprefix(REFUSED)) for row in page]
    return render(request, "alerts/admin/refused.html", {"page": page, "lines": lines})


def addresses() -> list[URLPattern]:
    return [path("passerelle-refus/", refused, name="alerts_refused")]


class RefusedItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_animator(request.user)


def menu_item() -> MenuItem:
    return RefusedItem(
        _("Refused calls of the gateway"), reverse_lazy("alerts_refused"), icon_name="warning", order=910
    )
