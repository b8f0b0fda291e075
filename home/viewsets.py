"""The animation team's screen of the messages received through the contact form."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import linebreaks_filter
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views import generic
from wagtail.log_actions import registry as log_registry

from civitac.core.viewsets import ReceivedViewSet
from spaces.space_views import animators_only

from .models import ContactMessage
from .services import mark


def reply_url(message: ContactMessage) -> str:
    """What opens the reader's mail or phone; empty when the address given is neither."""
    address = message.reply_to.strip()
    if "@" in address:
        subject = urlencode({"subject": _("Your message: %(subject)s") % {"subject": message.subject}}, quote_via=quote)
        return f"mailto:{quote(address, safe='@')}?{subject}"
    digits = re.sub(r"[^\d+]", "", address)
    return f"tel:{digits}" if digits.strip("+") else ""


class MessageView(generic.InspectView):
    page_title = gettext_lazy("Message")

    def get_reply_to_display_value(self) -> str | SafeString:
        url = reply_url(self.object)
        return format_html('<a href="{}">{}</a>', url, self.object.reply_to) if url else self.object.reply_to

    def get_body_display_value(self) -> SafeString:
        return linebreaks_filter(self.object.body)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        logs = log_registry.get_logs_for_instance(self.object).select_related("user").order_by("-timestamp")
        return super().get_context_data(**kwargs) | {"logs": logs, "reply_url": reply_url(self.object)}


@animators_only
@require_POST
def answer(request: HttpRequest, pk: int, *, answered: bool) -> HttpResponse:
    message = get_object_or_404(ContactMessage, pk=pk)
    mark(message, request.user, answered=answered)
    if answered:
        messages.success(request, _("“%(subject)s” is answered.") % {"subject": message})
        return redirect("contact_messages:index")
    messages.success(request, _("“%(subject)s” waits for an answer again.") % {"subject": message})
    return redirect("contact_messages:inspect", pk)


class ContactMessageViewSet(ReceivedViewSet):
    model = ContactMessage
    name = "contact_messages"
    sheet = "inspect"
    menu_label = gettext_lazy("Contact")
    menu_order = 520
    add_to_admin_menu = True
    inspect_view_enabled = True
    inspect_view_class = MessageView
    inspect_template_name = "home/admin/message.html"
    inspect_view_fields = ["subject", "name", "reply_to", "created_at", "body"]
    list_display = [
        "subject",
        "name",
        "reply_to",
        DateColumn("created_at", label=gettext_lazy("Received"), sort_key="created_at"),
        BooleanColumn("is_answered", label=gettext_lazy("Answered"), sort_key="is_answered"),
    ]
    list_filter = ["is_answered"]
    search_fields = ["subject", "name", "reply_to", "body"]

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/answered/", answer, {"answered": True}, name="answered"),
            path("<int:pk>/waiting/", answer, {"answered": False}, name="waiting"),
        ]
