from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_account_menu_item")
def link_to_ones_password(request: HttpRequest) -> dict[str, str]:
    """The password is changed where it is typed: behind the one door."""
    return {
        "url": reverse("account_change_password"),
        "label": _("Password"),
        "help_text": _("Change the password you sign in with."),
    }


@hooks.register("construct_settings_menu")
def leave_out_the_groups(request: HttpRequest, items: list[MenuItem]) -> None:
    """Their screen is closed: see `admin_urls`."""
    items[:] = [item for item in items if item.name != "groups"]
