"""Maps at addresses of their own, so that a page does not carry their weight."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from civitac.core.visibility import reader_of
from territories.enums import Level
from territories.models import Territory

from ..models import Indicator, Observation
from ..periods import Period, known_period
from .grid import LEVELS
from .locators import locator
from .maps import Map, choropleth

KEPT_SECONDS = 24 * 3600


class MapForm(forms.Form):
    """`?niveau=` (communes if it is not said) and `?periode=` (the latest if it is not said)."""

    niveau = forms.ChoiceField(choices=[(level.value, level.label) for level in LEVELS], required=False)
    periode = forms.CharField(max_length=7, required=False, validators=[known_period])


def indicator_map(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of an indicator that this reader may see, place by place. 404 where there is nothing to draw."""
    form = MapForm(request.GET)
    if not form.is_valid():
        raise Http404
    indicator = get_object_or_404(Indicator, code=code)
    level = form.cleaned_data["niveau"] or Level.COMMUNE
    figures = Observation.objects.visible_to(reader_of(request)).filter(indicator=indicator, territory__level=level)
    period = form.cleaned_data["periode"] or figures.order_by("-period").values_list("period", flat=True).first()
    found = list(figures.filter(period=period).values_list("territory_id", "value", "status")) if period else []
    drawn = map_of(indicator, level, period or "", found)
    if not found or not drawn.is_drawn:
        raise Http404
    return drawn.response()


def map_of(indicator: Indicator, level: str, period: str, found: list[tuple[int, Decimal | None, str]]) -> Map:
    title = f"{indicator.name}, {Period.parse(period)}" if period else indicator.name
    return choropleth(
        level,
        {territory: value for territory, value, _status in found},
        statuses={territory: status for territory, _value, status in found},
        title=title,
        unit=indicator.unit,
        decimals=indicator.decimals,
    )


def territory_map(request: HttpRequest, code: str) -> HttpResponse:
    """Where a place of today lies. Readers keep it for a day: no figure is in it, and places seldom move."""
    drawn = locator(get_object_or_404(Territory, code=code))
    if drawn is None:
        raise Http404
    response = drawn.response()
    patch_cache_control(response, max_age=KEPT_SECONDS)
    return response
