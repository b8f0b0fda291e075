"""Loading the project's own tables of territories and themes into the database."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction

from civitac.core.text import fold

from .enums import Level, NameKind
from .models import Territory, TerritoryName, TerritoryParent, TerritorySuccession, Theme
from .tables import DATA, TableError, Tables, read_tables

__all__ = ["TableError", "load_territories", "load_themes"]


@dataclass
class Loaded:
    """How many rows a load created, changed, removed and found as they should be."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(
            self.created + other.created,
            self.changed + other.changed,
            self.removed + other.removed,
            self.same + other.same,
        )

    @property
    def altered(self) -> bool:
        return bool(self.created or self.changed or self.removed)


def load_territories(folder: Path = DATA) -> Loaded:
    """Make the database say what the tables say. Spellings added by hand stay.

    Raises TableError before touching anything.
    """
    tables = read_tables(folder)
    with transaction.atomic():
        loaded = load_units(tables)
        keys = dict(Territory.objects.values_list("code", "pk"))
        return loaded + load_names(tables, keys) + load_parents(tables, keys) + load_successions(tables, keys)


def load_units(tables: Tables) -> Loaded:
    present = {row.code: row.parent for row in tables.parents if row.period.end is None}
    loaded = Loaded()
    keys: dict[str, int] = {}
    existing = list(Territory.objects.all())
    for level in Level.values:  # parents first
        wanted = [
            {
                "code": row.code,
                "level": level,
                "has_official_code": row.is_official,
                "name": row.name,
                "slug": row.slug,
                "seat": row.seat,
                "is_urban": row.is_urban,
                "population_2019": row.population,
                "valid_from": row.period.start,
                "valid_to": row.period.end,
                "parent_id": keys.get(present.get(row.code, "")),
                "path": path_of(row.code, present),
            }
            for row in tables.units
            if row.level == level
        ]
        loaded += correct(Territory, ("code",), wanted, existing)
        keys = dict(Territory.objects.values_list("code", "pk"))
    return loaded


def load_names(tables: Tables, keys: dict[str, int]) -> Loaded:
    wanted = [
        {
            "territory_id": keys[row.code],
            "name": row.name,
            "kind": row.kind.value,
            "valid_from": row.period.start,
            "valid_to": row.period.end,
            "folded": fold(row.name),
        }
        for row in tables.names
    ]
    existing = list(TerritoryName.objects.all())
    removable = [row for row in existing if row.kind == NameKind.OFFICIAL]
    return correct(TerritoryName, ("territory_id", "name", "kind", "valid_from"), wanted, existing, removable)


def load_parents(tables: Tables, keys: dict[str, int]) -> Loaded:
    wanted = [
        {
            "territory_id": keys[row.code],
            "parent_id": keys[row.parent],
            "valid_from": row.period.start,
            "valid_to": row.period.end,
        }
        for row in tables.parents
    ]
    existing = list(TerritoryParent.objects.all())
    return correct(TerritoryParent, ("territory_id", "parent_id", "valid_from"), wanted, existing, existing)


def load_successions(tables: Tables, keys: dict[str, int]) -> Loaded:
    wanted = [
        {
            "predecessor_id": keys[row.predecessor],
            "successor_id": keys[row.successor],
            "date": row.date,
            "kind": row.kind.value,
        }
        for row in tables.successions
    ]
    existing = list(TerritorySuccession.objects.all())
    return correct(TerritorySuccession, ("predecessor_id", "successor_id", "date"), wanted, existing, existing)


def path_of(code: str, parents: dict[str, str]) -> str:
    codes = [code]
    while codes[-1] in parents:
        codes.append(parents[codes[-1]])
    return "".join(f"{each}/" for each in reversed(codes))


def correct(
    model: type[models.Model],
    key: tuple[str, ...],
    wanted: list[dict[str, object]],
    existing: list[models.Model],
    removable: list[models.Model] = (),
) -> Loaded:
    """Make rows known by `key` equal to `wanted`, in three statements at most; others go where they are removable."""
    found = {tuple(getattr(row, name) for name in key): row for row in existing}
    new, changed, known = [], [], set()
    for fields in wanted:
        row = found.get(tuple(fields[name] for name in key))
        if row is None:
            new.append(model(**fields))
            continue
        known.add(row.pk)
        if any(getattr(row, name) != wish for name, wish in fields.items()):
            for name, wish in fields.items():
                setattr(row, name, wish)
            changed.append(row)
    obsolete = [row.pk for row in removable if row.pk not in known]
    if obsolete:
        model.objects.filter(pk__in=obsolete).delete()
    model.objects.bulk_create(new)
    if changed:
        model.objects.bulk_update(changed, [name for name in wanted[0] if name not in key])
    return Loaded(len(new), len(changed), len(obsolete), len(known) - len(changed))


def load_themes(folder: Path = DATA) -> Loaded:
    """Add the themes that are missing; what the animation team has reworded, moved or added stays as it is."""
    with (folder / "themes.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = {value for slug_and_name in Theme.objects.values_list("slug", "name") for value in slug_and_name}
    new = [
        Theme(slug=row["slug"], name=row["name"], description=row["description"], order=order)
        for order, row in enumerate(rows)
        if row["slug"] not in known and row["name"] not in known
    ]
    Theme.objects.bulk_create(new)
    return Loaded(created=len(new), same=len(rows) - len(new))
