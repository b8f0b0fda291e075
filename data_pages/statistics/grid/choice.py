"""What a person wants to type: indicators across, places and periods down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spaces.models import Space
from territories.enums import Level
from territories.models import Territory

from ...enums import Frequency
from ...models import Indicator, StatisticTable
from ...periods import EARLIEST, LATEST, MONTHS_OF, Period
from ..reach import reach_of

MOST_CELLS = 1_000
YEARS_AT_FIRST = 5
BELOW = {
    Level.REGION: gettext_lazy("Regions"),
    Level.PROVINCE: gettext_lazy("Provinces"),
    Level.COMMUNE: gettext_lazy("Communes"),
}


@dataclass(frozen=True)
class Place:
    """Where a row of the grid lies: a territory or an organisation."""

    territory: int | None
    space: int | None
    name: str

    @property
    def key(self) -> str:
        return f"t{self.territory}" if self.space is None else f"s{self.space}"


class Places:
    """The places that a table may speak of, as a list to choose from: one place, or all of a level that lie in one."""

    def __init__(self, table: StatisticTable) -> None:
        reach = reach_of(table)
        # An organisation's table is about itself; national figures by organisation come by import.
        own = reach.organisations if not reach.territories else ()
        self.organisations = list(Space.objects.filter(pk__in=own).select_related("page"))
        self.territories = list(
            Territory.objects.current().filter(pk__in=reach.territories).select_related("parent").by_level()
        )
        self.by_code = {territory.code: territory for territory in self.territories}

    def choices(self) -> Iterator[tuple[str, str]]:
        for space in self.organisations:
            yield f"s{space.pk}", str(space)
        for territory in self.territories:
            yield territory.code, territory.placed_name
            for level, label in BELOW.items():
                if self.below(territory, level):
                    yield (
                        f"{territory.code}/{level}",
                        _("%(level)s of: %(place)s") % {"level": label, "place": territory.placed_name},
                    )

    def below(self, territory: Territory, level: str) -> bool:
        """Whether a level is worth offering under this one: a province has communes, a commune nothing."""
        ranks = list(Level)
        return ranks.index(Level(level)) > ranks.index(Level(territory.level))

    def named(self, choice: str) -> list[Place]:
        if choice.startswith("s"):
            return [Place(None, space.pk, str(space)) for space in self.organisations if choice == f"s{space.pk}"]
        code, _slash, level = choice.partition("/")
        above = self.by_code[code]
        if not level:
            return [Place(above.pk, None, above.name)]
        return [
            Place(each.pk, None, each.name)
            for each in self.territories
            if each.level == level and each.path.startswith(above.path)
        ]


class GridForm(forms.Form):
    """Reads the address of the grid; cleans to `indicators`, `places` and `periods`."""

    indicateur = forms.ModelMultipleChoiceField(
        Indicator.objects.select_related("theme"),
        to_field_name="code",
        label=gettext_lazy("Columns: the indicators"),
        widget=forms.CheckboxSelectMultiple,
    )
    lieu = forms.ChoiceField(label=gettext_lazy("Rows: the place, or the places"))
    debut = forms.IntegerField(label=gettext_lazy("From the year"), min_value=EARLIEST, max_value=LATEST)
    fin = forms.IntegerField(label=gettext_lazy("To the year"), min_value=EARLIEST, max_value=LATEST)
    notes = forms.BooleanField(label=gettext_lazy("Show the notes"), required=False)

    def __init__(self, table: StatisticTable, data: object = None) -> None:
        self.places = Places(table)
        places = list(self.places.choices())
        super().__init__(data if data else first_thought(table, places), label_suffix="")
        self.fields["lieu"].choices = places

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        indicators = cleaned["indicateur"]
        frequencies = {indicator.frequency for indicator in indicators}
        if len(frequencies) > 1:
            raise ValidationError(
                _("These indicators are not observed at the same frequency: type them one after the other.")
            )
        if cleaned["debut"] > cleaned["fin"]:
            raise ValidationError(_("The first year comes after the last one."))
        cleaned["indicators"] = list(indicators)
        cleaned["places"] = self.places.named(cleaned["lieu"])
        cleaned["periods"] = list(periods(cleaned["debut"], cleaned["fin"], Frequency(frequencies.pop())))
        cells = len(indicators) * len(cleaned["places"]) * len(cleaned["periods"])
        if cells > MOST_CELLS:
            raise ValidationError(
                _("%(cells)s figures are too many for one screen (%(most)s at most): take fewer years or places."),
                params={"cells": cells, "most": MOST_CELLS},
            )
        return cleaned


def first_thought(table: StatisticTable, places: list[tuple[str, str]]) -> dict[str, object]:
    """The table's own indicators over the last years at its first place; those of the most frequent rhythm only."""
    year = timezone.localdate().year
    codes: dict[str, list[str]] = {}
    for code, frequency in table.indicators.values_list("code", "frequency"):
        codes.setdefault(frequency, []).append(code)
    return {
        "indicateur": max(codes.values(), key=len, default=[]),
        "lieu": places[0][0] if places else "",
        "debut": year - YEARS_AT_FIRST + 1,
        "fin": year,
    }


def periods(first: int, last: int, frequency: Frequency) -> Iterator[Period]:
    for year in range(first, last + 1):
        for number in range(1, 12 // MONTHS_OF[frequency] + 1):
            yield Period(year, number, frequency)
