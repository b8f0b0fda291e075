"""The project's own tables of territories, read and checked before the database hears of them."""

from __future__ import annotations

import csv
import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from .enums import Level, NameKind, SuccessionKind

DATA = Path(__file__).resolve().parent / "data"
# What the sources count (INSD, census of 2019; decrees of July 2025); a table that says otherwise has been damaged.
EXPECTED_COMMUNES = 351
EXPECTED_POPULATION = 20_505_155
LEVELS = list(Level)


class TableError(Exception):
    """A table of territories is damaged or contradicts itself; the message names the file, the line and what is wrong."""


@dataclass(frozen=True)
class Line:
    """Where a row stands, for messages."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}, ligne {self.number}"


@dataclass(frozen=True)
class Period:
    """From a day (None: since always) up to, and not including, another (None: still true)."""

    start: datetime.date | None
    end: datetime.date | None

    def holds_on(self, day: datetime.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Unit:
    line: Line
    code: str
    level: Level
    name: str
    slug: str
    is_official: bool
    period: Period
    seat: str
    is_urban: bool | None
    population: int | None


@dataclass(frozen=True)
class Name:
    line: Line
    code: str
    name: str
    kind: NameKind
    period: Period


@dataclass(frozen=True)
class Parent:
    line: Line
    code: str
    parent: str
    period: Period


@dataclass(frozen=True)
class Succession:
    line: Line
    predecessor: str
    successor: str
    date: datetime.date
    kind: SuccessionKind


@dataclass(frozen=True)
class Tables:
    units: list[Unit]
    names: list[Name]
    parents: list[Parent]
    successions: list[Succession]


Row = TypeVar("Row")


def read_tables(folder: Path = DATA) -> Tables:
    """The four tables of `folder`. Raises TableError when one is missing, unreadable or contradicts another."""
    tables = Tables(
        read(folder / "units.csv", unit),
        read(folder / "names.csv", name),
        read(folder / "parents.csv", parent),
        read(folder / "successions.csv", succession),
    )
    check_units(tables.units)
    check_codes(tables)
    check_maps(tables)
    return tables


def read(path: Path, parse: Callable[[dict[str, str], Line], Row]) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            return [parsed(parse, row, Line(path.name, rows.line_num)) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path.name} : illisible ({error}).") from error


def parsed(parse: Callable[[dict[str, str], Line], Row], row: dict[str, str], line: Line) -> Row:
    try:
        return parse(row, line)
    except (KeyError, TypeError, ValueError) as error:
        raise TableError(f"{line} : colonne absente ou valeur impossible ({error}).") from error


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def period(row: dict[str, str]) -> Period:
    start, end = day(row["valid_from"]), day(row["valid_to"])
    if start and end and start >= end:
        raise ValueError(f"fin {end} avant le début {start}")
    return Period(start, end)


def unit(row: dict[str, str], line: Line) -> Unit:
    if not re.fullmatch(r"[a-z0-9-]+", row["slug"]):
        raise ValueError(f"adresse « {row['slug']} »")
    return Unit(
        line,
        row["code"],
        Level(row["level"]),
        row["name"],
        row["slug"],
        {"1": True, "0": False}[row["official"]],
        period(row),
        row["seat"],
        {"1": True, "0": False, "": None}[row["urban"]],
        int(row["population_2019"]) if row["population_2019"] else None,
    )


def name(row: dict[str, str], line: Line) -> Name:
    return Name(line, row["code"], row["name"], NameKind(row["kind"]), period(row))


def parent(row: dict[str, str], line: Line) -> Parent:
    return Parent(line, row["code"], row["parent"], period(row))


def succession(row: dict[str, str], line: Line) -> Succession:
    date = datetime.date.fromisoformat(row["date"])
    return Succession(line, row["predecessor"], row["successor"], date, SuccessionKind(row["kind"]))


def check_units(units: list[Unit]) -> None:
    for column in ("code", "slug"):
        seen: dict[str, Line] = {}
        for row in units:
            value = getattr(row, column)
            if value in seen:
                raise TableError(f"{row.line} : {column} {value} déjà à la ligne {seen[value].number}.")
            seen[value] = row.line
    communes = [row for row in units if row.level == Level.COMMUNE]
    if len(communes) != EXPECTED_COMMUNES:
        raise TableError(f"units.csv : {len(communes)} communes au lieu de {EXPECTED_COMMUNES}.")
    if uncounted := [row for row in communes if row.population is None]:
        raise TableError(f"{uncounted[0].line} : population de {uncounted[0].name} absente.")
    population = sum(row.population or 0 for row in units)
    if population != EXPECTED_POPULATION:
        raise TableError(f"units.csv : population totale {population} au lieu de {EXPECTED_POPULATION}.")


def check_codes(tables: Tables) -> None:
    levels = {row.code: row.level for row in tables.units}
    used = [
        *((row.line, row.code) for row in tables.names),
        *((row.line, code) for row in tables.parents for code in (row.code, row.parent)),
        *((row.line, code) for row in tables.successions for code in (row.predecessor, row.successor)),
    ]
    for line, code in used:
        if code not in levels:
            raise TableError(f"{line} : code inconnu {code}.")
    for row in tables.parents:
        if LEVELS.index(levels[row.parent]) != LEVELS.index(levels[row.code]) - 1:
            raise TableError(f"{row.line} : {row.code} ne peut pas relever de {row.parent}.")


def check_maps(tables: Tables) -> None:
    """On each day on which anything changes, a unit has one official name and lies in one unit of the level above."""
    units = {row.code: row for row in tables.units}
    for moment in moments([*tables.units, *tables.names, *tables.parents]):
        parents, names = defaultdict(list), Counter()
        for row in tables.parents:
            if row.period.holds_on(moment):
                parents[row.code].append(row)
        for row in tables.names:
            if row.kind == NameKind.OFFICIAL and row.period.holds_on(moment):
                names[row.code] += 1
        for row in tables.units:
            if not row.period.holds_on(moment):
                continue
            if names[row.code] != 1:
                raise TableError(
                    f"names.csv : {names[row.code]} noms officiels le {moment} pour {row.code} ({row.name})."
                )
            if row.level == Level.COUNTRY:
                continue
            found = parents[row.code]
            if len(found) != 1:
                raise TableError(
                    f"parents.csv : {len(found)} rattachements au lieu d’un le {moment} pour {row.code} ({row.name})."
                )
            if not units[found[0].parent].period.holds_on(moment):
                raise TableError(f"{found[0].line} : {found[0].parent} n’existe pas le {moment}.")


def moments(rows: Iterable[Unit | Name | Parent]) -> list[datetime.date]:
    """The first day of all, and each day on which something begins or ends."""
    bounds = {bound for row in rows for bound in (row.period.start, row.period.end) if bound}
    return [datetime.date.min, *sorted(bounds)]
