from __future__ import annotations

import time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ContactMessage, SiteSettings

# A person takes longer than this to write to us, a robot seldom does; and a page left open all day is still good.
SHORTEST_SECONDS, LONGEST_SECONDS = 3, 24 * 3600
# Many people share one address behind a carrier: the limit is for machines.
MESSAGES_PER_HOUR = 30
SALT = "contact"


class ContactForm(forms.ModelForm):
    """A message to the animation team. Robots are held off without any third party: a trap and a signed hour."""

    website = forms.CharField(required=False, label=gettext_lazy("Leave this field empty"))
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ContactMessage
        fields = ["name", "reply_to", "subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signing.dumps(int(time.time()), salt=SALT)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field must stay empty."))
        return ""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        try:
            opened = signing.loads(cleaned.get("opened") or "", salt=SALT, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            opened = None
        if opened is None or time.time() - opened < SHORTEST_SECONDS:
            # A fresh hour, so that a person only has to send again.
            self.data = self.data.copy()
            self.data["opened"] = signing.dumps(int(time.time()), salt=SALT)
            raise forms.ValidationError(_("The form was sent too quickly, or was open for too long. Send it again."))
        return cleaned


def contact(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many(request):
            return render(request, "429.html", status=429)
        message = form.save()
        transaction.on_commit(lambda: tell_the_team(request, message), robust=True)
        messages.success(request, _("Your message has been received. The animation team will answer you."))
        return redirect("contact")
    status = 400 if request.method == "POST" else 200
    return render(request, "home/contact.html", {"form": form, "show_messages": True}, status=status)


def too_many(request: HttpRequest) -> bool:
    key = f"contact:{request.META.get('REMOTE_ADDR')}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > MESSAGES_PER_HOUR


def tell_the_team(request: HttpRequest, message: ContactMessage) -> None:
    """The message by e-mail; it is kept in the administration whatever becomes of the mail."""
    recipient = SiteSettings.for_request(request).contact_email
    if recipient:
        EmailMessage(
            subject=f"[{settings.WAGTAIL_SITE_NAME}] {message.subject}",
            body=f"{message.body}\n\n{message.name}\n{message.reply_to}",
            to=[recipient],
            reply_to=[message.reply_to] if "@" in message.reply_to else [],
        ).send()
