from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Front door")

    def ready(self) -> None:
        from civitac.core.cache import renews_pages
        from civitac.core.registry import Schedule, dashboard_panels, schedules

        from .dashboard import messages_panel

        renews_pages("home.SiteSettings", "wagtailcore.Site")
        schedules.register("publication", Schedule("home.tasks.publish_scheduled", "*/5 * * * *"))
        schedules.register("clean-up", Schedule("home.tasks.clean_up", "30 3 * * *"))
        schedules.register("old messages", Schedule("home.services.forget_answered", "40 3 * * *"))
        dashboard_panels.register("messages", messages_panel, order=50)
