"""What is asked on the screens of a list."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civitac.core.sheets.forms import TableFileField
from spaces.enums import TextLanguage

from ..enums import Agreement
from ..models import ListImport


class ListForm(forms.Form):
    """A file, and the proof that the people in it agreed: there is no list without it."""

    file = TableFileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, XLSX, ODS or XLS, 20 MB at most. One column of numbers is enough; names are not kept."
        ),
    )
    agreement = forms.ChoiceField(
        label=gettext_lazy("How these people agreed"), choices=[("", "—"), *Agreement.choices]
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("When they agreed"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day of the meeting, or of the last signature."),
    )
    source = forms.CharField(
        label=gettext_lazy("What proves it, and where it is kept"),
        max_length=ListImport._meta.get_field("source").max_length,
        help_text=gettext_lazy("“Sheet of the assembly of sector 4, binder 2 at the town hall”. The law asks for it."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Each of these people agreed to receive the messages of this group"),
        error_messages={"required": gettext_lazy("Nobody is added without having agreed.")},
    )

    def clean_agreed_on(self) -> datetime.date:
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        if day.year < 2000:
            raise forms.ValidationError(_("This is too long ago: check the year."))
        return day

    def agreed(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("agreement", "agreed_on", "source")}


class ColumnsForm(forms.Form):
    """Where the list stands in its file."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    number = forms.TypedChoiceField(label=gettext_lazy("Column of the numbers"), coerce=int)
    language = forms.TypedChoiceField(
        label=gettext_lazy("Column of the languages"), coerce=int, empty_value=None, required=False
    )
    otherwise = forms.ChoiceField(label=gettext_lazy("Language where the list says none"), choices=TextLanguage.choices)

    def __init__(self, row: ListImport, data: object = None) -> None:
        reading, wanted = row.reading, row.wanted
        columns = reading["columns"] or {}
        super().__init__(
            data,
            initial={
                "sheet": reading["sheet"],
                "number": columns.get("number"),
                "language": columns.get("language"),
                "otherwise": wanted.get("otherwise", TextLanguage.FRENCH),
            },
        )
        self.sheet = reading["sheet"]
        choices = [(index, f"{title} ({' ; '.join(cells)})") for index, title, cells in reading["choices"]]
        self.fields["sheet"].choices = [(name, name or "—") for name in reading["sheets"]]
        self.fields["number"].choices = [("", "—"), *choices] if not columns else choices
        self.fields["language"].choices = [("", _("no column")), *choices]
        if len(reading["sheets"]) < 2:
            del self.fields["sheet"]

    def wanted(self) -> dict[str, object]:
        """What to ask of the reader. In another sheet, columns are recognised anew."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if given.get("sheet", self.sheet) != self.sheet:
            return {"sheet": given["sheet"], "otherwise": given["otherwise"]}
        return given | {"sheet": self.sheet}
