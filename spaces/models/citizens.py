from __future__ import annotations

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from civitac.core.models import BasePage

from ..blocks.citizens import LegalReferenceBlock, LineBlock
from ..querysets import CitizenPageManager

SIMPLE_TEXT = ["bold", "italic", "ol", "ul", "link"]


class CitizenIndexPage(BasePage):
    """The citizen space: practical information, questions and answers, and what later rooms add."""

    area = "citoyens"
    template = "spaces/citizen_index_page.html"
    is_fixed = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["spaces.ServiceIndexPage", "spaces.QuestionIndexPage"]
    max_count = 1
    content_panels = [FieldPanel("title"), FieldPanel("summary")]

    class Meta:
        verbose_name = _("citizen space")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "services": ServicePage.objects.for_listing().descendant_of(self),
            "questions": QuestionPage.objects.for_listing().descendant_of(self)[:8],
            "parts": self.get_children().live(),
        }
        return context


class ServiceIndexPage(BasePage):
    area = "citoyens"
    template = "spaces/service_index_page.html"
    is_fixed = True
    parent_page_types = [CitizenIndexPage]
    subpage_types = ["spaces.ServicePage"]
    max_count = 1
    content_panels = [FieldPanel("title"), FieldPanel("summary")]

    class Meta:
        verbose_name = _("list of practical information")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        context["services"] = ServicePage.objects.for_listing().child_of(self)
        return context


class ServicePage(BasePage):
    """How to obtain something from a public office. What nobody has confirmed says so on the page."""

    photo = models.ForeignKey(
        "media_library.CivitacImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    who = RichTextField(_("who may ask"), features=SIMPLE_TEXT)
    where = RichTextField(_("where to go"), features=SIMPLE_TEXT)
    documents = StreamField([("document", LineBlock())], blank=True, verbose_name=_("documents to bring"))
    documents_confirmed = models.BooleanField(_("list of documents confirmed"), default=False)
    steps = StreamField([("step", LineBlock())], blank=True, verbose_name=_("steps"))
    cost = models.CharField(_("cost"), max_length=200, blank=True)
    cost_confirmed = models.BooleanField(_("cost confirmed"), default=False)
    delay = models.CharField(_("delay"), max_length=200, blank=True)
    delay_confirmed = models.BooleanField(_("delay confirmed"), default=False)
    notes = RichTextField(_("good to know"), blank=True, features=SIMPLE_TEXT)
    legal_basis = StreamField([("reference", LegalReferenceBlock())], blank=True, verbose_name=_("legal basis"))
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    themes = ParentalManyToManyField("territories.Theme", blank=True, related_name="services", verbose_name=_("themes"))

    objects = CitizenPageManager()

    area = "citoyens"
    template = "spaces/service_page.html"
    parent_page_types = [ServiceIndexPage]
    subpage_types = []

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("who"),
        index.SearchField("where"),
        index.SearchField("documents"),
        index.SearchField("steps"),
        index.SearchField("notes"),
        index.RelatedFields("themes", [index.SearchField("name"), index.FilterField("id")]),
    ]
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("photo"),
        MultiFieldPanel([FieldPanel("who"), FieldPanel("where")], heading=_("Who and where")),
        MultiFieldPanel([FieldPanel("documents"), FieldPanel("documents_confirmed")], heading=_("Documents to bring")),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldRowPanel(["cost", "cost_confirmed"]), FieldRowPanel(["delay", "delay_confirmed"])],
            heading=_("Cost and delay"),
        ),
        FieldPanel("notes"),
        MultiFieldPanel([FieldPanel("legal_basis"), FieldPanel("checked_on")], heading=_("Legal basis")),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("practical information")
        verbose_name_plural = _("practical information")

    @property
    def shared_image(self) -> models.Model | None:
        return self.photo


class QuestionIndexPage(BasePage):
    area = "citoyens"
    template = "spaces/question_index_page.html"
    is_fixed = True
    parent_page_types = [CitizenIndexPage]
    subpage_types = ["spaces.QuestionPage"]
    max_count = 1
    content_panels = [FieldPanel("title"), FieldPanel("summary")]

    class Meta:
        verbose_name = _("list of questions and answers")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        context["questions"] = QuestionPage.objects.for_listing().child_of(self)
        return context


class QuestionPage(BasePage):
    """A plain question about how institutions work, and its short answer."""

    answer = RichTextField(_("answer"), features=SIMPLE_TEXT)
    is_confirmed = models.BooleanField(_("answer confirmed"), default=False)
    legal_basis = StreamField([("reference", LegalReferenceBlock())], blank=True, verbose_name=_("legal basis"))
    themes = ParentalManyToManyField(
        "territories.Theme", blank=True, related_name="questions", verbose_name=_("themes")
    )

    objects = CitizenPageManager()

    area = "citoyens"
    template = "spaces/question_page.html"
    parent_page_types = [QuestionIndexPage]
    subpage_types = []

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("answer"),
        index.RelatedFields("themes", [index.SearchField("name"), index.FilterField("id")]),
    ]
    content_panels = [
        TitleFieldPanel("title", heading=_("Question")),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("answer"), FieldPanel("is_confirmed")], heading=_("Answer")),
        FieldPanel("legal_basis"),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
