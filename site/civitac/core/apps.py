from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "civitac.core"
    label = "core"
    verbose_name = _("Civitac")

    def ready(self) -> None:
        from . import cache, checks  # noqa: F401

        cache.connect_signals()
