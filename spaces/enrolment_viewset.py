"""The animation team's screen of requests to join: read, follow up, open the space."""

from __future__ import annotations

from django.db import models
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from .enrolment_forms import EnrolmentFollowUpForm
from .models import EnrolmentRequest
from .space_views import animators_only


class EnrolmentIndexView(generic.IndexView):
    def get_base_queryset(self) -> models.QuerySet:
        return super().get_base_queryset().select_related("territory__parent")


@animators_only
def signed_charter(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was sent, to be saved and never shown inside the site."""
    enrolment = get_object_or_404(EnrolmentRequest.objects.exclude(signed_charter=""), pk=pk)
    try:
        file = enrolment.signed_charter.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    suffix = file.name.rpartition(".")[2]
    response = FileResponse(file, as_attachment=True, filename=f"charte-{enrolment.reference}.{suffix}")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class EnrolmentViewSet(ModelViewSet):
    """Requests come from the site's form: none is added or copied here, and what was sent stays as it was sent."""

    model = EnrolmentRequest
    name = "enrolment"
    icon = "form"
    menu_label = _("Enrolment")
    menu_order = 510
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EnrolmentIndexView
    list_display = [
        "name",
        Column("get_kind_display", label=_("Kind")),
        Column("territory.placed_name", label=_("Territory")),
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        Column("get_state_display", label=_("State"), sort_key="state"),
    ]
    list_filter = ["state", "kind"]
    search_fields = ["name", "contact_name", "email"]
    edit_handler = ObjectList(
        [HelpPanel(template="spaces/admin/enrolment_sheet.html"), FieldPanel("state"), FieldPanel("note")],
        base_form_class=EnrolmentFollowUpForm,
    )

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        nowhere = {"add_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**nowhere, **kwargs)

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/history/", self.history_view, name="history"),
            path("<int:pk>/history/results/", self.history_results_view, name="history_results"),
            path("<int:pk>/charter/", signed_charter, name="charter"),
        ]
