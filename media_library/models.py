from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index
from wagtailmedia.models import AbstractMedia


class CivitacImage(AbstractImage):
    """A picture that a space owns. Pictures are always public: nothing sensitive belongs in one."""

    credit = models.CharField(_("credit"), max_length=160, blank=True, help_text=_("Who made the picture."))
    # What readers download, made when the picture is stored: {size: {format: [url, width, height]}}.
    sources = models.JSONField(default=dict, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "tags",
        *(f"focal_point_{part}" for part in ("x", "y", "width", "height")),
    )
    search_fields = [*Image.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", _("Can choose a picture"))]


class CivitacRendition(AbstractRendition):
    image = models.ForeignKey(CivitacImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="media_library_rendition_once"
            )
        ]


class CivitacMedia(AbstractMedia):
    """A sound or film that a space owns."""

    credit = models.CharField(_("credit"), max_length=160, blank=True)
    file_size = models.PositiveBigIntegerField(_("weight in bytes"), default=0, editable=False)

    # No tags: the lists of sounds and films would offer those of every space.
    admin_form_fields = ("title", "file", "collection", "credit", "duration", "thumbnail")
    search_fields = [*AbstractMedia.search_fields, index.SearchField("credit")]

    class Meta:
        verbose_name = _("sound or film")
        verbose_name_plural = _("sounds and films")

    def save(self, *args: object, **kwargs: object) -> None:
        if self.file and not self.file._committed:
            self.file_size = self.file.size
        super().save(*args, **kwargs)
