from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import CivitacImage
from .services import make_sources_after_commit


@receiver(post_save, sender=CivitacImage)
def remake_sources(
    instance: CivitacImage, raw: bool = False, update_fields: set[str] | None = None, **_signal: object
) -> None:
    """A new file or a moved focal point changes what readers download."""
    drawn_from = [
        instance.file.name,
        *(getattr(instance, f"focal_point_{part}") for part in ("x", "y", "width", "height")),
    ]
    if not raw and update_fields is None and getattr(instance, "_drawn_from", None) != drawn_from:
        instance._drawn_from = drawn_from
        make_sources_after_commit(instance)
