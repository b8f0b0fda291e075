"""The two directories: what their pages show for what a reader asked."""

from __future__ import annotations

import datetime

from django import forms
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest
from django.utils import timezone

from territories.enums import Level
from territories.maps import TILES, Place, regions_on
from territories.models import Territory, Theme

from .enums import SpaceKind
from .models import Space

# A day on the map of 13 regions and 45 provinces, as `?carte=2024` names it.
OLD_MAP = datetime.date(2024, 1, 1)
MOST_CANDIDATES = 20
PER_PAGE = 20
TILE = 74


class PlaceForm(forms.Form):
    lieu = forms.CharField(max_length=100, required=False)
    carte = forms.ChoiceField(choices=[("", ""), ("2024", "2024")], required=False)


def collectivity_directory(request: HttpRequest) -> dict[str, object]:
    """The whole country by region, province and commune, with the spaces that exist. Raises Http404 for an unknown map."""
    form = PlaceForm(request.GET)
    form.is_valid()
    if "carte" in form.errors:
        raise Http404
    old_map = form.cleaned_data.get("carte") == "2024"
    regions = regions_on(OLD_MAP if old_map else timezone.localdate())
    addresses = {
        space.territory_id: space.page.get_url()
        for space in Space.objects.for_directory().filter(kind=SpaceKind.COLLECTIVITY)
    }
    asked = form.cleaned_data.get("lieu", "").strip()
    return {
        "regions": regions,
        "addresses": addresses,
        "old_map": old_map,
        "tiles": [] if old_map else tiles(regions),
        "tile": TILE,
        "asked": asked,
        "candidates": candidates(asked, addresses) if asked else [],
        "spaces_count": len(addresses),
    }


def tiles(regions: list[Place]) -> list[dict[str, object]]:
    return [
        {"place": region, "x": TILES[region.code][0] * TILE, "y": TILES[region.code][1] * TILE}
        for region in regions
        if region.code in TILES
    ]


def candidates(asked: str, addresses: dict[int, str]) -> list[dict[str, object]]:
    """Every place that bears or bore that name, each with where it lies and its space; look-alikes stay apart."""
    found = Territory.objects.current().exclude(level=Level.COUNTRY).named_like(asked)
    return [
        {"territory": territory, "address": addresses.get(territory.pk)}
        for territory in found.select_related("parent__parent")[:MOST_CANDIDATES]
    ]


class OrganisationFilterForm(forms.Form):
    domaine = forms.ModelChoiceField(Theme.objects.all(), required=False, to_field_name="slug")
    territoire = forms.ModelChoiceField(Territory.objects.current(), required=False, to_field_name="slug")


def organisation_directory(request: HttpRequest) -> dict[str, object]:
    """Organisations by territory and by field of action; an unknown filter corresponds to nothing, and the page says so."""
    form = OrganisationFilterForm(request.GET)
    spaces = Space.objects.for_directory().filter(kind=SpaceKind.ORGANISATION).order_by("page__title")
    if not form.is_valid():
        spaces = spaces.none()
    else:
        if theme := form.cleaned_data["domaine"]:
            spaces = spaces.filter(page__themes=theme)
        if territory := form.cleaned_data["territoire"]:
            spaces = spaces.filter(territory__path__startswith=territory.path)
    try:
        results = Paginator(spaces.prefetch_related("page__themes"), PER_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, ValueError) as error:
        raise Http404 from error
    kept = request.GET.copy()
    kept.pop("page", None)
    return {
        "form": form,
        "results": results,
        "query": kept.urlencode(),
        "themes": Theme.objects.all(),
        "regions": Territory.objects.current().filter(level=Level.REGION).only("name", "slug"),
    }
