"""The page of one alert: what would leave, for whom and at what cost, and every act on it."""

from __future__ import annotations

import math
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from civitac.core.permissions import SEEN

from .. import costs, rights, rules, trial, workflow
from ..enums import FROZEN, MessageType
from ..models import Alert, SmsSettings
from ..text.versions import versions_of
from .forms import MANY, ReasonForm, ReleaseForm


class SheetView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, View):
    """Read by everyone who may see the alert; each act is offered to those who may do it, and asked again when done."""

    any_permission_required = [*SEEN, "approve", "send"]
    model = Alert
    template_name = "alerts/admin/sheet.html"
    page_title = gettext_lazy("Check")
    header_icon = "mobile-alt"
    index_url_name = edit_url_name = history_url_name = ""

    def get_page_subtitle(self) -> str:
        return self.object.headline

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Alerts and notices")},
            {"url": "", "label": self.object.headline, "sublabel": self.object.get_state_display()},
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not rights.may_edit(self.request.user, self.object):
            return []
        return [HeaderButton(_("Edit"), url=reverse(self.edit_url_name, args=[self.object.pk]), icon_name="edit")]

    def get_base_object_queryset(self) -> QuerySet[Alert]:
        return Alert.objects.select_related(
            "kind", "collection__space", "template__kind", "follows", "submitted_by", "decided_by", "created_by"
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            return redirect(request.path)
        try:
            return act(self) or redirect(request.path)
        except costs.BudgetShort as error:
            self.say(error)
        except workflow.NotReady as error:
            for problem in error.problems:
                self.say(problem)
        except workflow.WorkflowError as error:
            self.say(error)
        return redirect(request.path)

    def say(self, problem: object) -> None:
        messages.error(self.request, str(problem))

    def answer(self, **forms_shown: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**forms_shown))

    @cached_property
    def estimate(self) -> costs.Estimate:
        return costs.estimate_of(self.object)

    def release_form(self, data: object = None) -> ReleaseForm:
        submitted_at = self.object.submitted_at
        initial = {
            "submitted_at": submitted_at.isoformat() if submitted_at else "",
            "fingerprint": self.object.fingerprint(),
            "read": self.estimate.recipients,
            "price": self.estimate.cost,
        }
        return ReleaseForm(self.estimate.recipients, data, initial=initial, auto_id="release-%s")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        alert, user = self.object, self.request.user
        is_open = alert.state not in FROZEN
        context = super().get_context_data(**kwargs) | {
            "alert": alert,
            "offered": {name.replace("-", "_") for name, asks in OFFERED.items() if asks(user, alert)},
            "release": kwargs.get("release"),
            "wrong": kwargs.get("wrong"),
            "wrong_act": kwargs.get("wrong_act", ""),
            "was_returned": rights.needs_agreement(user, alert),
            "begins_again": rights.begins_again(user, alert),
            "beyond_blanks": rights.went_beyond_blanks(user, alert),
            "own_ready_text": rights.would_sign_own(user, alert),
            "may_try": bool(user.phone) and is_open,
            "followed_by": list(alert.followed_by.order_by("-created_at")[:5]),
            "is_open": is_open,
            "edit_url": reverse(self.edit_url_name, args=[alert.pk]),
            "history_url": reverse(self.history_url_name, args=[alert.pk]),
        }
        if not is_open:
            return context | {"versions": versions_of(alert)}
        estimate = self.estimate
        pace, left = SmsSettings.load(), costs.left_of(alert.collection_id)
        is_short = estimate.cost > left and not alert.kind.life_safety
        return context | {
            "versions": versions_of(alert, estimate.languages),
            "estimate": estimate,
            "left": left,
            "short": costs.BudgetShort(estimate.cost, left) if is_short else None,
            "problems": rules.problems(alert, estimate),
            "earlier": rules.sent_already(alert),
            "minutes": math.ceil(estimate.segments / pace.segments_per_second / 60),
            "quiet": None if alert.kind.life_safety else pace,
            "many": estimate.recipients > MANY,
            "release": kwargs.get("release") or self.release_form(),
        }

    # --- Acts: each answers a response, or None to show the page again ------------------------------------------------

    def submit(self) -> None:
        workflow.submit(self.object, self.request.user)
        messages.success(self.request, _("Submitted. Another person reads it before it leaves, and has been told."))

    def take_back(self) -> HttpResponse:
        workflow.take_back(self.object, self.request.user)
        return redirect(self.edit_url_name, self.object.pk)

    def approve(self) -> HttpResponse | None:
        return self.release(
            lambda asked: workflow.approve(
                self.object,
                self.request.user,
                submitted_at=asked["submitted_at"],
                confirmed=workflow.Confirmed(asked["read"], asked["price"]),
                even_if_sent_already=asked["again"],
            )
        )

    def sign(self) -> HttpResponse | None:
        return self.release(
            lambda asked: workflow.approve_alone(
                self.object,
                self.request.user,
                fingerprint=asked["fingerprint"],
                confirmed=workflow.Confirmed(asked["read"], asked["price"]),
                even_if_sent_already=asked["again"],
            )
        )

    def release(self, act: Callable[[dict[str, object]], None]) -> HttpResponse | None:
        form = self.release_form(self.request.POST)
        if not form.is_valid():
            return self.answer(release=form)
        act(form.cleaned_data)
        later = self.object.send_at and self.object.send_at > timezone.now()
        messages.success(
            self.request, _("Approved. It leaves at its hour.") if later else _("Approved. It is leaving.")
        )
        return None

    def because(self, act: Callable[[Alert, object, str], None], said: str) -> HttpResponse | None:
        form = ReasonForm(self.request.POST)
        if not form.is_valid():
            return self.answer(wrong=form, wrong_act=self.request.POST["act"])
        act(self.object, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, said)
        return None

    def return_to_author(self) -> HttpResponse | None:
        return self.because(workflow.return_to_author, _("Returned to its author, with your reason."))

    def reject(self) -> HttpResponse | None:
        return self.because(workflow.reject, _("Rejected. It will not leave."))

    def pause(self) -> HttpResponse | None:
        return self.because(workflow.pause, _("Paused. What is being handed over at this moment still leaves."))

    def cancel(self) -> HttpResponse | None:
        return self.because(workflow.cancel, _("Cancelled. What had not left does not leave."))

    def resume(self) -> None:
        workflow.resume(self.object, self.request.user)
        messages.success(self.request, _("It is leaving again."))

    def update(self) -> HttpResponse:
        return self.follow(MessageType.UPDATE)

    def end(self) -> HttpResponse:
        return self.follow(MessageType.CANCEL)

    def follow(self, message_type: MessageType) -> HttpResponse:
        draft = workflow.follow_up(self.object, self.request.user, message_type)
        return redirect(self.edit_url_name, draft.pk)

    def try_it(self) -> None:
        if self.object.state in FROZEN:
            raise PermissionDenied
        number = trial.send_to_oneself(self.object, self.request.user)
        messages.success(
            self.request,
            ngettext(
                "%(number)d message is on its way to your telephone.",
                "%(number)d messages are on their way to your telephone.",
                number,
            )
            % {"number": number},
        )


ACTS: dict[str, Callable[[SheetView], HttpResponse | None]] = {
    "submit": SheetView.submit,
    "sign": SheetView.sign,
    "take-back": SheetView.take_back,
    "approve": SheetView.approve,
    "return": SheetView.return_to_author,
    "reject": SheetView.reject,
    "pause": SheetView.pause,
    "resume": SheetView.resume,
    "cancel": SheetView.cancel,
    "update": SheetView.update,
    "end": SheetView.end,
    "try": SheetView.try_it,
}
OFFERED: dict[str, Callable[[object, Alert], bool]] = {
    "edit": rights.may_edit,
    "submit": rights.may_submit,
    "sign": rights.may_sign,
    "take-back": rights.may_take_back,
    "approve": rights.may_approve,
    "return": rights.may_answer,
    "pause": rights.may_pause,
    "resume": rights.may_resume,
    "cancel": rights.may_cancel,
    "follow": rights.may_follow_up,
}
