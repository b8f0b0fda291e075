"""Loading the project's own table of territories and themes into the database."""

from __future__ import annotations

import csv
import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction

from civitac.core.text import fold

from .enums import Level, NameKind
from .models import Territory, TerritoryName, TerritoryParent, TerritorySuccession, Theme

DATA = Path(__file__).resolve().parent / "data"
# What the sources count (INSD 2019; decrees of July 2025); a table that says otherwise has been damaged.
EXPECTED_COMMUNES = 351
EXPECTED_POPULATION = 20_505_155
# One day on each of the two maps.
MAP_OF_2024, MAP_OF_2026 = datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)


class TableError(Exception):
    """A table of territories contradicts itself; the message names the file and what is wrong."""


@dataclass
class Loaded:
    """How many rows a load created, changed and found as they should be."""

    created: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.created + other.created, self.changed + other.changed, self.same + other.same)


def read(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def check_tables(folder: Path = DATA) -> None:
    """Raises TableError when a table lacks a commune, repeats an address, or gives a commune two provinces on one day."""
    units = read("units.csv", folder)
    communes = [row for row in units if row["level"] == Level.COMMUNE]
    if len(communes) != EXPECTED_COMMUNES:
        raise TableError(f"units.csv : {len(communes)} communes au lieu de {EXPECTED_COMMUNES}.")
    population = sum(int(row["population_2019"]) for row in communes)
    if population != EXPECTED_POPULATION:
        raise TableError(f"units.csv : population totale {population} au lieu de {EXPECTED_POPULATION}.")
    for column in ("code", "slug"):
        if repeated := [value for value, n in Counter(row[column] for row in units).items() if n > 1]:
            raise TableError(f"units.csv : {column} répété : {', '.join(repeated)}.")
    known = {row["code"] for row in units}
    for name in ("names.csv", "parents.csv"):
        for number, row in enumerate(read(name, folder), start=2):
            if row["code"] not in known:
                raise TableError(f"{name}, ligne {number} : code inconnu {row['code']}.")
    for moment in (MAP_OF_2024, MAP_OF_2026):
        parents = Counter(row["code"] for row in read("parents.csv", folder) if holds(row, moment))
        if wrong := [row["code"] for row in communes if parents[row["code"]] != 1]:
            raise TableError(f"parents.csv : pas exactement une province au {moment} pour {', '.join(wrong[:5])}.")


def holds(row: dict[str, str], moment: datetime.date) -> bool:
    start, end = day(row["valid_from"]), day(row["valid_to"])
    return (start is None or start <= moment) and (end is None or moment < end)


@transaction.atomic
def load_territories(folder: Path = DATA) -> Loaded:
    """Make the database say what the tables say. Names added by hand stay. Raises TableError before touching anything."""
    check_tables(folder)
    units = read("units.csv", folder)
    present = {row["code"]: row["parent"] for row in read("parents.csv", folder) if not row["valid_to"]}
    paths = {row["code"]: path_of(row["code"], present) for row in units}
    loaded = Loaded()
    for level in Level.values:  # parents first
        existing = {unit.code: unit for unit in Territory.objects.all()}
        wanted = {
            row["code"]: {
                "level": level,
                "has_official_code": row["official"] == "1",
                "name": row["name"],
                "slug": row["slug"],
                "seat": row["seat"],
                "is_urban": {"1": True, "0": False}.get(row["urban"]),
                "population_2019": int(row["population_2019"]) if row["population_2019"] else None,
                "valid_from": day(row["valid_from"]),
                "valid_to": day(row["valid_to"]),
                "parent_id": existing[present[row["code"]]].pk if row["code"] in present else None,
                "path": paths[row["code"]],
            }
            for row in units
            if row["level"] == level
        }
        loaded += upsert(Territory, "code", existing, wanted)
    by_code = dict(Territory.objects.values_list("code", "pk"))
    loaded += add_missing(
        TerritoryName,
        ("territory_id", "name", "kind", "valid_from"),
        [
            {
                "territory_id": by_code[row["code"]],
                "name": row["name"],
                "kind": NameKind(row["kind"]).value,
                "valid_from": day(row["valid_from"]),
                "valid_to": day(row["valid_to"]),
                "folded": fold(row["name"]),
            }
            for row in read("names.csv", folder)
        ],
    )
    loaded += add_missing(
        TerritoryParent,
        ("territory_id", "parent_id", "valid_from"),
        [
            {
                "territory_id": by_code[row["code"]],
                "parent_id": by_code[row["parent"]],
                "valid_from": day(row["valid_from"]),
                "valid_to": day(row["valid_to"]),
            }
            for row in read("parents.csv", folder)
        ],
    )
    loaded += add_missing(
        TerritorySuccession,
        ("predecessor_id", "successor_id", "date"),
        [
            {
                "predecessor_id": by_code[row["predecessor"]],
                "successor_id": by_code[row["successor"]],
                "date": day(row["date"]),
                "kind": row["kind"],
            }
            for row in read("successions.csv", folder)
        ],
    )
    return loaded


def path_of(code: str, parents: dict[str, str]) -> str:
    codes = [code]
    while codes[-1] in parents:
        codes.append(parents[codes[-1]])
    return "".join(f"{each}/" for each in reversed(codes))


def upsert(
    model: type[models.Model], key: str, existing: dict[str, models.Model], wanted: dict[str, dict[str, object]]
) -> Loaded:
    """Create and correct rows known by `key`, in two statements at most."""
    new, changed = [], []
    for value, fields in wanted.items():
        row = existing.get(value)
        if row is None:
            new.append(model(**{key: value}, **fields))
        elif any(getattr(row, name) != wish for name, wish in fields.items()):
            for name, wish in fields.items():
                setattr(row, name, wish)
            changed.append(row)
    model.objects.bulk_create(new)
    if changed:
        model.objects.bulk_update(changed, fields=list(next(iter(wanted.values()))))
    return Loaded(len(new), len(changed), len(wanted) - len(new) - len(changed))


def add_missing(model: type[models.Model], key: tuple[str, ...], wanted: list[dict[str, object]]) -> Loaded:
    """Add rows whose `key` is not there and correct the others; rows the tables do not know are left alone."""
    existing = {tuple(getattr(row, name) for name in key): row for row in model.objects.all()}
    sorted_out: dict[bool, list[models.Model]] = defaultdict(list)
    for fields in wanted:
        row = existing.get(tuple(fields[name] for name in key))
        if row is None:
            sorted_out[True].append(model(**fields))
        elif any(getattr(row, name) != wish for name, wish in fields.items()):
            for name, wish in fields.items():
                setattr(row, name, wish)
            sorted_out[False].append(row)
    model.objects.bulk_create(sorted_out[True])
    if sorted_out[False]:
        names = [name for name in wanted[0] if name not in key]
        model.objects.bulk_update(sorted_out[False], fields=names)
    new, changed = len(sorted_out[True]), len(sorted_out[False])
    return Loaded(new, changed, len(wanted) - new - changed)


def load_themes(folder: Path = DATA) -> Loaded:
    """Add the themes that are missing; what the animation team has reworded stays as it is."""
    known = set(Theme.objects.values_list("slug", flat=True))
    rows = [
        Theme(slug=row["slug"], name=row["name"], description=row["description"], order=order)
        for order, row in enumerate(read("themes.csv", folder))
        if row["slug"] not in known
    ]
    Theme.objects.bulk_create(rows)
    return Loaded(created=len(rows), same=len(known))
