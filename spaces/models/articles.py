from __future__ import annotations

import math
from textwrap import shorten

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from civitac.core.models import BasePage
from civitac.core.structured_data import absolute
from civitac.core.templatetags.civitac import share_image_url
from civitac.core.text import words_in
from civitac.core.widgets import ImageChooser
from territories.offered import units

from ..blocks import ArticleBodyBlock
from ..enums import ArticleKind, TextLanguage
from ..forms import ArticleForm
from ..querysets import LINE, ArticleManager
from ..widgets import WholeTitle
from .authors import EDITORIAL_TEAM
from .review import ReviewedPermissionTester
from .space import Space, shown_spaces

READING_WORDS_PER_MINUTE = 180
# Search engines cut what is longer (developers.google.com/search/docs/appearance/structured-data/article).
LONGEST_HEADLINE = 110


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("spaces.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePermissionTester(ReviewedPermissionTester):
    def can_move(self) -> bool:
        """Only for those who may also add pages elsewhere: whoever writes in one space has nowhere to move to."""
        return super().can_move() and (self.user.is_superuser or self._may_add_elsewhere)

    @cached_property
    def _may_add_elsewhere(self) -> bool:
        parent = self.page.path[: -self.page.steplen]
        rights = self.permission_policy.get_cached_permissions_for_user(self.user)
        return any(right.permission.codename == "add_page" and right.page.path != parent for right in rights)


class ArticlePage(BasePage):
    """Something that a space tells: a report, a council session, an interview, …"""

    kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind.choices, default=ArticleKind.REPORT)
    photo = models.ForeignKey(
        "media_library.CivitacImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    body = StreamField(ArticleBodyBlock, blank=True, verbose_name=_("text"))
    organisation_credit = models.CharField(
        _("organisation credit"), max_length=160, blank=True, help_text=_("The organisation the authors write for.")
    )
    language = models.CharField(
        _("language of the text"), max_length=3, choices=TextLanguage.choices, default=TextLanguage.FRENCH
    )
    event_date = models.DateField(_("date of the event"), null=True, blank=True)
    territory = models.ForeignKey(
        "territories.Territory",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("place"),
        help_text=_("Left empty, the place is the space's own territory."),
    )
    themes = ParentalManyToManyField("territories.Theme", blank=True, related_name="articles", verbose_name=_("themes"))
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))
    # The space the article stands in: follows from its place in the tree, kept so that lists need no walk up.
    space = models.ForeignKey("spaces.Space", models.PROTECT, null=True, editable=False, related_name="articles")

    objects = ArticleManager()

    base_form_class = ArticleForm
    template = "spaces/article_page.html"
    parent_page_types = ["spaces.SpacePage"]
    subpage_types = []
    # A copy takes its space from where it is put.
    exclude_fields_in_copy = ["space"]
    open_graph_type = "article"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("organisation_credit"),
        index.FilterField("kind"),
        index.FilterField("space_id"),
        index.FilterField("territory_id"),
        index.FilterField("language"),
        index.RelatedFields("territory", [index.SearchField("name"), index.FilterField("path")]),
        index.RelatedFields("themes", [index.SearchField("name"), index.FilterField("id")]),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("authors", [index.SearchField("public_name")]),
    ]

    text_panels = [
        TitleFieldPanel("title", widget=WholeTitle),
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("photo", widget=ImageChooser),
        FieldPanel("body"),
    ]
    filing_panels = [
        MultiFieldPanel(
            [
                InlinePanel("authors", label=_("Author"), min_num=0),
                FieldPanel("organisation_credit"),
            ],
            heading=_("Who signs"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("tags", help_text=_("Write a word, then press Enter.")),
                FieldPanel("territory"),
                FieldRowPanel(["event_date", "language"]),
            ],
            heading=_("Where readers find it"),
        ),
        InlinePanel("related", heading=_("See also"), label=_("Article"), max_num=4),
    ]
    publication_panels = [
        MultiFieldPanel([HelpPanel(template="spaces/admin/schedule_panel.html")], heading=_("When readers see it")),
        *BasePage.settings_panels,
        FieldPanel("slug"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(text_panels, heading=_("Text")),
            ObjectList(filing_panels, heading=_("Filing")),
            ObjectList(publication_panels, heading=_("Publication")),
        ]
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["event_date"])]

    @property
    def area(self) -> str:
        return "osc" if self.space and self.space.kind == "organisation" else "collectivites"

    @property
    def shared_image(self) -> models.Model | None:
        return self.photo

    def get_kind_display(self) -> str:
        """What Django's own says, which goes through all the choices again for each line of a list."""
        return str(ArticleKind(self.kind).label) if self.kind in ArticleKind else self.kind

    @property
    def reading_minutes(self) -> int:
        words = sum(words_in(block["value"]) for block in self.body.raw_data)
        return max(1, math.ceil(words / READING_WORDS_PER_MINUTE))

    @cached_property
    def bylines(self) -> list[str]:
        """Public names of those who sign, in their order, each once."""
        names = (line.author.public_name for line in self.authors.select_related("author"))
        return list(dict.fromkeys(names))

    @cached_property
    def see_also(self) -> list[ArticlePage]:
        """Published articles that the editor chose, in the order of the choice."""
        shown = ("page", *(f"article__{name}" for name in LINE))
        lines = self.related.select_related("article__photo").only(*shown)
        return [line.article for line in lines if line.article.live]

    def permissions_for_user(self, user: AbstractBaseUser) -> ArticlePermissionTester:
        return ArticlePermissionTester(user, self)

    def can_move_to(self, parent: Page) -> bool:
        """Never into a closed space: what is on line would stay so in a place that readers cannot reach."""
        return parent.live and super().can_move_to(parent)

    def save(self, *args: object, **kwargs: object) -> None:
        if self.space_id is None and self.path:
            self.place_in_tree()
        super().save(*args, **kwargs)

    def place_in_tree(self) -> None:
        """Take the space, and the territory where none was chosen, from where the article stands."""
        self.space = Space.objects.containing(self).first()
        if self.space and self.territory_id is None:
            self.territory_id = self.space.territory_id

    def with_content_json(self, content: dict[str, object]) -> ArticlePage:
        """What a revision says, in the space where the article stands now."""
        article = super().with_content_json(content)
        article.space_id = self.space_id
        return article

    def take_space(self, request: HttpRequest) -> None:
        """Know the space from what this process keeps of all of them; one that is not among them yet is read as ever."""
        if known := shown_spaces(request).get(self.space_id):
            self.space = known

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        self.take_space(request)
        context = super().get_context(request, *args, **kwargs)
        context |= {"space": self.space, "territory": units(request).get(self.territory_id)}
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, object]]:
        head = self.space.page
        publisher = {"@type": "Organization", "name": head.title, "url": absolute(head.get_url(request))}
        article = {
            "@type": "NewsArticle",
            "headline": shorten(self.title, LONGEST_HEADLINE, placeholder=" …"),
            "description": self.description,
            "inLanguage": self.language,
            "datePublished": self.first_published_at.isoformat() if self.first_published_at else None,
            "dateModified": self.last_published_at.isoformat() if self.last_published_at else None,
            "mainEntityOfPage": absolute(self.get_url(request)),
            "author": [
                publisher if name == EDITORIAL_TEAM else {"@type": "Person", "name": name} for name in self.bylines
            ]
            or publisher,
            "publisher": publisher,
        }
        if picture := share_image_url(self.photo):
            article["image"] = absolute(picture)
        return [*super().structured_data(request), {name: value for name, value in article.items() if value}]


class ArticleAuthor(Orderable):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authors")
    author = models.ForeignKey("spaces.Author", models.CASCADE, related_name="signed", verbose_name=_("author"))

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        verbose_name = _("author of an article")
        verbose_name_plural = _("authors of articles")

    def __str__(self) -> str:
        return str(self.author)

    @property
    def public_name(self) -> str:
        return self.author.public_name


class RelatedArticle(Orderable):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="related")
    article = models.ForeignKey(ArticlePage, models.CASCADE, related_name="+", verbose_name=_("article"))

    panels = [PageChooserPanel("article")]

    class Meta(Orderable.Meta):
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")

    def __str__(self) -> str:
        return str(self.article)
