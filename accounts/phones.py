"""Which numbers Civitac sends text messages to: the mobiles of Burkina Faso, however they are written."""

from __future__ import annotations

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from civitac.core.text import without_marks

REGION, COUNTRY_CODE = "BF", 226
LONGEST_SPELLING = 40
# What stands before a number on paper, and the zero that other countries put there.
CALLED = re.compile(r"^(?:t[eé]l(?:[eé]phone)?|mobile)\b[ .:]*", re.IGNORECASE)
NATIONAL_ZERO = re.compile(r"^(\+?[0-9 ]*)\(0\)")


def mobile(spelling: str) -> str:
    """The E.164 form of a number as people write it. Raises ValidationError, in words for whoever typed it."""
    # Every kind of space, also those the library does not know; for it, what follows a comma is dialled later.
    spelling = " ".join(without_marks(spelling).replace(",", " ").split())
    spelling = NATIONAL_ZERO.sub(r"\1", CALLED.sub("", spelling))
    # The library reads letters as the keys of a telephone: a word would become a number.
    if len(spelling) > LONGEST_SPELLING or any(sign.isalpha() for sign in spelling):
        raise not_a_number()
    try:
        number = phonenumbers.parse(spelling, REGION)
    except phonenumbers.NumberParseException as error:
        raise not_a_number() from error
    check(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check(number: phonenumbers.PhoneNumber) -> None:
    """Raises ValidationError when this number receives none of our text messages."""
    if number.country_code != COUNTRY_CODE:
        raise ValidationError(
            _("Only mobile numbers of Burkina Faso receive our text messages. You can give an e-mail address instead."),
            code="foreign",
        )
    if number.extension or not phonenumbers.is_valid_number(number):
        raise not_a_number()
    if phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        raise ValidationError(_("This is not a mobile number: it receives no text message."), code="landline")


def not_a_number() -> ValidationError:
    return ValidationError(
        _("This is not a mobile number. Type its eight digits, for example 70 12 34 56."), code="not_a_number"
    )
