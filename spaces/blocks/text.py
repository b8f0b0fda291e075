from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("h2", _("Heading")), ("h3", _("Subheading"))], default="h2")

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        description = _("Opens a part of the article.")
        template = "blocks/heading.html"
        preview_value = {"text": "Ce qui a été décidé", "level": "h2"}


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>Le conseil s’est réuni en session ordinaire. Les débats étaient <b>ouverts au public</b>.</p>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What they say"), rows=3)
    author = blocks.CharBlock(label=_("Who says it"), required=False)
    role = blocks.CharBlock(label=_("Role"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's own words, set apart.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Cette fois, les chiffres étaient affichés avant le vote.",
            "author": "Une habitante",
            "role": "secteur 4",
        }


class QuestionAnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    speaker = blocks.CharBlock(label=_("Who answers"), required=False)
    answer = blocks.RichTextBlock(label=_("Answer"), features=SHORT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        label_format = "{question}"
        description = _("One exchange of an interview.")
        template = "blocks/question_answer.html"
        preview_value = {
            "question": "Que change ce forage pour le quartier ?",
            "speaker": "La présidente du comité de l’eau",
            "answer": "<p>On ne marche plus une heure avant l’école.</p>",
        }


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("info", _("To know")), ("warning", _("Attention")), ("success", _("Good news"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Call-out")
        description = _("A framed message: something to know, a warning, good news.")
        template = "blocks/callout.html"
        preview_value = {
            "tone": "info",
            "title": "Bon à savoir",
            "text": "<p>Les sessions du conseil sont ouvertes au public.</p>",
        }


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Part")
        label_format = "{title}"
        template = "blocks/accordion_item.html"


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Parts"), min_num=1)

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        description = _("Parts that the reader opens one by one.")
        template = "blocks/accordion.html"
        preview_value = {"items": [{"title": "Quelles pièces apporter ?", "text": "<p>Une copie de la CNIB.</p>"}]}
