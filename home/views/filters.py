"""What lists of articles and of results are narrowed by alike."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territories.enums import Level
from territories.models import Territory, Theme


class FilterForm(forms.Form):
    """A theme and a place, by the names that addresses use; subclasses say what else, and in which order.

    Any territory is understood; the regions are offered, and the place that was asked for.
    """

    theme = forms.ModelChoiceField(
        Theme.objects.all(), label=_("Theme"), required=False, to_field_name="slug", empty_label=_("All themes")
    )
    territoire = forms.ModelChoiceField(
        Territory.objects.current().only("name", "slug", "path"),
        label=_("Region"),
        required=False,
        to_field_name="slug",
        empty_label=_("The whole country"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["territoire"]
        offered = Q(level=Level.REGION) | Q(slug=str(self.data.get("territoire", ""))[:140].replace("\0", ""))
        names = Territory.objects.current().filter(offered).order_by("level", "name").values_list("slug", "name")
        places.widget.choices = [("", places.empty_label), *names]
