from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from spaces.feeds import ArticleFeed
from spaces.querysets import ArticleQuerySet
from territories.models import Theme


class SiteFeed(ArticleFeed):
    title = settings.WAGTAIL_SITE_NAME
    link = "/actualites/"

    def subtitle(self) -> str:
        return _("The latest articles of all spaces")


class ThemeFeed(ArticleFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Theme:
        return get_object_or_404(Theme, slug=slug)

    def articles(self, scope: Theme) -> ArticleQuerySet:
        return super().articles(scope).about(scope)

    def title(self, scope: Theme) -> str:
        return f"{settings.WAGTAIL_SITE_NAME} · {scope.name}"

    def link(self, scope: Theme) -> str:
        return reverse("theme", args=[scope.slug])

    def subtitle(self, scope: Theme) -> str:
        return scope.description
