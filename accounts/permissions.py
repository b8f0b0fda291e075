from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from .roles import Role


def has_role(user: AbstractBaseUser | AnonymousUser, role: Role) -> bool:
    """Whether this person holds a role; a superuser holds every one. Asked of the database once per user object."""
    if not user.is_authenticated:
        return False
    if user.is_superuser:
        return True
    if not hasattr(user, "_role_names"):
        user._role_names = set(user.groups.values_list("name", flat=True))
    return role.value in user._role_names


def is_animator(user: AbstractBaseUser | AnonymousUser) -> bool:
    return has_role(user, Role.ANIMATION)
