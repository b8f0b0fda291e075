from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from . import documents, figures, territories

# What was wrong with a parameter, by the kind of pydantic's error.
REASONS = {
    "int_parsing": gettext_lazy("A whole number is expected."),
    "bool_parsing": gettext_lazy("“true” or “false” is expected."),
    "enum": gettext_lazy("Not one of the possible values."),
    "greater_than_equal": gettext_lazy("The number is too small."),
    "less_than_equal": gettext_lazy("The number is too large."),
    "string_too_long": gettext_lazy("The text is too long."),
    "value_error": gettext_lazy("The value cannot be understood."),
}


READ_ONLY = ("GET", "HEAD")


class Interface(NinjaAPI):
    @property
    def urls(self) -> tuple[list, str, str]:
        """As the library makes them, each of which also answers HEAD and refuses to write in the words of the interface."""
        patterns, application, namespace = super().urls
        for pattern in patterns:
            pattern.callback = self.only_read(pattern.callback)
        return patterns, application, namespace

    def only_read(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            method = request.method
            if method not in READ_ONLY:
                answer = {"erreur": _("Nothing is written here: only GET and HEAD are answered.")}
                response = self.create_response(request, answer, status=405)
                response["Allow"] = ", ".join(READ_ONLY)
                return response
            # What is answered to HEAD is what GET would be, and the server sends no body (RFC 9110, 9.3.2).
            request.method = "GET"
            try:
                response = view(request, *args, **kwargs)
            finally:
                request.method = method
            response.headers.setdefault("Access-Control-Allow-Origin", "*")
            return response

        return answered

    def create_response(self, request: HttpRequest, data: object, **options: object) -> HttpResponse:
        """Readable from any site: a browser sends no cookie along with such a request, so only what is public leaves."""
        response = super().create_response(request, data, **options)
        response["Access-Control-Allow-Origin"] = "*"
        return response


api = Interface(
    title=_("Data of Civitac"),
    version="1",
    description=_(
        "Documents, indicators, tables and figures published on Civitac. Read-only. What describes is public; figures and "
        "files follow the rule of each table and document: those that ask for identification are given only to a session "
        "opened on the site."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api-donnees",
    servers=[{"url": settings.SITE_URL}],
)
for router in (figures.router, documents.router, territories.router):
    api.add_router("", router)


@api.exception_handler(ValidationError)
def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    details = [
        {"parametre": str(each["loc"][-1]), "message": str(REASONS.get(each["type"], REASONS["value_error"]))}
        for each in error.errors
    ]
    answer = {"erreur": _("The question cannot be answered as it stands."), "details": details}
    return api.create_response(request, answer, status=422)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"erreur": _("There is nothing at this address.")}, status=404)


def no_such_address(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """What is asked for below the interface and is none of its endpoints, answered as the interface answers."""
    return missing(request, Http404())


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return api.create_response(request, {"erreur": str(error)}, status=error.status_code)
