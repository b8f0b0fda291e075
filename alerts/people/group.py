"""What the screens of one group share."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton, ListingButton

from accounts.identifiers import Identifier, Way

from ..models import DiffusionGroup, Subscriber

SomeButton = TypeVar("SomeButton", HeaderButton, ListingButton)


class Screen(NamedTuple):
    label: str
    icon_name: str


# Those that buttons lead to, by the names of their addresses.
SCREENS = {
    "people": Screen(gettext_lazy("People"), "group"),
    "lists": Screen(gettext_lazy("Import a list"), "upload"),
}


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


def buttons(kind: type[SomeButton], group: DiffusionGroup, *names: str) -> list[SomeButton]:
    """One for each of these screens."""
    return [
        kind(SCREENS[name].label, url=address(group, name), icon_name=SCREENS[name].icon_name, priority=place)
        for place, name in enumerate(names, 5)
    ]


def shown(number: str) -> str:
    """As people write it, which no spreadsheet takes for a formula."""
    return str(Identifier(Way.PHONE, number))
