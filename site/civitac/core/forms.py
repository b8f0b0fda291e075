"""What every form that anyone may send has in common: robots are held off without any third party."""

from __future__ import annotations

import math
import time
from datetime import timedelta
from html import escape
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A person takes longer than this to fill in a form, a robot seldom does; and a page left open all day is still good.
SHORTEST_SECONDS, LONGEST_SECONDS = 3, 24 * 3600
# Many people share one address behind a carrier: the limit is for machines.
SENT_PER_HOUR = 30
HOUR = 3600
SALT = "open-form"


class Choice(forms.Select):
    """A drop-down list of plain choices, drawn without a template for each line: lists hold dozens on every page."""

    def render(
        self, name: str, value: object, attrs: dict[str, object] | None = None, **_renderer: object
    ) -> SafeString:
        chosen = str(value or "")
        lines = (
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
            for value, label in ((str(value), str(label)) for value, label in self.choices)
        )
        drawn = SafeString("".join(lines))
        return format_html('<select name="{}" id="{}">{}</select>', name, (attrs or {}).get("id", ""), drawn)


class OpenForm(forms.Form):
    """A form open to everyone, with a trap that people do not see and a signed hour.

    Templates show `opened` as it is and hide `website` from sight and from screen readers.
    """

    website = forms.CharField(required=False, label=gettext_lazy("Leave this field empty"))
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signed_now()
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field must stay empty."))
        return ""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        opened = self.opened_at(cleaned.get("opened") or "")
        if opened is None or time.time() - opened < SHORTEST_SECONDS:
            self.open_again()
            raise forms.ValidationError(_("The form was sent too quickly, or was open for too long. Send it again."))
        return {**cleaned, "opened": opened}

    @staticmethod
    def opened_at(signed: str) -> int | None:
        """When the page with the form was asked for (seconds since 1970); None when that is forged or too long ago."""
        try:
            return signing.loads(signed, salt=SALT, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            return None

    def open_again(self) -> None:
        """Put a fresh hour in the form that is shown back, so that a person only has to send again."""
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = signed_now()


def signed_now() -> str:
    return signing.dumps(int(time.time()), salt=SALT)


def is_one_too_many(request: HttpRequest, name: str, form: forms.Form) -> bool:
    """Counts one sending of the form called `name` from this address; one too many this hour is said on the form."""
    hour = int(time.time() // HOUR)
    key = f"sent:{name}:{hour}:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=HOUR)
    if cache.incr(key) <= SENT_PER_HOUR:
        return False
    form.seconds_to_wait = math.ceil((hour + 1) * HOUR - time.time())
    form.add_error(
        None,
        _("Too many have been sent from your network. Yours is kept below: send it again from %(moment)s on.")
        % {"moment": moment_after(form.seconds_to_wait)},
    )
    return True


def moment_after(seconds: int) -> str:
    """The minute at which a wait is over, with its day where that is not today."""
    now = timezone.localtime()
    moment = now + timedelta(seconds=seconds + 59)
    return date_format(moment, "H:i" if moment.date() == now.date() else "d/m/Y H:i")


def with_status(response: HttpResponse, form: forms.Form) -> HttpResponse:
    """The page that shows a form again, with what went wrong also in numbers."""
    if seconds := getattr(form, "seconds_to_wait", 0):
        return slow_down(response, seconds)
    if form.is_bound and not form.is_valid():
        response.status_code = HTTPStatus.BAD_REQUEST
    return response


def slow_down(response: HttpResponse, seconds: int) -> HttpResponse:
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(seconds)
    return response
