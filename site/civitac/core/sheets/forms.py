from __future__ import annotations

from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .reader import EXTENSIONS, HEAVIEST


class TableFileField(forms.FileField):
    """A spreadsheet or a text of values; what it holds is seen by `reader.read` only."""

    widget = forms.ClearableFileInput(attrs={"accept": ",".join(f".{each}" for each in EXTENSIONS)})
    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("This file is empty: it was probably cut while being copied. Send it again."),
    }

    def clean(self, data: UploadedFile | None, initial: object = None) -> UploadedFile:
        file = super().clean(data, initial)
        if Path(file.name).suffix.lower().lstrip(".") not in EXTENSIONS:
            raise forms.ValidationError(_("A table is a CSV, XLSX, ODS or XLS file."))
        if file.size > HEAVIEST:
            raise forms.ValidationError(
                _("This file weighs more than %(most)d MB: cut it into several files.")
                % {"most": HEAVIEST // 1024 // 1024}
            )
        return file
