"""Who may read a protected thing. The one rule, asked by views, search, feeds, APIs and the catalogue alike."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupCollectionPermission, PageViewRestriction

from .cache import remembered


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everyone")
    IDENTIFIED = "identified", _("Anyone who has identified themselves")
    MEMBERS = "members", _("Members of the space")


def levels_of(user: AbstractBaseUser | AnonymousUser) -> tuple[str, ...]:
    """The visibilities that open to this user whatever space they are a member of."""
    return (Visibility.PUBLIC, Visibility.IDENTIFIED) if user.is_authenticated else (Visibility.PUBLIC,)


def opens_to(user: AbstractBaseUser | AnonymousUser, at: str = "") -> models.Q:
    """The condition that this user may open the content of a row with a `visibility` column and a `collection`.

    `at` leads from the row asked about to the protected one ("document__").
    """
    if user.is_superuser:
        return models.Q()
    alike = models.Q(**{f"{at}visibility__in": levels_of(user)})
    if not user.is_authenticated:
        return alike
    own = GroupCollectionPermission.objects.filter(group__user=user).values("collection")
    return alike | models.Q(**{f"{at}visibility": Visibility.MEMBERS, f"{at}collection__in": own})


def reader_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Who reads. Without the cookie of a session it is nobody, and the session is not asked: a page that everyone reads alike
    does not say that it varies by cookie, and is kept whole.
    """
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


class VisibleQuerySet(models.QuerySet):
    """For models with a `visibility` column and a `collection`."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> models.QuerySet:
        """Rows whose *content* this user may open; who may know that they exist is another question (everyone)."""
        return self.filter(opens_to(user))


@remembered
def restricted_paths() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def open_to_all(request: HttpRequest) -> models.Q:
    """Pages on which nobody has set one of Wagtail's own restrictions, nor on a page above them.

    The site gives no way to set one (`core.models.BasePage`); where a single miss would show a private text to everyone,
    this is asked all the same.
    """
    closed = models.Q()
    for path in restricted_paths(request):
        closed |= models.Q(path__startswith=path)
    return ~closed
