"""How a signed-in person is found again, and where their rights come from."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import F, QuerySet

from .models import User


class GroupsAloneBackend(AuthenticationBackend):
    """People have rights by their groups alone: nobody is given any of their own, and none are asked about."""

    def get_user(self, user_id: int) -> User | None:
        """With their preferences and the names of their groups, by which every screen of the administration begins."""
        people = User.objects.select_related("wagtail_userprofile").annotate(group_name=F("groups__name"))
        found = list(people.filter(pk=user_id))
        if not found or not self.user_can_authenticate(found[0]):
            return None
        person = found[0]
        person.group_names = {row.group_name for row in found}
        return person

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()
