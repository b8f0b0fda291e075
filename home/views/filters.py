"""What lists of articles and of results are narrowed by alike."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from territories.enums import Level
from territories.models import Territory, Theme


class FilterForm(forms.Form):
    """A theme and a region, by the names that addresses use; subclasses say what else, and in which order."""

    theme = forms.ModelChoiceField(
        Theme.objects.all(), label=_("Theme"), required=False, to_field_name="slug", empty_label=_("All themes")
    )
    territoire = forms.ModelChoiceField(
        Territory.objects.current().filter(level=Level.REGION).only("name", "slug"),
        label=_("Region"),
        required=False,
        to_field_name="slug",
        empty_label=_("The whole country"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territoire"].label_from_instance = lambda territory: territory.name
