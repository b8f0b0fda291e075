import logging
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from draftjs_exporter.error import ExporterException
from wagtail.log_actions import LogContext

logger = logging.getLogger(__name__)

# What reading the editor's form raises when it is not as its script made it.
UNREADABLE = (KeyError, ValueError, DataError, ObjectDoesNotExist, ExporterException)
# What looking up a key or a page of a list raises when it is neither.
MEANINGLESS = (OverflowError, ValueError, InvalidPage)


class WellFormedInputMiddleware:
    """Answers 400 to an address or a cookie that holds a NUL byte, and to a form that arrived in part.

    PostgreSQL stores no NUL in text, so such a value would end as a database error wherever it is looked up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.holds_nul(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Drop what a screen of Wagtail's would go to next where it is no address: once all is done, it would fail on it."""
        if request.path_info.startswith("/admin/"):
            for method in ("GET", "POST"):
                asked = getattr(request, method)
                if "next" in asked and not asked["next"].startswith("/"):
                    kept = asked.copy()
                    del kept["next"]
                    setattr(request, method, kept)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Screens of Wagtail's that take as it comes a key that no column holds, or a form without what its script builds
        (a line broke while it loaded) or with what it never sends.
        """
        if not request.path_info.startswith("/admin/"):
            return None
        if request.method == "POST" and isinstance(exception, UNREADABLE):
            logger.warning("A form could not be read: %s", request.path, exc_info=exception)
            return HttpResponseBadRequest(render_to_string("400_form.html"))
        if isinstance(exception, OverflowError) or (request.GET and isinstance(exception, MEANINGLESS)):
            logger.warning("A question could not be read: %s", request.path, exc_info=exception)
            return HttpResponseBadRequest(render_to_string("400.html"))
        return None

    @staticmethod
    def holds_nul(request: HttpRequest) -> bool:
        query = request.META.get("QUERY_STRING", "")
        return (
            "\0" in request.path_info
            or "%00" in query
            or "\0" in query
            or any("\0" in value for value in request.COOKIES.values())
        )


class AdminUserMiddleware:
    """Says who is looking to what a screen of the administration draws (`core.widgets`): Wagtail says it to views alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/admin/") or request.user.is_anonymous:
            return self.get_response(request)
        with LogContext(user=request.user):
            return self.get_response(request)
