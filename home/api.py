"""The read-only content APIs: published pages and public pictures for everyone, and what the admin's explorer reads."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

UNUSABLE = (ValueError, ValidationError, OverflowError, DatabaseError, RecursionError)
REFUSED = "one of the parameters has a value that cannot be used"


class WellAsked:
    """A parameter that Wagtail hands on as it came (a date, an offset, a key) is refused in words when it fails."""

    def listing_view(self, request: Request) -> Response:
        try:
            return super().listing_view(request)
        except UNUSABLE as error:
            raise BadRequestError(REFUSED) from error

    def find_view(self, request: Request) -> HttpResponseBase:
        try:
            return super().find_view(request)
        except UNUSABLE as error:
            raise BadRequestError(REFUSED) from error


class Pages(WellAsked, PagesAPIViewSet):
    pass


class Images(WellAsked, ImagesAPIViewSet):
    pass


api = WagtailAPIRouter("api")
api.register_endpoint("pages", Pages)
api.register_endpoint("images", Images)


class ExplorerPages(PagesAdminAPIViewSet):
    """What the menu of the admin reads. Wagtail's acts on a page (copy, move, translate) are done on its own screens, which
    ask what ours add to them; this way round them is shut.
    """

    actions = {}
