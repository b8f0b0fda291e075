from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDictKeyError


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

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A form of Wagtail's that lacks what its script builds (a line that broke while it loaded) is no fault of ours."""
        if request.method == "POST" and isinstance(exception, MultiValueDictKeyError):
            return HttpResponseBadRequest(render_to_string("400_form.html"))
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
