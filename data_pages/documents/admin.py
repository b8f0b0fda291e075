"""Documents in the Wagtail admin: its own screens, with what a town hall needs to see at a glance."""

from __future__ import annotations

import django_filters
from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_q.tasks import async_task
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.documents.views import documents
from wagtail.snippets.views.snippets import SnippetViewSet

from ..enums import ContentState
from ..models import CivitacDocument, DocumentKind
from .places import unfinished


def describe_what_was_moved(_request: HttpRequest, act: str, _objects: list[Model], view: BulkAction) -> None:
    """After documents were moved together, which sends no signal, they are found under the name of their new space."""
    if act == "add_to_collection" and view.model is CivitacDocument:
        collection = view.cleaned_form.cleaned_data["collection"]
        async_task("data_pages.documents.tasks.describe_again", "collection", collection.pk)


class DocumentsFilterSet(documents.DocumentsFilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind"), queryset=DocumentKind.objects.all(), method="narrow", field_name="kind"
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Reading of the file"),
        choices=ContentState.choices,
        method="narrow",
        field_name="content__state",
    )
    unfinished = django_filters.BooleanFilter(label=gettext_lazy("To complete"), method="narrow_to_unfinished")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # How often a document is used tells a secretary nothing.
        self.filters.pop("usage_count", None)

    def narrow(self, rows: QuerySet, name: str, value: object) -> QuerySet:
        # By key: Wagtail's index of words knows no other column of ours.
        return rows.filter(id__in=list(CivitacDocument.objects.filter(**{name: value}).values_list("id", flat=True)))

    def narrow_to_unfinished(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        keys = list(unfinished(CivitacDocument.objects.all()).values_list("id", flat=True))
        return rows.filter(id__in=keys) if value else rows.filter(~Q(id__in=keys))

    class Meta:
        model = CivitacDocument
        fields: list[str] = []


class DocumentIndexView(documents.IndexView):
    filterset_class = DocumentsFilterSet
    default_ordering = "-created_at"

    def get_base_queryset(self) -> QuerySet:
        return (
            super()
            .get_base_queryset()
            .select_related("kind", "content")
            .defer("content__text", "content__description", "summary")
        )

    @cached_property
    def columns(self) -> list[Column]:
        checkbox, title, *_others = super().columns
        columns: list[Column] = [
            checkbox,
            title,
            Column("kind", label=gettext_lazy("Kind")),
            Column("years", label=gettext_lazy("Year"), sort_key="first_year"),
            Column("get_visibility_display", label=gettext_lazy("Who may open it")),
            Column(
                "state",
                label=gettext_lazy("Reading of the file"),
                accessor=lambda document: document.found_inside.get_state_display(),
            ),
            DateColumn("created_at", label=gettext_lazy("On line since"), sort_key="created_at"),
        ]
        if self.filters and "collection_id" in self.filters.filters:
            columns.insert(2, Column("collection", label=gettext_lazy("Space"), accessor="collection.name"))
        return columns

    def decorate_paginated_queryset(self, object_list: QuerySet) -> QuerySet:
        """Without Wagtail's count of uses, which no column shows."""
        return object_list


class DocumentKindViewSet(SnippetViewSet):
    model = DocumentKind
    icon = "doc-full"
    menu_label = gettext_lazy("Kinds of document")
    menu_order = 610
    add_to_settings_menu = True
    list_display = ["name", "other_names", "description"]
    search_fields = ["name", "other_names"]
    search_backend_name = None
    sort_order_field = "order"
    copy_view_enabled = False


def keep_kinds_in_use(request: HttpRequest, rows: list[Model]) -> HttpResponse | None:
    """A kind stays as long as a document is of it."""
    asked = [row.pk for row in rows if isinstance(row, DocumentKind)]
    names = list(
        DocumentKind.objects.filter(pk__in=asked, documents__isnull=False).distinct().values_list("name", flat=True)
    )
    if not names:
        return None
    messages.error(
        request, _("There are documents of this kind: %(names)s. It cannot be deleted.") % {"names": ", ".join(names)}
    )
    return redirect(DocumentKind.snippet_viewset.get_url_name("list"))
