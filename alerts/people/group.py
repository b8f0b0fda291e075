"""What the screens of one group share."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton, ListingButton

from accounts.identifiers import Identifier, Way

from ..models import DiffusionGroup, Subscriber

IMPORT, PEOPLE = gettext_lazy("Import a list"), gettext_lazy("People")


class OfOneGroup(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin):
    """A screen for whoever may change the group, who also sees its numbers whole."""

    permission_required = "change"
    model = DiffusionGroup

    @property
    def people(self) -> QuerySet[Subscriber]:
        return Subscriber.objects.filter(memberships__group=self.object).order_by("-pk")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        groups = reverse(DiffusionGroup.snippet_viewset.get_url_name("list"))
        return [
            *self.breadcrumbs_items,
            {"url": groups, "label": capfirst(DiffusionGroup._meta.verbose_name_plural)},
            {"url": address(self.object, "edit"), "label": str(self.object)},
            {"url": "", "label": self.get_page_title(), "sublabel": str(self.object)},
        ]

    def get_page_subtitle(self) -> str:
        return str(self.object)


def address(group: DiffusionGroup, name: str, *args: object) -> str:
    return reverse(DiffusionGroup.snippet_viewset.get_url_name(name), args=[group.pk, *args])


def header_buttons(group: DiffusionGroup, *names: str) -> list[HeaderButton]:
    offered = {"people": (PEOPLE, "group"), "lists": (IMPORT, "upload")}
    return [
        HeaderButton(offered[name][0], url=address(group, name), icon_name=offered[name][1], priority=place)
        for place, name in enumerate(names, 5)
    ]


def listing_buttons(group: DiffusionGroup) -> list[ListingButton]:
    return [
        ListingButton(PEOPLE, url=address(group, "people"), icon_name="group", priority=5),
        ListingButton(IMPORT, url=address(group, "lists"), icon_name="upload", priority=6),
    ]


def shown(number: str) -> str:
    """As people write it, which no spreadsheet takes for a formula."""
    return str(Identifier(Way.PHONE, number))
