from __future__ import annotations

from collections import defaultdict

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from civitac.core.cache import remembered
from civitac.core.models import BasePage
from civitac.core.registry import space_sections
from civitac.core.structured_data import absolute
from civitac.core.widgets import ImageChooser
from territories.models import Theme
from territories.offered import units

from ..blocks.key_figures import KeyFigureBlock
from ..enums import SpaceKind
from ..forms import SpaceSheetForm
from .offices import OfficeHolder
from .review import SpacePermissionTester

LATEST_ARTICLES = 8


class SpacePage(BasePage):
    """The public face of a local authority or of an organisation: its sheet, and the head of its articles."""

    presentation = RichTextField(_("presentation"), blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"])
    logo = models.ForeignKey(
        "media_library.CivitacImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coat of arms or logo"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("web site"), blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    themes = ParentalManyToManyField(
        "territories.Theme", blank=True, related_name="+", verbose_name=_("fields of action")
    )
    key_figures = StreamField([("figure", KeyFigureBlock())], blank=True, verbose_name=_("key figures"), max_num=8)

    read_with = {
        "logo": ("description", "sources"),
        "space": ("kind", "page", "territory", "collection"),
    }
    base_form_class = SpaceSheetForm
    template = "spaces/space_page.html"
    parent_page_types = ["spaces.CollectivityIndexPage", "spaces.OrganisationIndexPage"]
    subpage_types = ["spaces.ArticlePage"]

    search_fields = [*BasePage.search_fields, index.SearchField("presentation")]

    sheet_panels = [
        FieldPanel("title", heading=_("Name of the space")),
        FieldPanel("summary"),
        FieldPanel("logo", widget=ImageChooser),
        FieldPanel("presentation"),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    ]
    contact_panels = [
        FieldPanel("address"),
        FieldRowPanel(["phone", "email"]),
        FieldRowPanel(["website", "opening_hours"]),
    ]
    people_panels = [
        InlinePanel("office_holders", heading=_("Office holders"), label=_("Office holder")),
        MultiFieldPanel([FieldPanel("key_figures")], heading=_("Key figures")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(sheet_panels, heading=_("Presentation")),
            ObjectList(contact_panels, heading=_("Contacts")),
            ObjectList(people_panels, heading=_("People and figures")),
        ]
    )

    class Meta:
        verbose_name = _("space's page")
        verbose_name_plural = _("spaces' pages")

    @property
    def area(self) -> str:
        return "osc" if self.space.kind == SpaceKind.ORGANISATION else "collectivites"

    @property
    def shared_image(self) -> models.Model | None:
        return self.logo

    @cached_property
    def current_holders(self) -> list[OfficeHolder]:
        holders = self.office_holders.filter(until__isnull=True).select_related("title")
        return list(holders.only("page", "name", "since", "title__name"))

    def permissions_for_user(self, user: AbstractBaseUser) -> SpacePermissionTester:
        return SpacePermissionTester(user, self)

    @classmethod
    def can_create_at(cls, parent: models.Model) -> bool:
        """Never by hand: `spaces.services.create_space` makes the page together with what belongs to it."""
        return False

    def articles(self) -> models.QuerySet:
        from .articles import ArticlePage

        return ArticlePage.objects.for_listing().in_space(self.space)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        self.space.territory = units(request).get(self.space.territory_id)
        sections = (section(self, request) for section in space_sections)
        context |= {
            "space": self.space,
            "articles": self.articles()[:LATEST_ARTICLES],
            "sections": [section for section in sections if section is not None],
            "fields": self.themes.all() if request.is_preview else fields_of_action(request).get(self.pk, ()),
        }
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, object]]:
        kind = "GovernmentOrganization" if self.space.kind == SpaceKind.COLLECTIVITY else "NGO"
        organisation = {
            "@type": kind,
            "name": self.title,
            "url": absolute(self.get_url(request)),
            "description": self.description,
            "address": self.address,
            "telephone": self.phone,
            "email": self.email,
        }
        return [*super().structured_data(request), {name: value for name, value in organisation.items() if value}]


@remembered
def fields_of_action() -> dict[int, list[Theme]]:
    """Key of a space's page → its themes, in their order."""
    found = defaultdict(list)
    links = SpacePage.themes.through.objects.select_related("theme").order_by("theme__order", "theme__name")
    for link in links:
        found[link.spacepage_id].append(link.theme)
    return dict(found)
