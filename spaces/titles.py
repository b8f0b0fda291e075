"""How spaces are called, kept by each process for one generation: lists of articles name one on each line."""

from __future__ import annotations

from civitac.core.cache import remembered

from .models import Space


@remembered
def titles() -> dict[int, str]:
    """Key of a space → its title."""
    return dict(Space.objects.values_list("pk", "page__title"))
