"""Reading what a gateway sends: forms that are not always as their documentation says."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from django.core.exceptions import ValidationError

from accounts.phones import mobile
from civitac.core.text import without_controls

# The plus sign is lost by senders that do not encode it.
WITH_COUNTRY = re.compile(r"\s*\+?(226\d{8})\s*")


def field(body: str, name: str) -> str:
    """A field of a URL-encoded form, still encoded; the first of its name counts, "" where there is none."""
    return f"&{body}".partition(f"&{name}=")[2].partition("&")[0]


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
