"""The addresses of alerts that search engines are told of."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from ..models import Alert


def addresses() -> Iterator[str]:
    """The list, then each alert that has begun to leave."""
    yield reverse("alerts:index")
    for pk in Alert.objects.public().order_by("pk").values_list("pk", flat=True):
        yield reverse("alerts:alert", args=[pk])
