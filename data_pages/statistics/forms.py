"""Forms of the administration for indicators and tables."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Collection

from civitac.core.ownership import SpaceOwnedForm
from civitac.core.visibility import Visibility

from ..enums import Frequency
from ..licences import licence_select
from ..models import Indicator
from .seeding import NATIONAL


class TableForm(SpaceOwnedForm):
    """A table keeps its owner for ever: its figures are about the places that this owner answers for."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence"].widget = licence_select(self.instance.licence)
        if self.instance.pk:
            self.fields.pop("collection", None)
        elif "collection" in self.fields:
            self.offer_owners()

    def offer_owners(self) -> None:
        """Among all collections, those that stand for an owner of figures; the animation team's own first thought."""
        collections = Collection.objects.filter(pk__in=[each.pk for each in self.collections])
        owners = collections.filter(Q(space__closed_at__isnull=True, space__isnull=False) | Q(name=NATIONAL))
        self.fields["collection"].queryset = owners
        if national := owners.filter(name=NATIONAL, space__isnull=True).first():
            self.initial["collection"] = national.pk
            self.initial["visibility"] = Visibility.PUBLIC


class IndicatorForm(WagtailAdminModelForm):
    def clean_frequency(self) -> str:
        frequency = self.cleaned_data["frequency"]
        if "frequency" in self.changed_data and self.instance.pk and self.instance.observations.exists():
            raise ValidationError(
                _("Figures are already given for this indicator, %(frequency)s: this can no longer change."),
                params={"frequency": str(Frequency(self.initial["frequency"]).label).lower()},
            )
        return frequency

    def clean_part_of(self) -> Indicator | None:
        """Wholes and their parts, on one level."""
        whole = self.cleaned_data["part_of"]
        if whole is not None and (
            whole.pk == self.instance.pk or whole.part_of_id or (self.instance.pk and self.instance.parts.exists())
        ):
            raise ValidationError(_("A part of a whole has no parts itself."))
        return whole
