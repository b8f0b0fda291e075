from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm

from civitac.core.text import fold

from .enums import Level, NameKind
from .models import Territory, TerritoryName


class PlaceField(forms.ModelChoiceField):
    """One place of a list, each with what tells it from its look-alikes."""

    def __init__(self, queryset: QuerySet[Territory], **kwargs: object) -> None:
        super().__init__(queryset.select_related("parent"), **kwargs)

    def label_from_instance(self, place: Territory) -> str:
        return place.placed_name


class TerritoryForm(WagtailAdminModelForm):
    """What people may change of a territory: the spellings under which it is also found."""

    spellings = forms.CharField(
        label=gettext_lazy("Other spellings"),
        help_text=gettext_lazy(
            "One per line. Searches and imported tables will recognise these names. Capitals, accents, hyphens and"
            " apostrophes need not be repeated."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial["spellings"] = "\n".join(self.instance.other_spellings)

    def clean_spellings(self) -> list[str]:
        """The spellings, each once. Raises ValidationError for a line without a letter or longer than a name may be."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["spellings"].splitlines()]
        longest = TerritoryName._meta.get_field("name").max_length
        spellings: dict[str, str] = {}
        for line in filter(None, lines):
            if not fold(line):
                raise ValidationError(_("“%(line)s” holds neither a letter nor a figure."), params={"line": line})
            if len(line) > longest:
                raise ValidationError(_("A name holds %(longest)d characters at most."), params={"longest": longest})
            spellings.setdefault(fold(line), line)
        return list(spellings.values())

    def save(self, commit: bool = True) -> Territory:
        territory = super().save(commit=commit)
        if commit:
            self.save_spellings(territory)
        return territory

    def save_spellings(self, territory: Territory) -> None:
        wanted = set(self.cleaned_data["spellings"])
        with transaction.atomic():
            for row in territory.names.filter(kind=NameKind.ALIAS):
                if row.name in wanted:
                    wanted.remove(row.name)
                else:
                    row.delete()
            for name in sorted(wanted):
                TerritoryName.objects.create(territory=territory, name=name, kind=NameKind.ALIAS)


class TerritoryChooserForm(BaseFilterForm):
    """What narrows the list of a territory's chooser."""

    q = forms.CharField(
        label=gettext_lazy("Name, old or new"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Name, old or new")}),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        choices=[("", gettext_lazy("All levels")), *Level.choices],
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        if level := self.cleaned_data["level"]:
            objects = objects.filter(level=level)
        if words := self.cleaned_data["q"]:
            objects = objects.resembling(words)
            self.is_searching = True
            self.search_query = words
        return super().filter(objects)
