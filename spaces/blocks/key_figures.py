from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PREVIEW = {"value": "41 %", "label": "du budget pour l’eau", "note": "Budget 2026"}


class KeyFigureBlock(blocks.StructBlock):
    """One figure worth remembering, in words of its own."""

    value = blocks.CharBlock(label=_("Figure"), max_length=30)
    label = blocks.CharBlock(label=_("What it counts"), max_length=80)
    note = blocks.CharBlock(label=_("Year and source"), max_length=120, required=False)

    class Meta:
        icon = "order"
        label = _("Key figure")
        label_format = "{value} {label}"
        description = _("One figure with what it counts and its source.")
        template = "blocks/key_figure.html"
        preview_value = PREVIEW


class KeyFiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("Figures"), min_num=1, max_num=8)

    class Meta:
        icon = "order"
        label = _("Key figures")
        description = _("One to eight figures side by side, each with its source.")
        template = "blocks/key_figures.html"
        preview_value = {
            "title": "Le budget en bref",
            "figures": [PREVIEW, {"value": "12", "label": "forages prévus", "note": "Plan annuel 2026"}],
        }
