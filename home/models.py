from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from civitac.core.models import BasePage
from civitac.core.structured_data import absolute
from spaces.blocks import ArticleBodyBlock

from .addresses import is_reserved
from .blocks import HomeBodyBlock
from .forms import RESERVED, StandardPageCopyForm, StandardPageForm


class HomePage(BasePage):
    """The front door, composed from blocks by the animation team."""

    body = StreamField(HomeBodyBlock, blank=True, verbose_name=_("blocks"))

    template = "home/home_page.html"
    is_fixed = True
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [FieldPanel("title"), FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")

    def structured_data(self, request: HttpRequest) -> list[dict[str, object]]:
        search = absolute("/recherche/?q={search_term_string}")
        return [
            {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")},
            {
                "@type": "WebSite",
                "name": settings.WAGTAIL_SITE_NAME,
                "url": absolute("/"),
                "inLanguage": "fr",
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": search,
                    "query-input": "required name=search_term_string",
                },
            },
        ]


class StandardPage(BasePage):
    """A page of plain information: about, legal notice, charter, help, …"""

    body = StreamField(ArticleBodyBlock, blank=True, verbose_name=_("text"))
    shown_in_footer = models.BooleanField(_("link in the footer"), default=False)

    base_form_class = StandardPageForm
    copy_form_class = StandardPageCopyForm
    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("shown_in_footer"),
    ]

    class Meta:
        verbose_name = _("page of information")
        verbose_name_plural = _("pages of information")

    def clean(self) -> None:
        super().clean()
        if self.path and is_reserved(self.slug, self.get_parent()):
            raise ValidationError({"slug": RESERVED})

    def can_move_to(self, parent: Page) -> bool:
        return super().can_move_to(parent) and not is_reserved(self.slug, parent)


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What the animation team says of the platform on every page, and how it is reached."""

    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    footer_text = models.CharField(_("sentence in the footer"), max_length=250, blank=True)
    contact_email = models.EmailField(_("address that receives messages"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=60, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=200, blank=True)
    shared_image = models.ForeignKey(
        "media_library.CivitacImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture shown when a page without one is shared"),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("tagline"), FieldPanel("footer_text"), FieldPanel("shared_image")], _("Every page")
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldRowPanel(["contact_phone", "postal_address"])], heading=_("Contact")
        ),
    ]

    class Meta:
        verbose_name = _("identity and contact")


class ContactMessageQuerySet(models.QuerySet):
    def like(self, message: ContactMessage) -> ContactMessageQuerySet:
        """Those that say the same, word for word, and wait for an answer: whoever got none sends a form again."""
        said = {name: getattr(message, name) for name in ("name", "reply_to", "subject", "body")}
        return self.filter(is_answered=False, **said)


class ContactMessage(models.Model):
    """What someone wrote through the contact form. Kept, so that a mail server that is down loses nothing."""

    name = models.CharField(_("name"), max_length=120)
    reply_to = models.CharField(_("e-mail address or phone number"), max_length=120)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("message"), max_length=5000)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    is_answered = models.BooleanField(_("answered"), default=False)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message received")
        verbose_name_plural = _("messages received")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject
