from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Front door")

    def ready(self) -> None:
        from civitac.core.cache import renews_pages

        renews_pages("home.SiteSettings", "wagtailcore.Site")
