"""Who may read a protected thing. The one rule, asked by views, search, feeds, APIs and the catalogue alike."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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
