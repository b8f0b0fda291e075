from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from civitac.core.choosers import AudioChooserBlock, DocumentChooserBlock, PageChooserBlock, VideoChooserBlock

from .samples import sample_document, sample_media
from .text import SHORT_FEATURES


class TranscribedBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=SHORT_FEATURES,
        required=False,
        help_text=_("What is said, for those who cannot or do not want to listen."),
    )


class AudioBlock(TranscribedBlock):
    media = AudioChooserBlock(label=_("Sound"))

    class Meta:
        icon = "media"
        label = _("Sound")
        description = _("A radio programme or a recording, with its weight and its transcript.")
        template = "blocks/audio.html"

    def get_preview_value(self) -> blocks.StructValue:
        transcript = "<p>Bonjour à toutes et à tous.</p>"
        return self.normalize(
            {"title": "L’émission du samedi", "media": sample_media("audio"), "transcript": transcript}
        )


class VideoBlock(TranscribedBlock):
    media = VideoChooserBlock(label=_("Film"))

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A film with its weight and its transcript; it is fetched only when asked for.")
        template = "blocks/video.html"

    def get_preview_value(self) -> blocks.StructValue:
        transcript = "<p>La séance est ouverte.</p>"
        return self.normalize(
            {"title": "La session en images", "media": sample_media("video"), "transcript": transcript}
        )


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Left empty, the document's own title."))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to open, with its kind and weight.")
        template = "blocks/document.html"

    def get_preview_value(self) -> blocks.StructValue:
        return self.normalize({"document": sample_document(), "title": "Procès-verbal de la session"})


class LinkBlock(blocks.StructBlock):
    page = PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Left empty, the page's own title."))
    text = blocks.CharBlock(label=_("In one sentence"), required=False)

    class Meta:
        icon = "link"
        label = _("Link card")
        description = _("A link that stands out, to a page of the site or elsewhere.")
        template = "blocks/link.html"
        preview_value = {
            "page": None,
            "url": "https://exemple.test/",
            "title": "Le plan communal de développement",
            "text": "Ce que la commune prévoit pour cinq ans.",
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not getattr(self, "is_deferred_validation", False) and not (cleaned["page"] or cleaned["url"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose a page of the site or give an address.")]
            )
        return cleaned
