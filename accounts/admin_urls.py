"""Addresses of the Wagtail admin that would be a second door, or a way round who may change whom; they stand before its own."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel

from .views import one_door


@require_admin_access
def closed(request: HttpRequest, action: str) -> HttpResponse:
    """Wagtail's acts on many people at once ask neither whom they touch nor which group they give."""
    raise Http404


@require_admin_access
def no_groups(request: HttpRequest) -> HttpResponse:
    """The rights of a group come from the rooms and from the services of spaces, never from a screen."""
    raise PermissionDenied


class OwnAccountView(AccountView):
    """One's own settings, without Wagtail's profile picture: it would take in any file as one."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if panel.name != "avatar"]


urlpatterns = [
    path("account/", require_admin_access(OwnAccountView.as_view())),
    path("login/", one_door, {"target": "account_login"}),
    path("logout/", one_door, {"target": "account_logout"}),
    re_path(r"^password_reset/", one_door, {"target": "account_reset_password"}),
    path("bulk/accounts/user/<str:action>/", closed),
    re_path(r"^groups/", no_groups),
]
