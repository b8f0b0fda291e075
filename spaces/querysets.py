from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Cast
from wagtail.models import Page, PageManager, PageQuerySet, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from territories.models import Territory, Theme

    from .models import Space


# What a line of a list shows of an article.
LINE = (
    "title",
    "url_path",
    "translation_key",
    "summary",
    "kind",
    "space",
    "language",
    "first_published_at",
    "last_published_at",
    "live",
    "photo__sources",
)


class SpaceQuerySet(models.QuerySet):
    def open(self) -> SpaceQuerySet:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> SpaceQuerySet:
        return self.filter(closed_at__isnull=False)

    def pages(self) -> PageQuerySet:
        """Every page of these spaces: the one that heads each, and all below it."""
        path = models.ExpressionWrapper(models.OuterRef("path"), models.CharField())
        return Page.objects.filter(
            models.Exists(self.alias(below=path).filter(below__startswith=models.F("page__path")))
        )

    def of_member(self, user: AbstractBaseUser) -> SpaceQuerySet:
        """Open spaces in which this person is an editor or a manager."""
        return self.open().with_member(user)

    def with_member(self, user: AbstractBaseUser) -> SpaceQuerySet:
        """The same, closed spaces too."""
        mine = models.Q(editors__user=user) | models.Q(managers__user=user)
        return self.filter(mine).distinct()

    def containing(self, page: Page) -> SpaceQuerySet:
        """The space in whose subtree `page` lies: one row or none."""
        steps = range(page.steplen, len(page.path) + 1, page.steplen)
        return self.filter(page__path__in=[page.path[:length] for length in steps])

    def for_directory(self) -> SpaceQuerySet:
        """Open, published spaces with what a line of the directory shows."""
        shown = ("territory__name", "page__title", "page__slug", "page__summary", "page__logo__sources")
        return self.listed().select_related("territory", "page__logo").only(*shown)

    def listed(self) -> SpaceQuerySet:
        """Spaces that the directories name: open, and their page published."""
        return self.open().filter(page__live=True)


class ArticleQuerySet(PageQuerySet):
    def for_listing(self) -> ArticleQuerySet:
        """Published articles, newest first, with what a line of a list shows; `titles` knows how their spaces are called."""
        return self.live().select_related("photo").only(*LINE).order_by("-first_published_at", "-pk")

    def scheduled(self) -> ArticleQuerySet:
        """Approved articles whose hour has not come, the next one first, each with its `goes_live_at`."""
        hour = models.Subquery(
            Revision.page_revisions.filter(
                object_id=Cast(models.OuterRef("pk"), models.CharField()), approved_go_live_at__isnull=False
            ).values("approved_go_live_at")[:1]
        )
        return self.annotate(goes_live_at=hour).filter(goes_live_at__isnull=False).order_by("goes_live_at")

    def about(self, theme: Theme) -> ArticleQuerySet:
        return self.filter(themes=theme)

    def located_in(self, territory: Territory) -> ArticleQuerySet:
        """Articles about this territory or anything that lies in it."""
        return self.filter(territory__path__startswith=territory.path)

    def in_space(self, space: Space) -> ArticleQuerySet:
        return self.filter(space=space)


ArticleManager = PageManager.from_queryset(ArticleQuerySet)


class CitizenPageQuerySet(PageQuerySet):
    def for_listing(self) -> CitizenPageQuerySet:
        """Published practical information or questions, in the order the animation team gave them, with what a line shows."""
        return self.live().only("title", "url_path", "summary").order_by("path")


CitizenPageManager = PageManager.from_queryset(CitizenPageQuerySet)
