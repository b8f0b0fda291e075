"""Which places a table may speak of: those its owner answers for."""

from __future__ import annotations

from dataclasses import dataclass

from spaces.enums import SpaceKind
from spaces.models import Space
from territories.models import Territory

from ..models import StatisticTable


@dataclass(frozen=True, slots=True)
class Reach:
    territories: frozenset[int]
    organisations: frozenset[int]

    def holds(self, territory: int | None, space: int | None) -> bool:
        return territory in self.territories if space is None else space in self.organisations


def reach_of(table: StatisticTable) -> Reach:
    """A local authority's table speaks of its territory and what lies below; an organisation's, of itself.

    Only one table may give a figure: an organisation that wrote a commune's would keep the commune from giving its own.
    Any other table is the animation team's and speaks of every place, past territories included.
    """
    space = Space.objects.filter(collection=table.collection_id).select_related("territory").first()
    if space is None:
        return everywhere()
    if space.kind == SpaceKind.ORGANISATION:
        return Reach(frozenset(), frozenset({space.pk}))
    return Reach(frozenset(Territory.objects.below(space.territory).values_list("pk", flat=True)), frozenset())


def everywhere() -> Reach:
    """Every territory and every organisation there is."""
    return Reach(
        frozenset(Territory.objects.values_list("pk", flat=True)),
        frozenset(Space.objects.filter(kind=SpaceKind.ORGANISATION).values_list("pk", flat=True)),
    )
