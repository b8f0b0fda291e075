from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.enums import TextLanguage

from ..forms import NumberField


class PersonForm(forms.Form):
    """Someone at the desk who asks to receive a group's messages."""

    number = NumberField(widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}))
    language = forms.ChoiceField(label=_("Language"), choices=TextLanguage.choices, initial=TextLanguage.FRENCH)
    source = forms.CharField(
        label=_("How they agreed"),
        max_length=250,
        help_text=_("What proves it: “asked at the desk on 3 March, register page 12”. The law asks for it."),
    )


class NumberForm(forms.Form):
    number = NumberField(
        help_text=_("The whole number."), widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"})
    )


class LanguageForm(forms.Form):
    """Someone at the desk who asks for messages in another language."""

    language = forms.ChoiceField(label=_("Language"), choices=TextLanguage.choices)
    source = forms.CharField(
        label=_("Who asked"), max_length=200, help_text=_("“Asked at the desk on 3 March”: the journal says so.")
    )
