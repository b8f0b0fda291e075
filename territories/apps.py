from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    name = "territories"
    verbose_name = _("Territories")

    def ready(self) -> None:
        from civitac.core.cache import renews_pages
        from civitac.core.registry import query_parameters

        renews_pages("territories.Territory", "territories.TerritoryName", "territories.Theme")
        for name in ("territoire", "theme"):
            query_parameters.register(name, None)
