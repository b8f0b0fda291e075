from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from civitac.core.registry import article_blocks

from .files import AudioBlock, DocumentBlock, LinkBlock, VideoBlock
from .key_figures import KeyFiguresBlock
from .pictures import GalleryBlock, PhotoBlock
from .tables import AgendaBlock, TableBlock
from .text import AccordionBlock, CalloutBlock, HeadingBlock, ParagraphBlock, QuestionAnswerBlock, QuoteBlock

TEXT, PICTURES, FIGURES, LINKS = (
    _("Text"),
    _("Pictures and sound"),
    _("Figures and decisions"),
    _("Documents and links"),
)


class ArticleBodyBlock(blocks.StreamBlock):
    """The body of an article: our own blocks, then those that upper rooms registered."""

    paragraph = ParagraphBlock(group=TEXT)
    heading = HeadingBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    question_answer = QuestionAnswerBlock(group=TEXT)
    callout = CalloutBlock(group=TEXT)
    accordion = AccordionBlock(group=TEXT)
    photo = PhotoBlock(group=PICTURES)
    gallery = GalleryBlock(group=PICTURES)
    audio = AudioBlock(group=PICTURES)
    video = VideoBlock(group=PICTURES)
    key_figures = KeyFiguresBlock(group=FIGURES)
    table = TableBlock(group=FIGURES)
    agenda = AgendaBlock(group=FIGURES)
    document = DocumentBlock(group=LINKS)
    link = LinkBlock(group=LINKS)

    def __init__(self, local_blocks: Iterable[tuple[str, blocks.Block]] | None = None, **kwargs: object) -> None:
        added = [(name, block_class()) for name, block_class in article_blocks.items()]
        super().__init__([*(local_blocks or []), *added], **kwargs)
