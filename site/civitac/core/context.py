from django.conf import settings
from django.http import HttpRequest


def page_furniture(request: HttpRequest) -> dict[str, object]:
    """What every page needs besides its own content; nothing here is for one person unless they have a session."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
