"""Who holds which role, and who may change whose account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.permission_policies import ModelPermissionPolicy

from .roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from .models import User


def has_role(user: AbstractBaseUser | AnonymousUser, role: Role) -> bool:
    """Whether this person holds a role; a superuser holds every one."""
    if not user.is_authenticated:
        return False
    if user.is_superuser:
        return True
    return role.value in user.group_names


def is_animator(user: AbstractBaseUser | AnonymousUser) -> bool:
    return has_role(user, Role.ANIMATION)


def may_open_administration(user: AbstractBaseUser | AnonymousUser) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


def outranks(actor: User, person: User) -> bool:
    """Whether `actor` may change the account of `person`, given the right to change accounts.

    An account that holds a role is changed by its owner and by superusers only: whoever could change its e-mail address
    could ask for its password.
    """
    return actor.is_superuser or actor == person or not any(has_role(person, role) for role in Role)


class UserPermissionPolicy(ModelPermissionPolicy):
    """Accounts are deactivated, never deleted: what someone wrote keeps its author."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        return super().user_has_permission_for_instance(user, action, instance) and (
            action != "change" or outranks(user, instance)
        )
