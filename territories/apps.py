from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    name = "territories"
    verbose_name = _("Territories")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from civitac.core.cache import renews_pages
        from civitac.core.registry import query_parameters

        from .models import Territory
        from .permissions import TablePolicy

        register_permission_policy(Territory, TablePolicy(Territory))
        renews_pages("territories.Territory", "territories.TerritoryName", "territories.TerritoryParent")
        renews_pages("territories.TerritorySuccession", "territories.Theme")
        for name in ("territoire", "theme"):
            query_parameters.register(name, None)
