from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .models import User
from .phones import mobile


class Way(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Identifier:
    """A mobile number or an e-mail address, in the one spelling under which an account is found."""

    way: Way
    value: str

    @classmethod
    def read(cls, typed: str) -> Identifier:
        """What someone typed in the one field. Raises ValidationError, in words for them."""
        typed = typed.strip()
        if "@" not in typed:
            return cls(Way.PHONE, mobile(typed))
        if len(typed) > User._meta.get_field("email").max_length:
            raise ValidationError(validate_email.message, code=validate_email.code)
        validate_email(typed)
        return cls(Way.EMAIL, typed.lower())

    @property
    def account(self) -> User | None:
        return User.objects.filter(**{self.way: self.value}).first()

    def __str__(self) -> str:
        """As people read it; a number stays on one line."""
        if self.way is Way.EMAIL:
            return self.value
        number = phonenumbers.parse(self.value)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).replace(" ", "\u00a0")
