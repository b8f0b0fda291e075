"""What addresses of these pages may ask, read so that no sequence of bytes reaches the database raw."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from civitac.core.cache import remembered
from territories.enums import Level

from ...models import Indicator
from ...periods import known_period
from .places import LONGEST_NAME, ORGANISATION

LEVELS = (*Level.values, ORGANISATION)


@remembered
def indicators() -> dict[int, Indicator]:
    """Key → indicator, with its theme and what it is part of, in their order: all pages of figures name the same few."""
    return {each.pk: each for each in Indicator.objects.select_related("theme", "part_of")}


def find_indicator(request: HttpRequest, code: str) -> Indicator:
    """Raises Http404."""
    found = next((each for each in indicators(request).values() if each.code == code), None)
    if found is None:
        raise Http404
    return found


class PlaceForm(forms.Form):
    """A place that someone types."""

    lieu = forms.CharField(max_length=LONGEST_NAME, required=False)


class IndicatorForm(PlaceForm):
    t = forms.CharField(max_length=255, required=False)  # code of a place
    niveau = forms.ChoiceField(choices=[(level, level) for level in LEVELS], required=False)
    periode = forms.CharField(max_length=7, required=False, validators=[known_period])


class MeasureForm(forms.Form):
    i = forms.CharField(max_length=60, required=False)  # code of an indicator


def asked(form_class: type[forms.Form], request: HttpRequest) -> dict[str, object]:
    """What the address asks. Raises Http404 for what cannot be."""
    form = form_class(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def query(**values: str | list[str]) -> str:
    """The query of an address, from what was understood alone: a kept page repeats nothing that its reader made up."""
    return urlencode({name: value for name, value in values.items() if value}, doseq=True)


def unkept(response: HttpResponse) -> HttpResponse:
    """Of what people may type there is no end: such answers are not for a cache."""
    patch_cache_control(response, private=True)
    return response


def level_name(level: str) -> str:
    """The level as a list of places of that level is called."""
    names = {
        Level.COUNTRY: _("Country"),
        Level.REGION: _("Regions"),
        Level.PROVINCE: _("Provinces"),
        Level.COMMUNE: _("Communes"),
        ORGANISATION: _("Organisations"),
    }
    return names[level]
