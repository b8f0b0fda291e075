from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.permissions import is_animator
from civitac.core.dashboard import WaitingLine, WaitingPanel

from .models import ContactMessage

LENGTH = 5


def messages_panel(request: HttpRequest) -> WaitingPanel | None:
    """The messages that nobody has answered yet, for the animation team."""
    if not is_animator(request.user):
        return None
    waiting = ContactMessage.objects.filter(is_answered=False).order_by("created_at")
    number = waiting.count()
    if not number:
        return None
    return WaitingPanel(
        ngettext(
            "%(number)d contact message waits for an answer", "%(number)d contact messages wait for an answer", number
        )
        % {"number": number},
        [
            WaitingLine(str(message), reverse("contact_messages:inspect", args=(message.pk,)), message.created_at)
            for message in waiting[:LENGTH]
        ],
        reverse("contact_messages:index") + "?is_answered=false",
        order=50,
    )
