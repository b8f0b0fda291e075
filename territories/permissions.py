"""Who may do what with territories and themes in the admin."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from wagtail.permission_policies import ModelPermissionPolicy

# What the animation team is granted, as "app.codename". Everyone who enters the admin may choose a territory or a theme.
ANIMATION_PERMISSIONS = (
    "territories.view_territory",
    "territories.change_territory",
    "territories.view_theme",
    "territories.add_theme",
    "territories.change_theme",
    "territories.delete_theme",
)


class TablePolicy(ModelPermissionPolicy):
    """For rows that the project's own tables make: nobody adds or deletes one in the admin, not even a superuser."""

    made_by_tables = frozenset({"add", "delete"})

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action not in self.made_by_tables and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, set(actions) - self.made_by_tables)
