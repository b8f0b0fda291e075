"""Who may read a protected thing. The one rule, asked by views, search, feeds, APIs and the catalogue alike."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everyone")
    IDENTIFIED = "identified", _("Anyone who has identified themselves")
    MEMBERS = "members", _("Members of the space")


class VisibleQuerySet(models.QuerySet):
    """For models with a `visibility` column and a `collection`."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> models.QuerySet:
        """Rows whose *content* this user may open; who may know that they exist is another question (everyone)."""
        if not user.is_authenticated:
            return self.filter(visibility=Visibility.PUBLIC)
        if user.is_superuser:
            return self
        own = models.Q(collection__group_permissions__group__user=user)
        return self.filter(
            models.Q(visibility__in=(Visibility.PUBLIC, Visibility.IDENTIFIED))
            | (models.Q(visibility=Visibility.MEMBERS) & own)
        ).distinct()


def open_to_all() -> models.Q:
    """Pages on which nobody has set one of Wagtail's own restrictions, nor on a page above them.

    The site gives no way to set one (`core.models.BasePage`); where a single miss would show a private text to everyone,
    this is asked all the same.
    """
    path = models.ExpressionWrapper(models.OuterRef("path"), output_field=models.CharField())
    restrictions = PageViewRestriction.objects.alias(below=path)
    closed = Page.objects.filter(models.Exists(restrictions.filter(below__startswith=models.F("page__path"))))
    return ~models.Q(pk__in=closed.values("pk"))
