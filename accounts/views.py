from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account import views as allauth_views
from allauth.account.internal.flows.password_change import finalize_password_set
from allauth.account.mixins import NextRedirectMixin
from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from civitac.core.forms import moment_after, slow_down
from civitac.core.registry import account_sections, memberships

from .adapter import MAIL_ERRORS, CodeNotSent
from .codes import CodeProcess, TooManyCodes
from .forms import CodeForm, CodeRequestForm, SetPasswordForm, SignInCodeForm, SignUpForm
from .identification import Identification, Proof, has_fresh_proof
from .limits import seconds_to_wait
from .permissions import may_open_administration
from .roles import Role
from .services import open_account

# How long those wait of whom no more is known, in seconds: the limits by minute, and that of failed tries at a password.
SHORT_WAIT = 60
LONG_WAIT = 300


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, what they belong to, and where they may go from here."""
    names = set(request.user.groups.values_list("name", flat=True))
    sections = (section(request) for section in account_sections)
    context = {
        "roles": [role.label for role in Role if role.value in names],
        "memberships": [each for find in memberships for each in find(request.user)],
        "sections": [section for section in sections if section is not None],
        "consents": request.user.consents.all(),
        "may_open_administration": may_open_administration(request.user),
    }
    return render(request, "account/account.html", context)


class LoginView(allauth_views.LoginView):
    """One page for two forms: by a code, which everyone can ask for, and by a password, for those who have one."""

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

    @property
    def by_password(self) -> bool:
        return "password" in self.request.POST

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs() | {"auto_id": "password_%s"}
        if not self.by_password:
            kwargs.pop("data", None)
        return kwargs

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        open_password = self.by_password or self.leads_to_administration()
        return {"code_form": CodeRequestForm(), "open_password": open_password} | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.by_password:
            return super().post(request, *args, **kwargs)
        return self.ask_for_code(CodeRequestForm(request.POST))

    def ask_for_code(self, form: CodeRequestForm) -> HttpResponse:
        """The same answer for a number or an address with an account and for one without."""
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(code_form=form))
        try:
            Identification.start(self.request, form.cleaned_data["login"], next=self.get_next_url())
        except TooManyCodes as refusal:
            form.add_error("login", str(refusal))
            return slow_down(self.render_to_response(self.get_context_data(code_form=form)), refusal.seconds)
        except CodeNotSent:
            form.add_error("login", _("The code could not leave. Please try again in a few minutes."))
            return self.render_to_response(self.get_context_data(code_form=form), status=503)
        return redirect("account_code")

    def form_invalid(self, form: object) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            slow_down(response, LONG_WAIT)
        return response


@method_decorator(never_cache, name="dispatch")
class TypedCodeView(FormView):
    """Where the code of a process is typed. Subclasses say which process, where it is begun, and what it leads to."""

    form_class = CodeForm
    process_class: type[CodeProcess]
    asked_at: str  # name of the page where a code is asked for
    spent_template_name: str

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.process = self.process_class.resume(request)
        if self.process is None:
            return redirect(self.asked_at)
        if not self.process.is_valid():
            self.process.abort()
            return self.no_longer_good()
        return super().dispatch(request, *args, **kwargs)

    def no_longer_good(self) -> HttpResponse:
        return render(self.request, self.spent_template_name, {"process": self.process}, status=410)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(process=self.process, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if seconds := self.process.wait_before_trying():
            return too_many_requests(self.request, seconds)
        if not self.process.accepts(form.cleaned_data["code"]):
            if not self.process.record_invalid_attempt():
                return self.no_longer_good()
            form.add_error("code", _("This is not the code we have sent. Look at the last message received."))
            return self.form_invalid(form)
        return self.proven(form)

    def proven(self, form: CodeForm) -> HttpResponse:
        """What the right code leads to."""
        raise NotImplementedError


class CodeView(TypedCodeView):
    template_name = "account/code.html"
    spent_template_name = "account/code_spent.html"
    form_class = SignInCodeForm
    process_class = Identification
    asked_at = "account_login"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def proven(self, form: SignInCodeForm) -> HttpResponse:
        return self.process.finish(form.cleaned_data["remember"]) or redirect("account_signup")


@method_decorator([never_cache, rate_limit(action="signup")], name="dispatch")
class SignUpView(FormView):
    """For someone whose number or address is proven and has no account yet."""

    template_name = "account/signup.html"
    form_class = SignUpForm

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.proof = Proof.kept(request)
        if self.proof is None or request.user.is_authenticated:
            return redirect("account" if request.user.is_authenticated else "account_login")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(proof=self.proof, **kwargs)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        return self.proof.sign_in(self.request, open_account(self.proof.identifier))


@method_decorator(
    [
        never_cache,
        login_required,
        rate_limit(action="change_password"),
        sensitive_post_parameters("password1", "password2"),
    ],
    name="dispatch",
)
class NewPasswordView(NextRedirectMixin, FormView):
    """A first password, or one in place of a forgotten one: for whoever has just proven who they are by a code."""

    template_name = "account/password_set.html"
    form_class = SetPasswordForm
    success_url = reverse_lazy("account")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not has_fresh_proof(request):
            return render(request, "account/code_first.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        form.save()
        finalize_password_set(self.request, self.request.user)
        return super().form_valid(form)


class PasswordResetView(allauth_views.PasswordResetView):
    """Asks for a link. Where someone was going travels in it, and they come there once the new password is kept."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        by_code = self.passthrough_next_url(reverse("account_set_password"))
        return super().get_context_data(by_code=by_code, **kwargs)

    def get_success_url(self) -> str:
        return str(self.success_url)

    def form_valid(self, form: object) -> HttpResponse:
        """Both refusals, too many requests and no mail server, keep what was typed and say nothing of who has an account."""
        try:
            response = super().form_valid(form)
        except MAIL_ERRORS:
            form.add_error(None, _("The e-mail could not leave. Please try again in a few minutes."))
            return self.render_to_response(self.get_context_data(form=form), status=503)
        if response.status_code == 429:
            seconds = seconds_to_wait(self.request, "reset_password", form.cleaned_data["email"].lower())
            refusal = _("Too many requests for this address. Try again from %(moment)s on.")
            form.add_error(None, refusal % {"moment": moment_after(seconds)})
            response = slow_down(self.render_to_response(self.get_context_data(form=form)), seconds)
        return response


def too_many_requests(request: HttpRequest, seconds: int = SHORT_WAIT) -> HttpResponse:
    """The project's `handler429`: the limits of a whole network, which come here by themselves, are all for one minute."""
    return slow_down(render(request, "429.html", {"moment": moment_after(seconds)}), seconds)


def one_door(request: HttpRequest, target: str) -> HttpResponse:
    """Wagtail's own doors lead to ours, keeping the query; a form sent to sign out arrives as a form."""
    address = reverse(target)
    if query := request.META.get("QUERY_STRING"):
        address = f"{address}?{query}"
    response = HttpResponseRedirect(address)
    if target == "account_logout" and request.method == "POST":
        response.status_code = 307
    return response
