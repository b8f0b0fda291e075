"""What search engines are told to read: pages, then the lists that are views."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap

from alerts.public import sitemaps as alerts
from data_pages.sitemaps import addresses
from territories.models import Theme


class ListsSitemap(Sitemap):
    """The news, the contact page, the way to join, and each theme."""

    def items(self) -> list[str]:
        themes = Theme.objects.values_list("slug", flat=True)
        return [*map(reverse, ("news", "contact", "enrol")), *(reverse("theme", args=[slug]) for slug in themes)]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        return [{"location": settings.SITE_URL + address} for address in self.items()]


class DataSitemap(ListsSitemap):
    """The database: its lists, indicators, tables, documents and territories."""

    def items(self) -> list[str]:
        return list(addresses())


class AlertsSitemap(ListsSitemap):
    """The alerts that have left."""

    def items(self) -> list[str]:
        return list(alerts.addresses())


SITEMAPS = {"pages": Sitemap, "lists": ListsSitemap, "data": DataSitemap, "alerts": AlertsSitemap}
