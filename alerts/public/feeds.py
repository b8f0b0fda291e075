"""Alerts as an Atom feed (RFC 4287), each entry with the way to its CAP message."""

from __future__ import annotations

import copy
import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from civitac.core.feeds import PlainAtomFeed
from civitac.core.structured_data import absolute
from civitac.core.text import without_controls

from ..models import Alert
from .cap import CONTENT_TYPE
from .reading import PublicAlert, told

LENGTH = 20


class AtomWithCap(PlainAtomFeed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, object]) -> None:
        super().add_item_elements(handler, item)
        for address in item["cap"]:
            handler.addQuickElement("link", "", {"rel": "alternate", "type": CONTENT_TYPE, "href": address})


class AlertFeed(Feed):
    """The latest alerts and notices of everybody."""

    feed_type = AtomWithCap
    language = "fr"
    link = "/alertes/"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answering = copy.copy(self)
        answering.request = request
        return super(AlertFeed, answering).__call__(request, *args, **kwargs)

    def title(self) -> str:
        return " · ".join([settings.WAGTAIL_SITE_NAME, _("Alerts and notices")])

    def subtitle(self) -> str:
        return _("What local authorities and organisations announce by text message")

    def items(self) -> list[PublicAlert]:
        latest = Alert.objects.public().for_lists().prefetch_related("texts", "territories")[:LENGTH]
        return told(self.request, latest)

    def item_title(self, item: PublicAlert) -> str:
        return without_controls(f"{item.word} · {item.title}")

    def item_description(self, item: PublicAlert) -> str:
        return without_controls(item.text)

    def item_link(self, item: PublicAlert) -> str:
        return item.url

    def item_author_name(self, item: PublicAlert) -> str:
        return without_controls(item.issuer)

    def item_pubdate(self, item: PublicAlert) -> datetime.datetime:
        return item.alert.started_at

    def item_updateddate(self, item: PublicAlert) -> datetime.datetime:
        """Readers look again at what was cancelled."""
        return (item.is_cancelled and item.alert.finished_at) or item.alert.started_at

    def item_categories(self, item: PublicAlert) -> list[str]:
        return [item.alert.kind.name, *(place.name for place in item.places)]

    def item_extra_kwargs(self, item: PublicAlert) -> dict[str, list[str]]:
        return {"cap": [absolute(address) for address in item.cap_urls]}
