from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataPagesConfig(AppConfig):
    name = "data_pages"
    verbose_name = _("Database")

    def ready(self) -> None:
        from civitac.core.cache import renews_pages

        renews_pages("data_pages.CivitacDocument")
