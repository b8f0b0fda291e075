"""The operators' screen of the texts that people send, and of the answers they get."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from civitac.core.sms.segments import measure
from civitac.core.viewsets import ReceivedViewSet

from ..models import IncomingText
from ..numbers import shown
from . import answers, incoming

MOST_SEGMENTS = 3
# The hook by which a screen joins the menu of alerts.
ALERTS_MENU = "register_alerts_menu_item"


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=459,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Sent as a text message, 160 plain letters at a time. Sign it."),
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if measure(text).segments > MOST_SEGMENTS:
            raise forms.ValidationError(
                _("This answer is too long: accents such as ê or ç, and signs such as « or …, take more room.")
            )
        return text


class TextsView(generic.IndexView):
    """Every text received, the latest first; those that no keyword answered wait for someone."""

    any_permission_required = ["view", "change"]

    def get_base_queryset(self) -> QuerySet[IncomingText]:
        texts = policy_registry.get_by_type(IncomingText)
        return texts.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        ).select_related("about")

    @cached_property
    def columns(self) -> list[Column]:
        user = self.request.user
        return [
            TitleColumn(
                "text", label=_("Text"), accessor=lambda row: row.text or "…", url_name="incoming_texts:answer"
            ),
            Column("number", label=_("Mobile number"), accessor=lambda row: shown(row.number, user)),
            Column("about", label=_("After the message"), accessor=lambda row: row.about or ""),
            DateColumn("received_at", label=_("Received"), sort_key="received_at"),
            BooleanColumn("for_operators", label=_("For someone to read")),
            DateColumn("answered_at", label=_("Answered"), sort_key="answered_at"),
        ]


@require_admin_access
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One text, what was answered to it and by whom, and a form where nothing has left yet."""
    received = get_object_or_404(IncomingText.objects.select_related("answered_by", "about"), pk=pk)
    texts = policy_registry.get_by_type(IncomingText)
    if not texts.user_has_any_permission_for_instance(request.user, ["change"], received):
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answers.answer(received, form.cleaned_data["text"], request.user)
        except answers.AnsweredError:
            messages.error(request, _("This text has been answered meanwhile."))
            return redirect("incoming_texts:answer", pk)
        messages.success(request, _("Your answer is on its way."))
        return redirect("incoming_texts:index")
    context = {
        "received": received,
        "number": shown(received.number, request.user),
        "form": form,
        "for_another": incoming.heard_others(received),
        "may_answer": answers.may_be_answered(received),
        "logs": log_registry.get_logs_for_instance(received).select_related("user").order_by("-timestamp"),
    }
    return render(request, "alerts/admin/incoming_text.html", context)


class IncomingTextViewSet(ReceivedViewSet):
    model = IncomingText
    name = "incoming_texts"
    sheet = "answer"
    menu_label = gettext_lazy("Texts received")
    menu_hook = ALERTS_MENU
    menu_order = 2
    index_view_class = TextsView
    list_filter = ["for_operators"]
    search_fields = ["text"]

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", answer, name="answer"),
        ]
