"""What groups and their people add to the administration."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from accounts.permissions import is_animator

from . import views


def addresses() -> list[URLPattern]:
    return [path("consentements/", views.journal, name="alerts_consents")]


class JournalItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_animator(request.user)


def menu_item() -> MenuItem:
    return JournalItem(_("Journal of consent"), reverse_lazy("alerts_consents"), icon_name="history", order=900)
