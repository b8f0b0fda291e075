from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LineBlock(blocks.CharBlock):
    """One line of a list (a document to bring, a step to take)."""

    class Meta:
        icon = "list-ul"
        label = _("Line")
        description = _("One line of the list, in plain words.")
        template = "blocks/line.html"
        preview_value = "Une copie de l’acte de naissance"


class LegalReferenceBlock(blocks.StructBlock):
    """A text of law that something rests on, where it was read, and whether someone has confirmed it."""

    reference = blocks.CharBlock(label=_("Reference"), help_text=_("Law, decree or order, with its number and date."))
    url = blocks.URLBlock(label=_("Address"), required=False)
    source = blocks.CharBlock(label=_("Where it was read"), required=False)
    is_confirmed = blocks.BooleanBlock(label=_("Confirmed"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Legal reference")
        description = _("The text of law this rests on, with its source.")
        template = "blocks/legal_reference.html"
        preview_value = {
            "reference": "Loi n° 000-0000 (exemple)",
            "url": "",
            "source": "Journal officiel (exemple)",
            "is_confirmed": False,
        }
