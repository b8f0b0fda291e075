from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm
from wagtail.utils.file import hash_filelike

from civitac.core.text import fold
from civitac.core.uploads import check_content
from territories.forms import PlaceField

from ..licences import licence_select
from ..models import CivitacDocument
from ..periods import EARLIEST, LATEST
from .kinds import Guess, guess

# A file may arrive with nothing but itself (several at once): the model's own defaults stand in.
DEFAULTED = ("visibility", "language")
# What is guessed is guessed once, when the document is new.
GUESSED = {
    "kind": gettext_lazy("Left empty, it is guessed from the file's name."),
    "first_year": gettext_lazy("The year it is about, 2024 for a budget of 2024. Left empty, it is guessed too."),
}
HELP = {
    "title": gettext_lazy("What the document is, for someone who does not know it: Budget primitif 2024 de Kaya."),
    "last_year": gettext_lazy("For a plan over several years."),
    "summary": gettext_lazy("One to three sentences: what a reader finds in it. Public, as the title is."),
    "visibility": gettext_lazy("The title and the summary are public whatever you choose here."),
}
YEARS = ("first_year", "last_year")


class CivitacDocumentForm(BaseDocumentForm):
    """A document's form: looks into the file that is sent, guesses what its name says, keeps the file that is replaced."""

    reason = forms.CharField(
        label=gettext_lazy("Why the file is replaced"),
        max_length=250,
        required=False,
        help_text=gettext_lazy(
            "Only if you choose another file: “a figure of chapter 2 corrected”. The former file stays readable, with"
            " this reason."
        ),
    )

    class Meta(BaseDocumentForm.Meta):
        field_classes = {"territory": PlaceField}
        # Here and not on the fields: Wagtail binds the title while it makes the form, with the help of that moment.
        help_texts = HELP
        widgets = BaseDocumentForm.Meta.widgets | {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "adopted_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if not (self.instance.pk and "file" in self.fields):
            del self.fields["reason"]
        else:
            self.order_fields(["file", "reason"])
        for name in DEFAULTED:
            if name in self.fields:
                self.fields[name].required = False
        for name, text in GUESSED.items():
            if name in self.fields and not self.instance.pk:
                self.fields[name].help_text = text
        if "licence" in self.fields:
            self.fields["licence"].widget = licence_select(self.instance.licence, _("Not stated"))
        for name in YEARS:
            if name in self.fields:
                self.fields[name].widget.attrs |= {"min": EARLIEST, "max": LATEST}
        if "territory" in self.fields:
            self.fields["territory"].queryset = self.fields["territory"].queryset.current()

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_content(file)
            if self.instance.pk and self.instance.file_hash == hash_filelike(file):
                raise ValidationError(_("This is the file that is on line already: nothing would change."), code="same")
        return file

    def clean_adopted_on(self) -> object:
        day = self.cleaned_data["adopted_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="future")
        return day

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or self.instance.visibility

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        for name, year in (("first_year", first), ("last_year", last)):
            if year and not EARLIEST <= year <= LATEST:
                self.add_error(name, _("A year in four figures, from %(first)d to %(last)d.") % {
                    "first": EARLIEST, "last": LATEST,
                })  # fmt: skip
        if last and not first:
            self.add_error("first_year", _("Give the first year too."))
        elif first and last and last < first:
            self.add_error("last_year", _("The last year is before the first one."))
        if not self.instance.pk:
            self.fill_in_from_name(cleaned)
        return cleaned

    def fill_in_from_name(self, cleaned: dict[str, object]) -> None:
        """For a new document, what its file's name (or its title) says and nobody has typed."""
        title, file = cleaned.get("title") or "", cleaned.get("file")
        by_file = guess(file.name) if file else None
        by_title = guess(title)
        if by_file and fold(title) in {fold(by_file.title), fold(file.name)}:
            # What Wagtail's script proposes is the file's name as it is.
            cleaned["title"] = by_file.title
        guesses: list[Guess] = [each for each in (by_title, by_file) if each]
        if "kind" in self.fields and not cleaned.get("kind"):
            cleaned["kind"] = next((each.kind for each in guesses if each.kind), None)
        if "first_year" in self.fields and not cleaned.get("first_year") and not self.errors.get("first_year"):
            found = next((each for each in guesses if each.first_year), None)
            if found:
                cleaned["first_year"], cleaned["last_year"] = found.first_year, found.last_year

    def save(self, commit: bool = True) -> CivitacDocument:
        if "file" in self.changed_data:
            # Wagtail deletes the file that is replaced; ours is kept, by the row itself (`CivitacDocument.save`).
            self.original_file = None
            self.instance.reason = self.cleaned_data.get("reason", "")
            self.instance.replaced_by = self.person
        return super().save(commit=commit)
