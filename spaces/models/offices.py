from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..enums import SpaceKind


class OfficeTitle(models.Model):
    """The name of an office (mayor, president of special delegation, …): institutions change, so titles are rows."""

    name = models.CharField(_("title"), max_length=120, unique=True)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("used by"), max_length=12, choices=SpaceKind.choices, default=SpaceKind.COLLECTIVITY)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_to = models.DateField(_("in use until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldRowPanel(["name", "slug"]),
        FieldRowPanel(["kind", "order"]),
        FieldRowPanel(["valid_from", "valid_to"]),
    ]

    class Meta:
        verbose_name = _("title of office")
        verbose_name_plural = _("titles of office")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class OfficeHolder(Orderable):
    """Who holds, or held, an office in a space."""

    page = ParentalKey("spaces.SpacePage", on_delete=models.CASCADE, related_name="office_holders")
    title = models.ForeignKey(OfficeTitle, models.PROTECT, verbose_name=_("title"), related_name="+")
    name = models.CharField(_("name"), max_length=120)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty while the office is held."))

    panels = [FieldRowPanel(["title", "name"]), FieldRowPanel([FieldPanel("since"), FieldPanel("until")])]

    class Meta(Orderable.Meta):
        verbose_name = _("office holder")
        verbose_name_plural = _("office holders")

    def __str__(self) -> str:
        return f"{self.title} : {self.name}"
