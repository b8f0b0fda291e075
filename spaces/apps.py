from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "spaces"
    verbose_name = _("Spaces")

    def ready(self) -> None:
        from wagtail.permission_policies.collections import CollectionPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from civitac.core.cache import renews_pages
        from civitac.core.registry import (
            Schedule,
            dashboard_panels,
            memberships,
            query_parameters,
            schedules,
            space_owned_models,
        )

        from . import dashboard, signals  # noqa: F401
        from .memberships import spaces_of
        from .models import Author

        renews_pages("spaces.Space", "spaces.Author", "spaces.OfficeTitle")
        for name in ("genre", "espace", "page", "carte", "lieu", "domaine"):
            query_parameters.register(name, None)
        memberships.register("spaces", spaces_of)
        dashboard_panels.register("reading", dashboard.reading_panel, order=10)
        dashboard_panels.register("writing", dashboard.writing_panel, order=20)
        dashboard_panels.register("enrolment", dashboard.enrolment_panel, order=40)
        schedules.register("declined requests", Schedule("spaces.enrolment.forget_declined", "45 3 * * *"))

        register_permission_policy(Author, CollectionPermissionPolicy(Author))
        read_write = ("add", "change", "choose")
        for label in ("wagtailimages.Image", "wagtaildocs.Document"):
            space_owned_models.register(label, {"editors": read_write, "managers": read_write})
        # As for pictures and documents, rights are on the stock model whatever the site's own is.
        space_owned_models.register(
            "wagtailmedia.Media", {"editors": ("add", "change"), "managers": ("add", "change", "delete")}
        )
        space_owned_models.register("spaces.Author", {"editors": read_write, "managers": (*read_write, "delete")})
