from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True  # this module also holds Wagtail's configuration of its user screens
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from . import signals  # noqa: F401


class UsersAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, with our own forms and our own answer to who may change whom."""

    default = False
    user_viewset = "accounts.viewsets.UserViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy

        from .models import User
        from .permissions import UserPermissionPolicy

        register_permission_policy(User, UserPermissionPolicy(User))
