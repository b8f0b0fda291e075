from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import CollectionMember
from wagtail.search import index

EDITORIAL_TEAM = _("The editorial team")


class Author(CollectionMember, index.Indexed, models.Model):
    """Someone who signs articles of a space. A name can be withheld everywhere at once, for the author's safety."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("For example: Civitac observer, Kaya."))
    is_withheld = models.BooleanField(
        _("withhold the name"),
        default=False,
        help_text=_("Tick it at the author's request: the site then shows “The editorial team” instead of the name."),
    )

    panels = [FieldPanel("name"), FieldPanel("role"), FieldPanel("is_withheld"), FieldPanel("collection")]
    search_fields = [
        *CollectionMember.search_fields,
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        default_permissions = ("add", "change", "delete", "view", "choose")

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        return str(EDITORIAL_TEAM) if self.is_withheld else self.name
