from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import SiteSettings, StandardPage
from .navigation import sections


def page_furniture(request: HttpRequest) -> dict[str, object]:
    """What every page shows around its own content; asked of the database only where a template uses it.

    Nothing here is for one person, save `has_session`, which is true only when the page is not kept in a cache.
    """
    return {
        "demonstration": settings.DEMONSTRATION,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "menu_sections": SimpleLazyObject(sections),
        "footer_pages": SimpleLazyObject(
            lambda: list(StandardPage.objects.live().filter(shown_in_footer=True).order_by("path"))
        ),
        "site_settings": SimpleLazyObject(lambda: SiteSettings.for_request(request)),
    }
