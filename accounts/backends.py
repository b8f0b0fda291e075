"""How a signed-in person is found again, and where their rights come from."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from .models import User


class GroupsAloneBackend(AuthenticationBackend):
    """People have rights by their groups alone: nobody is given any of their own, and none are asked about."""

    def get_user(self, user_id: int) -> User | None:
        """With the preferences that every screen of the administration begins by reading."""
        person = User.objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()
