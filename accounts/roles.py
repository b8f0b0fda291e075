"""Named groups of people outside every space. Rooms give them rights; who belongs to them is set in the user screens."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role and the name of its group, which stays the same for ever: groups are found by it."""

    ANIMATION = "Équipe d’animation", _("Animation team")


STOCK_GROUPS = ("Editors", "Moderators")
# What each role may do with people's accounts; whose accounts, and which fields, is in `permissions` and `forms`.
ACCOUNT_RIGHTS = {Role.ANIMATION: ("add_user", "change_user")}


def group_for(role: Role) -> Group:
    """The group of a role. Raises Group.DoesNotExist before `ensure_roles` has run."""
    return Group.objects.get(name=role.value)


def role_groups() -> models.QuerySet[Group]:
    return Group.objects.filter(name__in=Role.values)


def ensure_roles() -> None:
    """Create the missing groups, each with access to the administration and its rights on accounts. Idempotent.

    Wagtail's own two groups reach every page, whatever space it is in: they go, unless someone is in them.
    """
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.add(
            *Permission.objects.filter(
                Q(content_type__app_label="wagtailadmin", codename="access_admin")
                | Q(content_type__app_label="accounts", codename__in=ACCOUNT_RIGHTS.get(role, ()))
            )
        )
