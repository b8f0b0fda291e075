"""What lists of articles, of alerts and of results are narrowed by alike."""

from __future__ import annotations

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from civitac.core.forms import Choice

from .models import Territory, Theme
from .offered import regions, themes


class FilterForm(forms.Form):
    """A theme and a place, by the names that addresses use; subclasses say what else and in which order, and take away
    what they have not (`theme = None`).

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
        if "theme" in self.fields:
            self.offer("theme", [(theme.slug, theme.name) for theme in themes(request)])
        self.offer("territoire", [(region.slug, region.name) for region in regions(request)])

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
