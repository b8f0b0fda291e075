from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from alerts.public.reading import grave

from .navigation import furniture_for


def or_nothing(draw: Callable[[], str]) -> str:
    """For pages that say what went wrong, which are shown whatever it is: the database, or an address of no site."""
    try:
        return draw()
    except (DatabaseError, SuspiciousOperation):
        return ""


def page_furniture(request: HttpRequest) -> dict[str, object]:
    """What every page shows around its own content; asked of the database only where a template uses it.

    Nothing here is for one person, save `has_session`, which is true only when the page is not kept in a cache.
    """
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "address": settings.SITE_URL + request.path,
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "menu_sections": SimpleLazyObject(lambda: furniture_for(request).sections),
        "top": SimpleLazyObject(lambda: furniture_for(request).top(request.path)),
        "foot": SimpleLazyObject(lambda: furniture_for(request).foot),
        "grave_alerts": SimpleLazyObject(lambda: grave(request)),
        "top_if_any": SimpleLazyObject(lambda: or_nothing(lambda: furniture_for(request).top(request.path))),
        "foot_if_any": SimpleLazyObject(lambda: or_nothing(lambda: furniture_for(request).foot)),
        "site_settings": SimpleLazyObject(lambda: furniture_for(request).settings),
    }
