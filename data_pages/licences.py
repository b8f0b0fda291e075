"""Under which licences figures and documents may be reused, in words. Others are known by their address alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": _("CC BY 4.0: reuse freely, naming the source"),
    "https://creativecommons.org/publicdomain/zero/1.0/": _("CC0 1.0: reuse freely"),
    "https://opendatacommons.org/licenses/odbl/1-0/": _("ODbL 1.0: reuse freely, sharing what is made of it"),
}


def licence_select(stored: str, empty: str | None = None) -> forms.Select:
    """The known licences and the one a row has already; `empty` is the line for none, where none is allowed."""
    none = [] if empty is None else [("", empty)]
    other = [(stored, stored)] if stored and stored not in LICENCES else []
    return forms.Select(choices=[*none, *LICENCES.items(), *other])
