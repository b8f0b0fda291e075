"""Taking in the outlines of one level of the map, and of the levels above where they are to be made from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from django.db import transaction

from civitac.core.cache import renew_pages
from territories.enums import Level
from territories.models import Territory

from ..models import Boundary
from .geojson import read_features
from .matching import match
from .outlines import Outline, outlines_of


@dataclass
class Taken:
    """What became of one level: how many outlines are new, changed, taken away, as they were; who has none."""

    level: Level
    created: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    lacking: list[str] = field(default_factory=list)

    @property
    def altered(self) -> bool:
        return bool(self.created or self.changed or self.removed)


def import_boundaries(path: Path, *, level: Level | None = None, source: str, dissolve: bool = False) -> list[Taken]:
    """Make the outlines of a level what the file says; with `dissolve`, those of the levels above by joining them.

    Idempotent, all or nothing. Raises BoundaryError before anything is written.
    """
    level, features = match(read_features(path), level)
    areas = {key: feature.geometry for key, feature in features.items()}
    with transaction.atomic():
        taken = [store(level, areas, source)]
        if dissolve:
            for above in levels_above(level):
                taken.append(store(above, joined(areas, above), source))
        if any(each.altered for each in taken):
            renew_pages()
    return taken


def levels_above(level: Level) -> list[Level]:
    return [above for above in (Level.PROVINCE, Level.REGION) if Level.values.index(above) < Level.values.index(level)]


def joined(areas: dict[int, shapely.Geometry], level: Level) -> dict[int, shapely.Geometry]:
    """The areas of the units of a higher level on the present map, from those of what lies in them."""
    units = dict(Territory.objects.current().filter(level=level).values_list("pk", "path"))
    parts = defaultdict(list)
    for key, path in Territory.objects.filter(pk__in=areas).values_list("pk", "path"):
        parts.update({pk: [*parts[pk], areas[key]] for pk, above in units.items() if path.startswith(above)})
    return {pk: shapely.coverage_union_all(inside) for pk, inside in parts.items()}


def store(level: Level, areas: dict[int, shapely.Geometry], source: str) -> Taken:
    taken = Taken(level)
    standing = {row.territory_id: row for row in Boundary.objects.filter(territory__level=level)}
    outlines = dict(zip(areas, outlines_of(list(areas.values()), level), strict=True))
    new, changed = [], []
    for key, outline in outlines.items():
        row = standing.pop(key, None)
        wanted = said(outline, source)
        if row is None:
            new.append(Boundary(territory_id=key, **wanted))
        elif {name: getattr(row, name) for name in wanted} != wanted:
            for name, value in wanted.items():
                setattr(row, name, value)
            changed.append(row)
    Boundary.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()
    Boundary.objects.bulk_create(new)
    Boundary.objects.bulk_update(changed, ["path", "box", "centre", "source"], batch_size=100)
    taken.created, taken.changed, taken.removed = len(new), len(changed), len(standing)
    taken.same = len(outlines) - len(new) - len(changed)
    without = Territory.objects.current().filter(level=level).exclude(pk__in=outlines).order_by("slug")
    taken.lacking = [str(territory) for territory in without]
    return taken


def said(outline: Outline, source: str) -> dict[str, object]:
    return {"path": outline.path, "box": outline.box, "centre": outline.centre, "source": source}
