"""Indicators and tables in the Wagtail admin."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from civitac.core.ownership import SpaceOwnedViewSet

from ..models import Indicator, StatisticTable
from .forms import IndicatorForm, TableForm
from .grid.views import FiguresView, JournalView


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "list-ul"
    menu_label = gettext_lazy("Indicators")
    copy_view_enabled = False
    sort_order_field = "order"
    list_display = [
        "name",
        Column("code", label=gettext_lazy("Code"), sort_key="code"),
        Column("unit", label=gettext_lazy("Unit")),
        Column("get_frequency_display", label=gettext_lazy("Frequency")),
        Column("theme", label=gettext_lazy("Theme")),
    ]
    list_filter = ["theme", "frequency"]
    list_per_page = 50
    search_fields = ["name", "code", "definition"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel(
                "code",
                help_text=gettext_lazy("The end of its address, and its name in files. It breaks links to change it."),
            ),
            FieldPanel(
                "definition",
                help_text=gettext_lazy("What is counted, and what is not, so that two people find the same figure."),
            ),
            FieldRowPanel([FieldPanel("unit"), FieldPanel("decimals")]),
            FieldRowPanel([FieldPanel("frequency"), FieldPanel("aggregation")]),
            FieldRowPanel([FieldPanel("theme"), FieldPanel("part_of")]),
            MultiFieldPanel(
                [FieldPanel("source"), FieldPanel("methodology")], heading=gettext_lazy("Where it comes from")
            ),
        ],
        base_form_class=IndicatorForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Indicator.objects.select_related("theme")


class TableIndexView(IndexView):
    def get_list_more_buttons(self, instance: StatisticTable) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission_for_instance("change", instance):
            # What is done most often is in sight, the rest under the dots.
            (label, address, icon, priority), *others = below_a_table()
            buttons.append(
                ListingButton(label, url=reverse(address, args=[instance.pk]), icon_name=icon, priority=priority)
            )
            buttons += [
                Button(label, url=reverse(address, args=[instance.pk]), icon_name=icon, priority=priority)
                for label, address, icon, priority in others
            ]
        return buttons


class TableCreateView(CreateView):
    def get_success_url(self) -> str:
        """A new table waits for its figures."""
        return reverse(StatisticTable.snippet_viewset.get_url_name("figures"), args=[self.object.pk])


class TableEditView(EditView):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        importing = (gettext_lazy("Import a file"), "data_pages_import:table", "upload", 15)
        return [
            HeaderButton(label, url=reverse(address, args=[self.object.pk]), icon_name=icon, priority=priority)
            for label, address, icon, priority in (*below_a_table(), importing)
        ]


def below_a_table() -> list[tuple[str, str, str, int]]:
    """What else is done with a table: label, URL name, icon, rank."""
    url_name = StatisticTable.snippet_viewset.get_url_name
    return [
        (gettext_lazy("Type the figures"), url_name("figures"), "edit", 5),
        (gettext_lazy("Journal of the figures"), url_name("journal"), "history", 30),
    ]


class TableDeleteView(DeleteView):
    @property
    def confirmation_message(self) -> str:
        number = self.object.observations.count()
        return ngettext(
            "This table holds %(number)d figure, which goes with it, and cannot be brought back.",
            "This table holds %(number)d figures, which go with it, and cannot be brought back.",
            number,
        ) % {"number": number}


class StatisticTableViewSet(SpaceOwnedViewSet):
    model = StatisticTable
    icon = "table"
    menu_label = gettext_lazy("Tables of figures")
    index_view_class = TableIndexView
    add_view_class = TableCreateView
    edit_view_class = TableEditView
    delete_view_class = TableDeleteView
    list_display = [
        "title",
        Column("collection", label=gettext_lazy("Owner")),
        Column("get_visibility_display", label=gettext_lazy("Who may read"), sort_key="visibility"),
        DateColumn("updated_at", label=gettext_lazy("Updated"), sort_key="updated_at"),
    ]
    list_filter = ["visibility"]
    list_per_page = 50
    search_fields = ["title", "description", "source"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("title", help_text=gettext_lazy("What and where: “Water points of the commune”.")),
            FieldPanel("description", help_text=gettext_lazy("In a few lines: who counted, how, what is not in it.")),
            FieldPanel("source", help_text=gettext_lazy("Who produced these figures, named as it should be quoted.")),
            FieldPanel("collection", heading=gettext_lazy("Owner")),
            FieldPanel(
                "visibility",
                help_text=gettext_lazy(
                    "Title, description and source are always public. Usually: everyone for national figures, anyone who"
                    " has identified themselves for those of a space."
                ),
            ),
            FieldPanel("licence"),
        ],
        base_form_class=TableForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("figures/<int:pk>/", self.construct_view(FiguresView), name="figures"),
            path("journal/<int:pk>/", self.construct_view(JournalView), name="journal"),
        ]

    def get_edit_handler(self) -> object:
        handler = super(SpaceOwnedViewSet, self).get_edit_handler()
        return handler.bind_to_model(self.model)
