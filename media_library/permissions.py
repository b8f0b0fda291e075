from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from civitac.core.on_line import approved_by_others

from .models import CivitacImage


class ImagePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Whoever may change a picture may delete it, which takes it off the pages that show it: not off one they may not edit."""

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: CivitacImage
    ) -> bool:
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        if not allowed or set(actions) != {"delete"}:
            return allowed
        pages = (page.specific for page in approved_by_others(instance, user))
        return all(page.permissions_for_user(user).can_edit() for page in pages)
