"""The pages of alerts that anyone reads."""

from __future__ import annotations

from django import forms
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from civitac.core.forms import Choice
from civitac.core.paging import paged, query_without_page
from territories.filters import FilterForm

from .. import costs
from ..models import Alert, Delivery
from ..querysets import AlertQuerySet
from .reading import PublicAlert, chain_of, in_force, kinds, shown, told
from .structured_data import structured_data


class AlertFilterForm(FilterForm):
    """What the list of alerts is narrowed by."""

    theme = None
    genre = forms.ChoiceField(label=_("Kind"), required=False, widget=Choice)
    field_order = ["territoire", "genre"]

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.kinds = kinds(request)
        named = ((slug, kind.name) for slug, kind in self.kinds.items())
        self.fields["genre"].choices = [("", _("All kinds")), *named]

    def narrow(self, alerts: AlertQuerySet) -> AlertQuerySet:
        """The alerts asked for; none when a filter is unknown."""
        if not self.is_valid():
            return alerts.none()
        wanted = self.cleaned_data
        if wanted["genre"]:
            alerts = alerts.filter(kind=self.kinds[wanted["genre"]])
        if wanted["territoire"]:
            alerts = alerts.concerning(wanted["territoire"])
        return alerts


def index(request: HttpRequest) -> HttpResponse:
    """What is in force, then what has ended, the latest first."""
    form = AlertFilterForm(request)
    current = Case(When(pk__in=[each.alert.pk for each in in_force(request)], then=Value(0)), default=Value(1))
    rows = form.narrow(Alert.objects.public().for_lists()).order_by(current, "-started_at", "-pk")
    results = paged(request, rows.prefetch_related("territories"))
    listed = told(request, results)
    shown(request, in_force(request))
    context = {
        "form": form,
        "results": results,
        "current": [each for each in listed if each.in_force],
        "past": [each for each in listed if not each.in_force],
        "query": query_without_page(request, list(form.fields)),
    }
    response = render(request, "alerts/index.html", context)
    if not form.is_valid():
        # Of unknown filters there is no end: their answers are not for a cache.
        patch_cache_control(response, private=True)
    return response


def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """The permanent page of an alert, from the moment its sending has begun."""
    whole = Alert.objects.public().select_related("kind", "collection__space__page")
    found = get_object_or_404(whole.prefetch_related("texts", "territories"), pk=alert_id)
    (read,) = told(request, [found])
    chain = told(request, chain_of(found).for_lists().order_by("started_at", "pk"))
    context = {
        "read": read,
        "alert": found,
        "chain": chain,
        "replaced_by": replacing(read, chain),
        "none_left": read.is_cancelled and not Delivery.objects.of(found).filter(costs.OWED).exists(),
        "structured_data": structured_data(read),
    }
    return render(request, "alerts/alert.html", context)


def replacing(read: PublicAlert, chain: list[PublicAlert]) -> PublicAlert | None:
    """What ended the alert, however many messages later; else the latest that follows it."""
    followed, later = {read.alert.pk}, []
    for each in chain:
        if each.alert.follows_id in followed and not each.is_cancelled:
            followed.add(each.alert.pk)
            later.append(each)
    ends = [each for each in later if each.is_end]
    return (ends or later or [None])[-1]
