"""Subscribing and unsubscribing by everyone, with a code and without an account. Nothing needs a script.

Whether a number is subscribed is told to nobody but whoever has proven that it is theirs.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.adapter import CodeNotSent
from accounts.codes import CodeProcess, TooManyCodes
from accounts.forms import CodeForm
from accounts.identifiers import Identifier, Way
from accounts.views import TypedCodeView
from civitac.core.forms import with_status as with_usual_status

from .. import consent
from ..enums import Channel
from ..models import DiffusionGroup, Subscriber
from .forms import ChoicesForm, NumberForm, SubscriptionForm
from .offer import offer
from .proof import Proven, Subscription, Unsubscription
from .wording import sentences, wording


@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Which messages, for which number. A number that is proven already is subscribed without another code."""
    proven = Proven.of(request)
    if request.method != "POST":
        return show_offer(request, request.GET, request.GET.getlist("groupe"), proven)
    groups = DiffusionGroup.objects.offered().order_by("pk")
    form = SubscriptionForm(groups, request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"]
        if proven and proven.number == number:
            return joined(request, proven, form.cleaned_data["groups"], form.cleaned_data["language"])
        begun_for = {
            "groups": [group.pk for group in form.cleaned_data["groups"]],
            "language": form.cleaned_data["language"],
        }
        response = send_code(request, form, Subscription, **begun_for)
        if response is not None:
            return response
    return show_offer(request, request.POST, request.POST.getlist("groups"), proven, form)


def show_offer(
    request: HttpRequest,
    asked: QueryDict,
    chosen: list[str],
    proven: Proven | None,
    form: SubscriptionForm | None = None,
) -> HttpResponse:
    place, space = (asked.get(name, "").replace("\0", "") for name in ("lieu", "espace"))
    offered = offer(place, chosen, space)
    form = form or SubscriptionForm(offered.groups, initial={"number": str(proven) if proven else ""})
    context = {
        "form": form,
        "offer": offered,
        "lines": [(group, str(group.pk) in chosen or len(offered.groups) == 1) for group in offered.groups],
        "sentences": sentences(),
        "proven": proven,
        "show_messages": True,
    }
    return with_status(render(request, "alerts/subscribing/subscribe.html", context), form)


@never_cache
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """A code proves the number; only then is anything told of it."""
    form = NumberForm(request.POST or None)
    if form.is_valid():
        response = send_code(request, form, Unsubscription)
        if response is not None:
            return response
    context = {"form": form, "proven": Proven.of(request), "show_messages": True}
    return with_status(render(request, "alerts/subscribing/unsubscribe.html", context), form)


def send_code(
    request: HttpRequest, form: forms.Form, process: type[CodeProcess], **begun_for: object
) -> HttpResponse | None:
    """Send a code to the number of a form; None, with an error on the form, when it has not left."""
    try:
        process.start(request, Identifier(Way.PHONE, form.cleaned_data["number"]), **begun_for)
    except TooManyCodes as refusal:
        form.seconds_to_wait = refusal.seconds
        form.add_error("number", str(refusal))
    except CodeNotSent:
        form.not_sent = True
        form.add_error("number", _("The code could not leave. Please try again in a few minutes."))
    else:
        return redirect("alerts:subscribe_code" if process is Subscription else "alerts:unsubscribe_code")
    return None


def with_status(response: HttpResponse, form: forms.Form) -> HttpResponse:
    response = with_usual_status(response, form)
    if getattr(form, "not_sent", False):
        response.status_code = 503
    return response


class SubscriptionCodeView(TypedCodeView):
    template_name = "alerts/subscribing/code.html"
    spent_template_name = "alerts/subscribing/code_spent.html"
    process_class = Subscription
    asked_at = "alerts:subscribe"

    def proven(self, form: CodeForm) -> HttpResponse:
        """Groups that were closed meanwhile are left out."""
        state, number = self.process.state, self.process.identifier.value
        self.process.abort()
        Proven.keep(self.request, number)
        groups = list(DiffusionGroup.objects.offered().filter(pk__in=state["groups"]))
        return joined(self.request, Proven.of(self.request), groups, state["language"])


class UnsubscriptionCodeView(TypedCodeView):
    template_name = "alerts/subscribing/code.html"
    spent_template_name = "alerts/subscribing/code_spent.html"
    process_class = Unsubscription
    asked_at = "alerts:unsubscribe"

    def proven(self, form: CodeForm) -> HttpResponse:
        self.process.abort()
        Proven.keep(self.request, self.process.identifier.value)
        return redirect("alerts:mine")


def joined(request: HttpRequest, proven: Proven, groups: list[DiffusionGroup], language: str) -> HttpResponse:
    consent.join(proven.number, groups, language=language, channel=proven.channel, wording=wording(), by=proven.by)
    if groups:
        messages.success(request, _("It is done: the next messages of the groups below will reach you."))
        if (spoken := consent.language_of(proven.number)) != language:
            kept = _("Your messages stay in %(language)s, as before: choose another language below if you wish.")
            messages.info(request, kept % {"language": spoken.label.lower()})
    else:
        messages.warning(request, _("The groups you had chosen were closed meanwhile. Choose others."))
    return redirect("alerts:mine")


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What a proven number receives: leave, change the language, stop everything."""
    proven = Proven.of(request)
    if proven is None:
        return redirect("alerts:unsubscribe")
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        return act(request, proven)
    subscriber, groups = receives(proven)
    initial = {"groups": [str(group.pk) for group in groups]}
    if subscriber is not None:
        initial["language"] = subscriber.language
    return show_mine(request, proven, subscriber, groups, ChoicesForm(groups, initial=initial))


def receives(proven: Proven) -> tuple[Subscriber | None, list[DiffusionGroup]]:
    subscriber = Subscriber.objects.filter(number=proven.number).first()
    if subscriber is None:
        return None, []
    return subscriber, list(subscriber.groups.select_related("collection__space__page", "territory"))


def show_mine(
    request: HttpRequest, proven: Proven, subscriber: Subscriber | None, groups: list[DiffusionGroup], form: ChoicesForm
) -> HttpResponse:
    kept = form["groups"].value() or []
    context = {
        "proven": proven,
        "subscriber": subscriber,
        "lines": [(group, str(group.pk) in kept) for group in groups],
        "form": form,
        "by_code": proven.channel == Channel.WEB,
        "show_messages": True,
    }
    return render(request, "alerts/subscribing/mine.html", context, status=400 if form.is_bound else 200)


def keep_choices(request: HttpRequest, proven: Proven) -> HttpResponse:
    subscriber, groups = receives(proven)
    form = ChoicesForm(groups, request.POST)
    # Someone who has left these groups by another way meanwhile has nothing left to tick: they are shown what stands.
    if not form.is_valid():
        return show_mine(request, proven, subscriber, groups, form)
    kept = set(form.cleaned_data["groups"])
    left = consent.leave(
        proven.number, [group for group in groups if group not in kept], channel=proven.channel, by=proven.by
    )
    consent.speak(proven.number, form.cleaned_data["language"], channel=proven.channel, by=proven.by)
    messages.success(
        request,
        ngettext("You have left %(number)d group.", "You have left %(number)d groups.", len(left))
        % {"number": len(left)}
        if left
        else _("Your choices are kept."),
    )
    return redirect("alerts:mine")


def stop(request: HttpRequest, proven: Proven) -> HttpResponse:
    consent.stop(proven.number, channel=proven.channel, by=proven.by)
    messages.success(request, _("It is done: no message will be sent to this number any more."))
    return redirect("alerts:mine")


def finish(request: HttpRequest, proven: Proven) -> HttpResponse:
    """On a shared phone, the next person finds nothing."""
    proven.forget(request)
    return redirect("alerts:subscribe")


ACTS = {"keep": keep_choices, "stop": stop, "finish": finish}
