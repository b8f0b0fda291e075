from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civitac.core.registry import memberships

from .adapter import MAIL_ERRORS
from .permissions import may_open_administration
from .roles import Role

# How long someone who went too fast is asked to wait, in seconds: the shortest and the longest of ACCOUNT_RATE_LIMITS.
SHORT_WAIT = 60
LONG_WAIT = 300


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, what they belong to, and where they may go from here."""
    names = set(request.user.groups.values_list("name", flat=True))
    context = {
        "roles": [role.label for role in Role if role.value in names],
        "memberships": [each for find in memberships for each in find(request.user)],
        "may_open_administration": may_open_administration(request.user),
    }
    return render(request, "account/account.html", context)


class LoginView(allauth_views.LoginView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Someone signed in whom the administration has sent back is told why: sending them on would go round for ever."""
        if (
            request.user.is_authenticated
            and self.leads_to_administration()
            and not may_open_administration(request.user)
        ):
            return render(request, "account/no_administration.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def leads_to_administration(self) -> bool:
        destination = self.get_next_url() or ""
        return urlsplit(destination).path.startswith(reverse("wagtailadmin_home"))

    def form_invalid(self, form: object) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            slow_down(response, LONG_WAIT)
        return response


class PasswordResetView(allauth_views.PasswordResetView):
    def form_valid(self, form: object) -> HttpResponse:
        """Both refusals, too many requests and no mail server, keep what was typed and say nothing of who has an account."""
        try:
            response = super().form_valid(form)
        except MAIL_ERRORS:
            form.add_error(None, _("The e-mail could not leave. Please try again in a few minutes."))
            return self.render_to_response(self.get_context_data(form=form), status=503)
        if response.status_code == 429:
            form.add_error(None, _("Too many requests for this address. Wait a few minutes, then try again."))
            response = slow_down(self.render_to_response(self.get_context_data(form=form)), LONG_WAIT)
        return response


def slow_down(response: HttpResponse, seconds: int) -> HttpResponse:
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The project's `handler429`."""
    return slow_down(render(request, "429.html"), SHORT_WAIT)


def one_door(request: HttpRequest, target: str) -> HttpResponse:
    """Wagtail's own doors lead to ours, keeping the query; a form sent to sign out arrives as a form."""
    address = reverse(target)
    if query := request.META.get("QUERY_STRING"):
        address = f"{address}?{query}"
    response = HttpResponseRedirect(address)
    if target == "account_logout" and request.method == "POST":
        response.status_code = 307
    return response
