from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.phones import LONGEST_SPELLING, mobile


class NumberField(forms.CharField):
    """A mobile number of Burkina Faso in any usual spelling; cleans to E.164."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            **{
                "label": _("Mobile number"),
                "max_length": LONGEST_SPELLING,
                "widget": forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
                **kwargs,
            }
        )

    def clean(self, value: object) -> str:
        try:
            return mobile(super().clean(value))
        except forms.ValidationError as refusal:
            if getattr(refusal, "code", None) == "foreign":
                raise forms.ValidationError(
                    _("Only mobile numbers of Burkina Faso receive our text messages."), code="foreign"
                ) from refusal
            raise
