from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from civitac.core.choosers import ImageBlock

from .samples import CREDIT, sample_image


class PhotoBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Credit"), required=False, help_text=_("Left empty, the picture's own credit."))

    class Meta:
        icon = "image"
        label = _("Photo")
        label_format = "{caption}"
        description = _("A picture with its caption and credit.")
        template = "blocks/photo.html"

    def get_preview_value(self) -> blocks.StructValue:
        caption = "Le forage du secteur 4, un matin de marché."
        return self.normalize({"image": sample_image(), "caption": caption, "credit": CREDIT})


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    photos = blocks.ListBlock(PhotoBlock(), label=_("Photos"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side.")
        template = "blocks/gallery.html"

    def get_preview_value(self) -> blocks.StructValue:
        photo = self.child_blocks["photos"].child_block.get_preview_value()
        return self.normalize({"title": "La journée en images", "photos": [photo, photo]})
