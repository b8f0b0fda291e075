from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "civitac.core"
    label = "core"
    verbose_name = _("Civitac")

    def ready(self) -> None:
        from . import cache, checks, collection_order  # noqa: F401
        from .registry import Schedule, schedules

        cache.connect_signals()
        cache.renews_pages("wagtailcore.PageViewRestriction")
        schedules.register("text messages", Schedule("civitac.core.sms.journal.tidy", "50 3 * * *"))
