"""Territories and themes in the Wagtail admin: the animation team keeps them, everyone chooses among them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.widgets import AdminSnippetChooser

from .forms import TerritoryChooserForm, TerritoryForm
from .models import Territory, Theme

LEVEL = Column("level", label=_("Level"), accessor="get_level_display")
LIES_IN = Column("parent", label=_("Lies in"), accessor=lambda territory: territory.parent and territory.parent.name)


CHOOSE, CHOOSE_ANOTHER = _("Choose a territory"), _("Choose another territory")


class TerritoryChooser(AdminSnippetChooser):
    """The button that opens the searchable list, in any form; Wagtail's own would say “Choose territory”."""

    model = Territory
    icon = "place"
    show_edit_link = False

    def __init__(self, **kwargs: object) -> None:
        super().__init__(choose_one_text=CHOOSE, choose_another_text=CHOOSE_ANOTHER, **kwargs)

    def get_display_title(self, instance: Territory) -> str:
        return instance.placed_name


class PlacedNames:
    """Mixed into a chooser's answer: the name that tells look-alikes apart."""

    def get_display_title(self, instance: Territory) -> str:
        return instance.placed_name

    def get_edit_item_url(self, instance: Territory) -> None:
        return None


class TerritoryChosenView(PlacedNames, SnippetChosenView):
    pass


class TerritoryChosenMultipleView(PlacedNames, SnippetChosenMultipleView):
    pass


class PresentTerritories:
    """Mixed into a chooser's list: the present map, from the country down, narrowed by any name and by level."""

    filter_form_class = TerritoryChooserForm

    def get_object_list(self) -> QuerySet:
        return Territory.objects.current().select_related("parent").by_level()

    @property
    def columns(self) -> list[Column]:
        title = self.title_column
        title.label, title.accessor = _("Name"), "name"
        return [title, LEVEL, LIES_IN]


class TerritoryChooseView(PresentTerritories, ChooseView):
    pass


class TerritoryChooseResultsView(PresentTerritories, ChooseResultsView):
    pass


class TerritoryChooserViewSet(SnippetChooserViewSet):
    icon = "place"
    choose_one_text = CHOOSE
    choose_another_text = CHOOSE_ANOTHER
    base_widget_class = TerritoryChooser
    choose_view_class = TerritoryChooseView
    choose_results_view_class = TerritoryChooseResultsView
    chosen_view_class = TerritoryChosenView
    chosen_multiple_view_class = TerritoryChosenMultipleView


class TerritoryIndexView(IndexView):
    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.resembling(self.search_query) if self.is_searching else queryset


class TerritoryViewSet(SnippetViewSet):
    model = Territory
    icon = "place"
    menu_label = _("Territories")
    index_view_class = TerritoryIndexView
    chooser_viewset_class = TerritoryChooserViewSet
    chooser_per_page = 20
    copy_view_enabled = False
    list_display = ["name", LEVEL, LIES_IN, Column("code", label=_("Code"), sort_key="code")]
    list_filter = ["level"]
    list_per_page = 50
    search_fields = ["name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("spellings"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name", read_only=True), FieldPanel("level", read_only=True)]),
                    FieldRowPanel([FieldPanel("code", read_only=True), FieldPanel("seat", read_only=True)]),
                    FieldRowPanel(
                        [FieldPanel("parent", read_only=True), FieldPanel("population_2019", read_only=True)]
                    ),
                ],
                heading=_("What the official tables say"),
                help_text=_("These facts come with the platform's updates and are not changed here."),
            ),
        ],
        base_form_class=TerritoryForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Territory.objects.select_related("parent").by_level()


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    copy_view_enabled = False
    sort_order_field = "order"
    list_display = ["name", "description"]
    search_fields = ["name", "description"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        FieldPanel("slug", help_text=_("The end of the theme's address. Changing it breaks links already shared.")),
        FieldPanel("description", help_text=_("One sentence: what readers find under this theme.")),
    ]


class TerritoriesAndThemes(SnippetViewSetGroup):
    menu_label = _("Territories and themes")
    menu_icon = "place"
    menu_order = 530
    items = (TerritoryViewSet, ThemeViewSet)
