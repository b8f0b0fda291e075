from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from civitac.core.forms import OpenForm, is_one_too_many, with_status

from ..models import ContactMessage, SiteSettings


class ContactForm(OpenForm, forms.ModelForm):
    """A message to the animation team."""

    field_order = ["name", "reply_to", "subject", "body"]

    class Meta:
        model = ContactMessage
        fields = ["name", "reply_to", "subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 8})}

    def clean(self) -> dict[str, object]:
        """What becomes a line of an e-mail's head is one line, whatever was sent."""
        cleaned = super().clean()
        one_line = ("name", "reply_to", "subject")
        return cleaned | {field: " ".join(cleaned[field].split()) for field in one_line if field in cleaned}


def contact(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not is_one_too_many(request, "contact", form):
        if not ContactMessage.objects.like(form.instance).exists():
            message = form.save()
            transaction.on_commit(lambda: tell_the_team(request, message), robust=True)
        messages.success(request, _("Your message has been received. The animation team will answer you."))
        return redirect("contact")
    return with_status(render(request, "home/contact.html", {"form": form, "show_messages": True}), form)


def tell_the_team(request: HttpRequest, message: ContactMessage) -> None:
    """The message by e-mail; it is kept in the administration whatever becomes of the mail."""
    recipient = SiteSettings.for_request(request).contact_email
    if recipient:
        EmailMessage(
            subject=f"[{settings.WAGTAIL_SITE_NAME}] {message.subject}",
            body=f"{message.body}\n\n{message.name}\n{message.reply_to}",
            to=[recipient],
            reply_to=[message.reply_to] if is_email_address(message.reply_to) else [],
        ).send()


def is_email_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
