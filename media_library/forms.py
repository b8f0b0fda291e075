from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image as PillowImage
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from civitac.core.on_line import KeepsWhatWasApproved
from civitac.core.uploads import check_content

from .normalising import normalised

# What Pillow raises for a picture that cannot be decoded to its last pixel.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, PillowImage.DecompressionBombError)


class WholePictureField(WagtailImageField):
    """Wagtail's own field, which also refuses a picture that is cut short, and stores it normalised."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        public = _("A picture is public as soon as it is sent: whoever can be recognised on it must have agreed.")
        self.help_text = f"{public} {self.help_text}"

    def to_python(self, data: File | None) -> File | None:
        try:
            file = super().to_python(data)
            return normalised(file) if file else file
        except UNREADABLE as error:
            if isinstance(error, ValidationError):
                raise
            raise ValidationError(
                _("This picture is damaged or incomplete: it was probably cut while being copied. Send it again."),
                code="damaged",
            ) from error


class CivitacImageForm(KeepsWhatWasApproved, BaseImageForm):
    """A picture's form. The picture is decoded whole once: what cannot be is refused before anything is stored."""

    approved = ("title", "file", "description", "credit")
    instead = gettext_lazy(
        "What readers see of it stays as it was approved: to change it, add a new picture, choose it in the page and"
        " submit the page."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What the picture shows, in one sentence: it is read aloud to those who do not see it."
            )
        if stock := self.fields.get("file"):
            self.fields["file"] = WholePictureField(label=stock.label, required=stock.required, widget=stock.widget)
        self.keep_what_was_approved(person)


class CivitacMediaForm(KeepsWhatWasApproved, BaseMediaForm):
    """A sound's or film's form, which looks into the file that is sent."""

    approved = ("title", "file", "credit", "duration", "thumbnail")
    instead = gettext_lazy(
        "What readers hear and see of it stays as it was approved: to change it, add a new sound or film, choose it in the"
        " page and submit the page."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _("At most %(size)s. A lighter file reaches more people.") % {
                "size": filesizeformat(settings.MEDIA_LARGEST_BYTES)
            }

        if stock := self.fields.get("thumbnail"):
            self.fields["thumbnail"] = WholePictureField(label=stock.label, required=False, widget=stock.widget)
        self.keep_what_was_approved(person)

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            if file.size > settings.MEDIA_LARGEST_BYTES:
                raise ValidationError(
                    _("This file weighs %(size)s: the most is %(most)s."),
                    code="too_large",
                    params={
                        "size": filesizeformat(file.size),
                        "most": filesizeformat(settings.MEDIA_LARGEST_BYTES),
                    },
                )
            check_content(file)
        return file
