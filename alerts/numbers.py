"""Whose telephone numbers are shown to whom: those of people are personal, and most readers need none of them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from accounts.permissions import is_animator


def may_see_numbers(user: AbstractBaseUser) -> bool:
    return is_animator(user)


def masked(number: str) -> str:
    """Enough of a number to tell its network, and two numbers apart: +22670…56."""
    return f"{number[:6]}…{number[-2:]}" if len(number) > 8 else number


def shown(number: str, user: AbstractBaseUser) -> str:
    return number if may_see_numbers(user) else masked(number)
