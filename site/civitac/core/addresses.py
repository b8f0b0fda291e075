"""Addresses of views, as pages write them by the dozen: each is worked out once by each process."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address_of(name: str, *arguments: str | int) -> str:
    """What `reverse` answers, always the same here: one tree of addresses, at the root of its host, in one language.

    Raises NoReverseMatch.
    """
    return reverse(name, args=arguments)
