"""What the animation team composes the home page from."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from civitac.core.choosers import ImageChooserBlock, PageChooserBlock
from civitac.core.registry import home_blocks
from spaces.blocks.key_figures import PREVIEW, KeyFigureBlock


class HeadlineBlock(blocks.StructBlock):
    """The welcome: a sentence, and the search field."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("In one or two sentences"), required=False, rows=2)
    image = ImageChooserBlock(label=_("Picture"), required=False, help_text=_("Shown on wide screens only."))

    class Meta:
        icon = "title"
        label = _("Headline")
        description = _("The site's welcome and its search field. Once, at the top.")
        template = "blocks/headline.html"
        preview_value = {
            "title": "L’information publique de votre commune, à portée de main",
            "text": "Publiée par les collectivités et les organisations elles-mêmes.",
            "image": None,
        }


class DoorsBlock(blocks.StaticBlock):
    """The doors to the spaces that exist."""

    class Meta:
        icon = "grip"
        label = _("The four spaces")
        admin_text = _("One door for each space that has a published page.")
        description = _("One door for each space: local authorities, organisations, citizens, media library.")
        template = "blocks/doors.html"
        preview_value = None


class LatestBlock(blocks.StructBlock):
    """The newest articles of the whole site."""

    title = blocks.CharBlock(label=_("Title"), default="À la une")
    count = blocks.IntegerBlock(label=_("How many"), min_value=2, max_value=10, default=6)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Latest articles")
        description = _("The newest articles of all spaces.")
        template = "blocks/latest.html"
        preview_value = {"title": "À la une", "count": 4}

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict[str, object]:
        from spaces.models import ArticlePage

        articles = ArticlePage.objects.for_listing()[: value["count"]]
        return super().get_context(value, parent_context) | {"articles": articles}


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("Figures"), min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Figures worth remembering, each with its source.")
        template = "blocks/home_figures.html"
        preview_value = {"title": "Le Burkina Faso en chiffres", "figures": [PREVIEW]}


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), default="Vos questions")
    pages = blocks.ListBlock(
        PageChooserBlock(page_type=["spaces.QuestionPage", "spaces.ServicePage"]),
        label=_("Questions"),
        max_num=6,
    )

    class Meta:
        icon = "help"
        label = _("Questions and practical information")
        description = _("A few questions or pieces of practical information, chosen by hand.")
        template = "blocks/questions.html"
        preview_value = {"title": "Vos questions", "pages": []}


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"))
    url = blocks.URLBlock(label=_("Address"), required=False)
    logo = ImageChooserBlock(label=_("Logo"), required=False)

    class Meta:
        icon = "group"
        label = _("Partner")
        label_format = "{name}"
        template = "blocks/partner.html"


class PartnersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), default="Partenaires")
    partners = blocks.ListBlock(PartnerBlock(), label=_("Partners"), min_num=1)

    class Meta:
        icon = "group"
        label = _("Partners")
        description = _("Who supports the platform.")
        template = "blocks/partners.html"
        preview_value = {"title": "Partenaires", "partners": [{"name": "Un partenaire", "url": "", "logo": None}]}


class HomeBodyBlock(blocks.StreamBlock):
    headline = HeadlineBlock()
    doors = DoorsBlock()
    latest = LatestBlock()
    figures = FiguresBlock()
    questions = QuestionsBlock()
    partners = PartnersBlock()

    def __init__(self, local_blocks: Iterable[tuple[str, blocks.Block]] | None = None, **kwargs: object) -> None:
        added = [(name, block_class()) for name, block_class in home_blocks.items()]
        super().__init__([*(local_blocks or []), *added], **kwargs)
