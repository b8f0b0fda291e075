"""What lists of articles and of results are narrowed by alike."""

from __future__ import annotations

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from civitac.core.cache import remembered
from civitac.core.forms import Choice
from territories.enums import Level
from territories.models import Territory, Theme


@remembered
def themes() -> list[tuple[str, str]]:
    return list(Theme.objects.values_list("slug", "name"))


@remembered
def regions() -> list[tuple[str, str]]:
    return list(Territory.objects.current().filter(level=Level.REGION).order_by("name").values_list("slug", "name"))


class FilterForm(forms.Form):
    """A theme and a place, by the names that addresses use; subclasses say what else, and in which order.

    Any territory is understood; the regions are offered, and the place that was asked for.
    """

    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label=_("Theme"),
        required=False,
        to_field_name="slug",
        empty_label=_("All themes"),
        widget=Choice,
    )
    territoire = forms.ModelChoiceField(
        Territory.objects.current().only("name", "level", "slug", "path"),
        label=_("Region"),
        required=False,
        to_field_name="slug",
        empty_label=_("The whole country"),
        widget=Choice,
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.offer("theme", themes(request))
        self.offer("territoire", regions(request))

    def offer(self, name: str, rows: list[tuple[str, str]]) -> None:
        """Show these (address name, name) in the list of a field."""
        field = self.fields[name]
        field.widget.choices = [("", field.empty_label), *rows]

    def clean(self) -> dict[str, object]:
        """What was asked for stands in its list, also where it is not offered."""
        for name, row in self.cleaned_data.items():
            choices = getattr(self.fields[name].widget, "choices", [])
            if isinstance(row, models.Model) and (asked := self.data[name]) not in dict(choices):
                self.fields[name].widget.choices = [*choices, (asked, str(row))]
        return self.cleaned_data
