from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "spaces"
    verbose_name = _("Spaces")

    def ready(self) -> None:
        from civitac.core.cache import renews_pages
        from civitac.core.registry import memberships, query_parameters, space_owned_models

        from . import signals  # noqa: F401
        from .memberships import spaces_of

        memberships.register("spaces", spaces_of)

        renews_pages("spaces.Space", "spaces.Author", "spaces.OfficeTitle")
        for name in ("genre", "espace", "tag", "page", "langue", "carte", "lieu", "domaine"):
            query_parameters.register(name, None)
        from wagtail.permission_policies.collections import CollectionPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from .models import Author

        register_permission_policy(Author, CollectionPermissionPolicy(Author))
        read_write = ("add", "change", "choose")
        space_owned_models.register("wagtailimages.Image", {"editors": read_write, "managers": read_write})
        space_owned_models.register("wagtaildocs.Document", {"editors": read_write, "managers": read_write})
        space_owned_models.register(
            "media_library.CivitacMedia", {"editors": ("add", "change"), "managers": ("add", "change", "delete")}
        )
        space_owned_models.register("spaces.Author", {"editors": read_write, "managers": (*read_write, "delete")})
