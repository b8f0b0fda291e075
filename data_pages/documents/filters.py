from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from civitac.core.cache import remembered
from civitac.core.forms import Choice
from spaces.models import Space
from territories.enums import Level

from ..models import DocumentKind
from .search import Asked, territories_offered, years_on_line

LONGEST = 200


@remembered
def kinds() -> list[DocumentKind]:
    return list(DocumentKind.objects.all())


class DocumentFilterForm(forms.Form):
    """What the list of documents is narrowed by; each field is a query parameter."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST, required=False)
    nature = forms.ChoiceField(label=_("Kind"), required=False, widget=Choice)
    territoire = forms.ChoiceField(label=_("Territory"), required=False, widget=Choice)
    annee = forms.ChoiceField(label=_("Year"), required=False, widget=Choice)
    tri = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        widget=Choice,
        choices=[
            ("", _("Relevance")),
            ("recents", _("Latest put on line")),
            ("annee", _("Latest year")),
            ("titre", _("Title")),
        ],
    )
    espace = forms.ModelChoiceField(
        Space.objects.open().select_related("page"),
        required=False,
        to_field_name="page__slug",
        widget=forms.HiddenInput,
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.kinds = {kind.slug: kind for kind in kinds(request)}
        wanted = str(self.data.get("territoire", ""))[:140].replace("\0", "")
        self.territories = {place.slug: place for place in territories_offered(request, wanted)}
        self.fields["nature"].choices = [("", _("All kinds")), *((slug, str(k)) for slug, k in self.kinds.items())]
        self.fields["territoire"].choices = [
            ("", _("The whole country")),
            *((place.slug, self.named(place)) for place in self.territories.values()),
        ]
        self.fields["annee"].choices = [
            ("", _("All years")),
            *((str(year), str(year)) for year in self.years(years_on_line(request))),
        ]
        if not str(self.data.get("q", "")).strip():
            self.fields["tri"].choices = [c for c in self.fields["tri"].choices if c[0] != "recents"]
            self.fields["tri"].choices[0] = ("", _("Latest put on line"))

    def years(self, on_line: list[int]) -> list[int]:
        asked = str(self.data.get("annee", ""))
        years = set(on_line)
        if asked.isascii() and asked.isdecimal() and len(asked) == 4:
            # A year inside a plan's period is a good question although no document begins in it.
            years.add(int(asked))
        return sorted(years, reverse=True)

    @staticmethod
    def named(place: object) -> str:
        return place.name if place.level == Level.REGION else f"{place.name} ({place.get_level_display().lower()})"

    def asked(self) -> Asked:
        """The question, once the form is valid."""
        wanted = self.cleaned_data
        return Asked(
            words=wanted["q"],
            kind=self.kinds.get(wanted["nature"]),
            territory=self.territories.get(wanted["territoire"]),
            space=wanted["espace"],
            year=int(wanted["annee"]) if wanted["annee"] else None,
            sort=wanted["tri"],
        )
