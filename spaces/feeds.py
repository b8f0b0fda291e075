"""Atom feeds (RFC 4287) of published articles."""

from __future__ import annotations

import copy
import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from civitac.core.feeds import PlainAtomFeed
from civitac.core.text import without_controls

from .enums import SpaceKind
from .models import ArticlePage, Space, shown_spaces
from .querysets import ArticleQuerySet

LENGTH = 20


class ArticleFeed(Feed):
    """The newest articles; subclasses say of what."""

    feed_type = PlainAtomFeed
    language = "fr"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Each answer comes from a feed of its own that knows the request: with it, an address costs no look-up."""
        answering = copy.copy(self)
        answering.request = request
        return super(ArticleFeed, answering).__call__(request, *args, **kwargs)

    def articles(self, scope: object) -> ArticleQuerySet:
        return ArticlePage.objects.for_listing()

    def items(self, scope: object) -> list[ArticlePage]:
        return list(self.articles(scope).prefetch_related("themes")[:LENGTH])

    def item_title(self, item: ArticlePage) -> str:
        return without_controls(item.title)

    def item_description(self, item: ArticlePage) -> str:
        return without_controls(item.summary)

    def item_link(self, item: ArticlePage) -> str:
        return item.get_url(self.request)

    def item_guid(self, item: ArticlePage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_author_name(self, item: ArticlePage) -> str:
        return without_controls(str(shown_spaces(self.request).get(item.space_id, "")))

    def item_pubdate(self, item: ArticlePage) -> datetime.datetime:
        return item.first_published_at

    def item_updateddate(self, item: ArticlePage) -> datetime.datetime:
        return item.last_published_at

    def item_categories(self, item: ArticlePage) -> list[str]:
        return [theme.name for theme in item.themes.all()]


class SpaceFeed(ArticleFeed):
    def get_object(self, request: HttpRequest, kind: SpaceKind, slug: str) -> Space:
        return get_object_or_404(Space.objects.listed().select_related("page"), kind=kind, page__slug=slug)

    def articles(self, scope: Space) -> ArticleQuerySet:
        return super().articles(scope).in_space(scope)

    def title(self, scope: Space) -> str:
        return without_controls(scope.page.title)

    def link(self, scope: Space) -> str:
        return scope.page.get_url(self.request)

    def subtitle(self, scope: Space) -> str:
        return without_controls(scope.page.summary) or _("The latest articles of this space")
