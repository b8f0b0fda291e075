"""Diffusion groups in the Wagtail admin."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Collection, ModelLogEntry
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView

from civitac.core.ownership import SpaceOwnedViewSet

from .. import consent
from ..enums import Channel
from ..lists.views import ListsView, ListView, RejectsView
from ..models import DiffusionGroup, Membership
from ..owners import KeptByOwnerForm
from .group import SCREENS, address, buttons
from .views import ExportView, PeopleView


class GroupIndexView(IndexView):
    def get_list_more_buttons(self, instance: DiffusionGroup) -> list[Button]:
        found = super().get_list_more_buttons(instance)
        if self.user_has_permission_for_instance("change", instance):
            found += buttons(ListingButton, instance, *SCREENS)
        return found


class GroupCreateView(CreateView):
    def get_success_url(self) -> str:
        """A new group waits for its people."""
        return address(self.object, "people")


class GroupEditView(EditView):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        return buttons(HeaderButton, self.object, *SCREENS)


class GroupDeleteView(DeleteView):
    @property
    def confirmation_message(self) -> str:
        number = self.object.memberships.count()
        return ngettext(
            "%(number)d person receives its messages and will receive them no more. The journal of consent is kept.",
            "%(number)d people receive its messages and will receive them no more. The journal of consent is kept.",
            number,
        ) % {"number": number}

    def delete_action(self) -> None:
        consent.dissolve(self.object, channel=Channel.DESK, by=self.request.user)
        super().delete_action()


class DiffusionGroupViewSet(SpaceOwnedViewSet):
    model = DiffusionGroup
    icon = "group"
    menu_label = gettext_lazy("Diffusion groups")
    index_view_class = GroupIndexView
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
    list_display = [
        "name",
        Column("collection", label=gettext_lazy("Owner")),
        Column("territory", label=gettext_lazy("Territory")),
        BooleanColumn("is_open", label=gettext_lazy("Open")),
        Column("people_count", label=gettext_lazy("People")),
    ]
    list_filter = ["is_open"]
    list_per_page = 50
    search_fields = ["name", "description"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("description"),
            FieldPanel("territory"),
            FieldPanel("collection", heading=gettext_lazy("Owner")),
            FieldPanel("is_open"),
        ],
        base_form_class=KeptByOwnerForm,
    )

    def get_edit_handler(self) -> object:
        return super(SpaceOwnedViewSet, self).get_edit_handler().bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = (
            Membership.objects.filter(group=OuterRef("pk"))
            .order_by()
            .values("group")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return (
            super()
            .get_queryset(request)
            .select_related("territory")
            .annotate(people_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("people/<int:pk>/", self.construct_view(PeopleView), name="people"),
            path("export/<int:pk>/", self.construct_view(ExportView), name="export_people"),
            path("lists/<int:pk>/", self.construct_view(ListsView), name="lists"),
            path("lists/<int:pk>/<int:of_list>/", self.construct_view(ListView), name="list_import"),
            path("lists/<int:pk>/<int:of_list>/rejects/", self.construct_view(RejectsView), name="list_rejects"),
        ]


def keep_groups_of_alerts(request: HttpRequest, rows: list[Model]) -> HttpResponse | None:
    """A group stays as long as an alert names it: it says whom the alert was for."""
    asked = [row.pk for row in rows if isinstance(row, DiffusionGroup)]
    named = DiffusionGroup.objects.filter(pk__in=asked, alerts__isnull=False)
    names = list(named.distinct().values_list("name", flat=True)) if asked else []
    if not names:
        return None
    messages.error(
        request,
        _("Alerts were written for %(names)s: close it instead, by unticking “anyone may subscribe”.")
        % {"names": ", ".join(names)},
    )
    return redirect(DiffusionGroup.snippet_viewset.get_url_name("list"))


def dissolve_before_bulk_deletion(request: HttpRequest, action_type: str, rows: list[Model], action: object) -> None:
    """The journal says that their people left, as when one group is deleted; in the transaction of the deletion."""
    if action_type == "delete":
        for row in rows:
            if isinstance(row, DiffusionGroup):
                consent.dissolve(row, channel=Channel.DESK, by=request.user)


def count_the_groups_of_a_collection(collection: Collection) -> dict[str, object] | None:
    """A collection that holds groups is not deleted: they would go with it, without a word."""
    number = DiffusionGroup.objects.filter(collection=collection).count()
    return {
        "count": number,
        "count_text": ngettext("%(number)d diffusion group", "%(number)d diffusion groups", number)
        % {"number": number},
        "url": reverse(DiffusionGroup.snippet_viewset.get_url_name("list")),
    }


class ListAdded(LogFormatter):
    label = gettext_lazy("Add the people of a list")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        number = log_entry.data.get("number", 0)
        return ngettext(
            "%(number)d person added from the list “%(name)s”",
            "%(number)d people added from the list “%(name)s”",
            number,
        ) % {"number": number, "name": log_entry.data.get("name", "")}


class ListUndone(LogFormatter):
    label = gettext_lazy("Undo a list")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        number = log_entry.data.get("number", 0)
        return ngettext(
            "%(number)d person taken out with the list “%(name)s”",
            "%(number)d people taken out with the list “%(name)s”",
            number,
        ) % {"number": number, "name": log_entry.data.get("name", "")}


class Exported(LogFormatter):
    label = gettext_lazy("Take the list of numbers")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        number = log_entry.data.get("number", 0)
        return ngettext("%(number)d number taken", "%(number)d numbers taken", number) % {"number": number}


def name_the_verbs(actions: LogActionRegistry) -> None:
    actions.register_action("alerts.export_people")(Exported)
    actions.register_action("alerts.import_list")(ListAdded)
    actions.register_action("alerts.undo_list")(ListUndone)
