from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = _("Media library")

    def ready(self) -> None:
        from wagtail.images.models import Image
        from wagtail.permissions import register_permission_policy

        from civitac.core.cache import renews_pages

        from . import signals  # noqa: F401
        from .models import CivitacImage
        from .permissions import ImagePermissionPolicy

        # Rights are on the stock model, whatever the site's own is; `exact_class` wins over what Wagtail registers.
        policy = ImagePermissionPolicy(CivitacImage, auth_model=Image, owner_field_name="uploaded_by_user")
        register_permission_policy(CivitacImage, policy, exact_class=True)

        renews_pages("media_library.CivitacImage", "media_library.CivitacMedia")
