"""Which groups the subscription page offers: all while they are few, else the national ones and those of a place or space."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from territories.models import Territory

from ..models import DiffusionGroup

MOST_SHOWN = 25
MOST_PLACES = 20
LONGEST_NAME = 100


@dataclass(frozen=True)
class Offer:
    groups: list[DiffusionGroup]
    asked: str = ""  # the place that was typed
    space: str = ""  # the slug of the space from whose page one comes: its groups come first
    is_partial: bool = False  # there are more, of other places
    is_unknown: bool = False  # no place of this name, or none of its groups


def offer(asked: str, chosen: Iterable[str] = (), space: str = "") -> Offer:
    """What to show for a place as typed or for a space, with the groups chosen already (keys as they came)."""
    asked = asked.strip()[:LONGEST_NAME]
    of_space = Q(collection__space__page__slug=space) if space else Q(pk=None)
    groups = DiffusionGroup.objects.offered().order_by(
        Case(When(of_space, then=Value(0)), default=Value(1)), "territory__path", "collection__name", "name"
    )
    everything = list(groups[: MOST_SHOWN + 1])
    if len(everything) <= MOST_SHOWN:
        return Offer(everything, space=space)
    kept = Q(pk__in=[int(key) for key in chosen if key.isdecimal() and len(key) < 12])
    national = groups.of_nobody()
    local = groups.about(places(asked)) if asked else groups.filter(of_space)
    found = set(local.values_list("pk", flat=True)[:MOST_SHOWN])
    shown = groups.filter(kept | Q(pk__in=found) | Q(pk__in=national.values("pk")))
    return Offer(list(shown), asked, space, is_partial=True, is_unknown=bool(asked) and not found)


def places(asked: str) -> list[Territory]:
    """The present units that someone may mean: those of this very name, else those whose name contains it."""
    current = Territory.objects.current()
    return list(current.find(asked)[:MOST_PLACES]) or list(current.resembling(asked)[:MOST_PLACES])
