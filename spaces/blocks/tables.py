from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from ..enums import Decision


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"), help_text=_("What the table shows, with its unit."))
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
            ("percent", blocks.DecimalBlock(label=_("Percentage"), required=False)),
            ("date", blocks.DateBlock(label=_("Date"), required=False)),
        ],
        label=_("Table"),
    )
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of texts, numbers, percentages or dates.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Répartition du budget, en millions de FCFA",
            "source": "Budget 2026 (exemple)",
            "table": {
                "columns": [{"type": "text", "heading": "Domaine"}, {"type": "number", "heading": "2026"}],
                "rows": [{"values": ["Eau", "318"]}, {"values": ["Écoles", "362"]}, {"values": ["Total", "680"]}],
                "caption": "",
            },
        }


class AgendaItemValue(blocks.StructValue):
    @property
    def result_label(self) -> str:
        return str(Decision(self["result"]).label) if self.get("result") else ""


class AgendaItemBlock(blocks.StructBlock):
    subject = blocks.CharBlock(label=_("Point"))
    decision = blocks.TextBlock(label=_("What was decided"), required=False, rows=2)
    result = blocks.ChoiceBlock(label=_("Result"), choices=Decision.choices, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Point")
        label_format = "{subject}"
        value_class = AgendaItemValue
        template = "blocks/agenda_item.html"


class AgendaBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    items = blocks.ListBlock(AgendaItemBlock(), label=_("Points"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Agenda of a session")
        description = _("The points of a session in their order, each with its decision.")
        template = "blocks/agenda.html"
        preview_value = {
            "title": "Ordre du jour",
            "items": [
                {"subject": "Budget 2026", "decision": "Adopté après débat.", "result": "adopted"},
                {
                    "subject": "Plan de lotissement",
                    "decision": "Renvoyé à la prochaine session.",
                    "result": "postponed",
                },
            ],
        }
