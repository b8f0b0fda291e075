"""What is asked on the screens of an import."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civitac.core.sheets.forms import TableFileField
from civitac.core.sheets.separated import ENCODINGS, SEPARATORS
from civitac.core.text import fold
from territories.enums import Level

from ..models import Indicator, TableImport
from ..periods import Period
from .asking import LEFT_OUT
from .moments import NotAPeriodError, read_period
from .places import Gazetteer, Named
from .understanding import OWNER, Column, Role, Understanding
from .wording import period_inside

TEXTS = (".csv", ".tsv", ".txt")
MULTIPLIERS = (
    (1, gettext_lazy("as written")),
    (1_000, gettext_lazy("in thousands")),
    (1_000_000, gettext_lazy("in millions")),
    (1_000_000_000, gettext_lazy("in billions")),
)
SIGNS = (
    ("", gettext_lazy("not settled")),
    (",", gettext_lazy("comma: 1,5")),
    (".", gettext_lazy("point: 1.5")),
)
DASHES = (
    ("missing", gettext_lazy("the figure is missing")),
    ("zero", gettext_lazy("zero, as in accounts")),
    ("nothing", gettext_lazy("nothing at all: the cell is skipped")),
)
SPANS = (
    ("", gettext_lazy("not said: such rows are wrong")),
    ("first", gettext_lazy("the first year")),
    ("last", gettext_lazy("the last year")),
)


class FileForm(forms.Form):
    file = TableFileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, XLSX, ODS or XLS, 20 MB at most. Titles above the table do no harm."),
    )


class ReadingForm(forms.Form):
    """How the file itself is read; changing it reads the file again."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    encoding = forms.ChoiceField(label=gettext_lazy("Accents written as"), required=False)
    separator = forms.ChoiceField(label=gettext_lazy("Between cells"), required=False)
    first_heading = forms.IntegerField(
        label=gettext_lazy("Headings from row"), min_value=1, max_value=200_000, required=False
    )
    last_heading = forms.IntegerField(label=gettext_lazy("to row"), min_value=1, max_value=200_000, required=False)

    def __init__(self, row: TableImport, understood: Understanding, data: object = None) -> None:
        super().__init__(
            data,
            initial={
                "sheet": understood.sheet,
                "encoding": understood.encoding,
                "separator": understood.separator,
                "first_heading": understood.first_heading or None,
                "last_heading": understood.last_heading or None,
            },
        )
        sheets = row.reading.get("sheets", [])
        # A text that could not be read is tried again in the encoding that someone knows it has.
        is_text = bool(understood.encoding) or Path(row.name).suffix.lower() in TEXTS
        self.fields["sheet"].choices = [(sheet["name"], sheet["name"]) for sheet in sheets]
        self.fields["encoding"].choices = list(ENCODINGS.items())
        self.fields["separator"].choices = list(SEPARATORS.items())
        for name, is_asked in (
            ("sheet", len(sheets) > 1),
            ("encoding", is_text),
            ("separator", is_text),
        ):
            if not is_asked:
                del self.fields[name]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        first, last = cleaned.get("first_heading"), cleaned.get("last_heading")
        if first and last and not first <= last <= first + 2:
            raise forms.ValidationError(_("Headings take one row, two or three."))
        if (first is None) != (last is None) and not self.errors:
            raise forms.ValidationError(_("Say the first and the last row of the headings."))
        return cleaned

    def wanted(self, understood: Understanding) -> dict[str, object]:
        """What to ask of the reader. Rows of headings hold for the sheet they were seen in only."""
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if wanted.get("sheet", understood.sheet) != understood.sheet:
            wanted.pop("first_heading", None)
            wanted.pop("last_heading", None)
        return wanted


class PlaceField(forms.CharField):
    """A territory by its name or its code, as one types it; cleans to its code, or to "" when left empty."""

    def __init__(self, gazetteer: Gazetteer, **options: object) -> None:
        super().__init__(max_length=150, required=False, **options)
        self.gazetteer = gazetteer
        self.widget.attrs["list"] = "places"

    def clean(self, value: str) -> str:
        text = super().clean(value).strip()
        if not text or text == OWNER:
            return text
        if code := self.gazetteer.by_placed_name.get(fold(text)):
            return code
        found = self.gazetteer.find(Named(text))
        if found.territory is not None:
            return self.gazetteer.territories[found.territory].code
        if found.choices:
            names = " ; ".join(self.gazetteer.territories[pk].placed_name for pk in found.choices)
            raise forms.ValidationError(_("Which one: %(names)s?") % {"names": names})
        raise forms.ValidationError(_("No place bears this name."))


class HeadingPlaceField(PlaceField):
    """The place of a column, shown as it is known by now; left alone, it stays what the heading says, certain or not."""

    def __init__(self, gazetteer: Gazetteer, said: str, day: datetime.date | None) -> None:
        territory = gazetteer.find(Named(said), day).territory if said else None
        shown = said if territory is None else gazetteer.territories[territory].placed_name
        super().__init__(gazetteer, initial=shown)
        self.said = said

    def clean(self, value: str) -> str:
        return self.said if value == self.initial else super().clean(value)


class IndicatorField(forms.CharField):
    """An indicator by its name or its code; cleans to its code."""

    def __init__(self, indicators: dict[str, str], **options: object) -> None:
        super().__init__(max_length=150, required=False, **options)
        self.codes = {fold(word): code for code, name in indicators.items() for word in (code, name)}
        self.widget.attrs["list"] = "indicators"

    def clean(self, value: str) -> str:
        text = super().clean(value).strip()
        if text and fold(text) not in self.codes:
            raise forms.ValidationError(_("No indicator bears this name or this code."))
        return self.codes[fold(text)] if text else ""


class PeriodField(forms.CharField):
    """A period as people write it; cleans to its code."""

    def clean(self, value: str) -> str:
        text = super().clean(value).strip()
        try:
            return read_period(text) or "" if text else ""
        except NotAPeriodError as error:
            raise forms.ValidationError(str(error)) from error


class UnderstandingForm(forms.Form):
    """What the sheet says: for the whole file, then for each column, in fields called "role-3", "indicator-3"."""

    def __init__(self, understood: Understanding, gazetteer: Gazetteer, owner: str, data: object = None) -> None:
        super().__init__(data)
        self.understood = understood
        indicators = dict(Indicator.objects.values_list("code", "name"))
        self.indicator_names = list(indicators.values())
        fixed_place = next((each for each in gazetteer.territories.values() if each.code == understood.place), None)
        self.fields["place"] = PlaceField(
            gazetteer,
            label=_("Place, where no column names it"),
            initial=fixed_place.placed_name if fixed_place else understood.place,
        )
        if owner:
            self.fields["place"] = forms.ChoiceField(
                label=_("Place"), choices=[(OWNER, owner), ("", _("named by a column"))], required=False
            )
            self.initial["place"] = understood.place
        self.fields["period"] = PeriodField(
            label=_("Period, where nothing in the table says it"),
            max_length=40,
            required=False,
            initial=shown_period(understood.period),
        )
        self.fields["indicator"] = IndicatorField(
            indicators,
            label=_("Indicator, where nothing in the table says it"),
            initial=indicators.get(understood.indicator, ""),
        )
        self.fields["map_day"] = forms.ChoiceField(
            label=_("Names of places are those of"),
            choices=maps(gazetteer),
            required=False,
            initial=understood.map_day,
        )
        self.fields["dash"] = forms.ChoiceField(label=_("A dash alone means"), choices=DASHES, initial=understood.dash)
        self.fields["span"] = forms.ChoiceField(
            label=_("“2021-2022” counts for"), choices=SPANS, required=False, initial=understood.span
        )
        self.roles = {
            column.index: (data or {}).get(f"role-{column.index}", column.role) for column in understood.columns
        }
        day = datetime.date.fromisoformat(understood.map_day) if understood.map_day else None
        for column in understood.columns:
            self.add_column(column, indicators)
            if self.may_head_a_place(column):
                place = HeadingPlaceField(gazetteer, column.place, day)
                self.add_field(column, "place", place, _("Place of “%(column)s”"))

    def may_head_a_place(self, column: Column) -> bool:
        """Whether the place of a column is shown: most tables name places in their rows, or are about one place."""
        if self.roles[column.index] != Role.VALUE or {Role.PLACE, Role.CODE} & set(self.roles.values()):
            return False
        if self.understood.headings_name_places:
            return True
        return not self.understood.place and not column.indicator and period_inside(column.label)[1] != ""

    @property
    def asks_places(self) -> bool:
        return any(name.startswith("place-") for name in self.fields)

    def add_column(self, column: Column, indicators: dict[str, str]) -> None:
        fields: dict[str, forms.Field] = {
            "role": forms.ChoiceField(choices=Role.choices, initial=column.role),
            "level": forms.ChoiceField(
                choices=[("", _("any level")), *Level.choices], required=False, initial=column.level
            ),
            "indicator": IndicatorField(indicators, initial=indicators.get(column.indicator, "")),
            "period": PeriodField(max_length=40, required=False, initial=shown_period(column.period)),
            "multiplier": forms.TypedChoiceField(
                choices=MULTIPLIERS, coerce=int, empty_value=1, required=False, initial=column.multiplier
            ),
            "sign": forms.ChoiceField(choices=SIGNS, required=False, initial=column.decimal_sign),
        }
        names = {
            "role": _("What “%(column)s” holds"),
            "level": _("Level of the places of “%(column)s”"),
            "indicator": _("Indicator of “%(column)s”"),
            "period": _("Period of “%(column)s”"),
            "multiplier": _("Figures of “%(column)s” are written"),
            "sign": _("Decimals of “%(column)s”"),
        }
        for name, field in fields.items():
            self.add_field(column, name, field, names[name])

    def add_field(self, column: Column, name: str, field: forms.Field, label: str) -> None:
        field.label = label % {"column": column.label or column.index + 1}
        field.widget.attrs["aria-label"] = field.label
        self.fields[f"{name}-{column.index}"] = field

    def rows(self) -> Iterable[tuple[Column, dict[str, forms.BoundField]]]:
        """The columns with their fields, for the screen."""
        for column in self.understood.columns:
            yield (
                column,
                {
                    name: self[f"{name}-{column.index}"]
                    for name in ("role", "level", "place", "indicator", "period", "multiplier", "sign")
                    if f"{name}-{column.index}" in self.fields
                },
            )

    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in ("place", "period", "indicator", "map_day", "dash", "span")]

    def settled(self) -> Understanding:
        """The understanding as the person left it."""
        cleaned = self.cleaned_data
        columns = [
            Column(
                index=column.index,
                label=column.label,
                role=cleaned[f"role-{column.index}"],
                level=cleaned[f"level-{column.index}"],
                indicator=cleaned[f"indicator-{column.index}"],
                period=cleaned[f"period-{column.index}"],
                place=cleaned.get(f"place-{column.index}", ""),
                multiplier=cleaned[f"multiplier-{column.index}"],
                decimal_sign=cleaned[f"sign-{column.index}"],
            )
            for column in self.understood.columns
        ]
        general = {name: cleaned[name] for name in ("place", "period", "indicator", "map_day", "dash", "span")}
        return Understanding.from_json(
            {**self.understood.as_json(), **general, "columns": [vars(each) for each in columns]}
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors:
            for problem in self.settled().problems():
                self.add_error(None, problem)
        return cleaned


class QuestionsForm(forms.Form):
    """One answer for each place that nobody can tell: a choice, another place typed, or the rows or columns left out."""

    def __init__(self, questions: list[dict], gazetteer: Gazetteer, data: object = None) -> None:
        super().__init__(data)
        self.questions = questions
        for number, question in enumerate(questions):
            columns = len(question.get("columns", []))
            left_out = (
                ngettext("leave this column out", "leave these columns out", columns)
                if columns
                else _("leave these rows out")
            )
            choices = [(code, gazetteer.territories[gazetteer.codes[code]].placed_name) for code in question["choices"]]
            self.fields[f"choice-{number}"] = forms.ChoiceField(
                label=question["text"],
                choices=[*choices, (LEFT_OUT, left_out)],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"other-{number}"] = PlaceField(gazetteer, label=_("Another place"))

    def rows(self) -> Iterable[tuple[dict, forms.BoundField, forms.BoundField]]:
        for number, question in enumerate(self.questions):
            yield question, self[f"choice-{number}"], self[f"other-{number}"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for number, question in enumerate(self.questions):
            other, choice = cleaned.get(f"other-{number}"), cleaned.get(f"choice-{number}")
            if not other and not choice and f"other-{number}" not in self.errors:
                self.add_error(f"choice-{number}", _("Say which place “%(name)s” is.") % {"name": question["text"]})
        return cleaned

    def answers(self) -> dict[str, str]:
        return {
            question["key"]: self.cleaned_data[f"other-{number}"] or self.cleaned_data[f"choice-{number}"]
            for number, question in enumerate(self.questions)
        }


def shown_period(code: str) -> str:
    """A period as it can be typed again; the codes of half-years and quarters can."""
    if not code:
        return ""
    period = Period.parse(code)
    return f"{period.number:02}/{period.year}" if period.frequency == "M" else code


def maps(gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """The maps there have been, as one may choose them."""
    days = gazetteer.map_days()
    choices = [("", _("any map: look-alikes are asked about"))]
    if days:
        before = days[0] - datetime.timedelta(days=1)
        choices.append((before.isoformat(), _("the map before %(day)s") % {"day": f"{days[0]:%d/%m/%Y}"}))
    return choices + [(day.isoformat(), _("the map since %(day)s") % {"day": f"{day:%d/%m/%Y}"}) for day in days]
