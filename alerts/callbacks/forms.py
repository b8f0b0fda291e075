"""Reading what a gateway sends: forms that are not always as their documentation says."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from django.core.exceptions import ValidationError

from accounts.phones import mobile
from civitac.core.text import without_controls

# The plus sign is lost by senders that do not encode it.
WITH_COUNTRY = re.compile(r"\s*\+?(226\d{8})\s*")


def fields(body: str) -> dict[str, str]:
    """The fields of a URL-encoded form, still encoded: most are never looked at. The first of a name counts."""
    found: dict[str, str] = {}
    for pair in body.split("&"):
        name, _sign, value = pair.partition("=")
        found.setdefault(name, value)
    return found


def decoded(value: str) -> str:
    """A field as people read it: UTF-8, or the Windows-1252 of old telephones; without signs that say nothing."""
    if "%" not in value and "+" not in value:
        return value
    octets = unquote_to_bytes(value.replace("+", " "))
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        text = octets.decode("cp1252", "replace")
    return without_controls(text).strip()


def number_of(value: str) -> str:
    """The E.164 form of an encoded mobile number of Burkina Faso, "" for anything else."""
    number = decoded(value)
    if said := WITH_COUNTRY.fullmatch(number):
        number = f"+{said[1]}"
    try:
        return mobile(number)
    except ValidationError:
        return ""
