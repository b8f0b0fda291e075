from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = _("Media library")

    def ready(self) -> None:
        from civitac.core.cache import renews_pages

        from . import signals  # noqa: F401

        renews_pages("media_library.CivitacImage", "media_library.CivitacMedia")
