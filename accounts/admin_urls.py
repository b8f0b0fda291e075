"""Addresses of the Wagtail admin that would be a second door, or a way round who may change whom; they stand before its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access

from .views import one_door


@require_admin_access
def closed(request: HttpRequest, action: str) -> HttpResponse:
    """Wagtail's acts on many people at once ask neither whom they touch nor which group they give."""
    raise Http404


urlpatterns = [
    path("login/", one_door, {"target": "account_login"}),
    path("logout/", one_door, {"target": "account_logout"}),
    re_path(r"^password_reset/", one_door, {"target": "account_reset_password"}),
    path("bulk/accounts/user/<str:action>/", closed),
]
