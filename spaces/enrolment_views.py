from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from civitac.core.forms import is_one_too_many, with_status

from .enrolment import charter, receive
from .enrolment_forms import EnrolmentForm


def enrol(request: HttpRequest) -> HttpResponse:
    """How one joins, and the form to ask for it; no form as long as there is no charter to accept."""
    text = charter()
    sent = request.method == "POST"
    given = (request.POST, request.FILES) if sent else ()
    form = EnrolmentForm(*given, charter=text, request=request) if text else None
    if form and form.is_valid() and not is_one_too_many(request, "enrolment", form):
        received = receive(form.instance)
        messages.success(
            request,
            _("Your request has been received. Its reference is %(reference)s: keep it.")
            % {"reference": received.reference},
        )
        return redirect("enrol")
    context = {"form": form, "charter": text, "show_messages": True}
    response = render(request, "spaces/enrolment.html", context, status=400 if sent else 200)
    return with_status(response, form) if form else response
