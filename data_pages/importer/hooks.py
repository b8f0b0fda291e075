"""What imports add to the administration: their addresses, and the way to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import ListingButton
from wagtail.permissions import policy_registry

from ..models import StatisticTable


def addresses() -> list[URLPattern | URLResolver]:
    return [path("", include("data_pages.importer.admin_urls"))]


def offer_to_import(row: models.Model, user: AbstractBaseUser, next_url: str | None = None) -> Iterator[ListingButton]:
    """Among the acts on a table of figures, for whoever may change it."""
    if not isinstance(row, StatisticTable):
        return
    policy = policy_registry.get_by_type(StatisticTable)
    if policy.user_has_permission_for_instance(user, "change", row):
        yield ListingButton(
            _("Import a file"), url=reverse("data_pages_import:table", args=[row.pk]), icon_name="upload", priority=15
        )
