"""What many tests begin with is made once by each worker, by its own services, then brought back by its rows alone.

Making a space asks the database for some 130 things: much of the suite's time went there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

# Where these have the same rows, nothing has been made that what is brought back could meet.
TELLING = (
    "wagtailcore_page",
    "wagtailcore_collection",
    "auth_group",
    "territories_territory",
    "territories_territoryname",
)
Rows = dict[object, tuple]


@dataclass(frozen=True)
class Table:
    """Rows that were added to a table, or changed there."""

    name: str
    key: str
    changed: list[object]
    rows: list[tuple]


# By the name of what was made, and what stood before.
MEMORIES: dict[tuple[str, tuple], list[Table]] = {}
# What is worth remembering from: what every test finds, and what stands after something that is remembered.
BEGINNINGS: set[tuple] = set()


def remember_from_here() -> None:
    BEGINNINGS.add(telling())


def remembered(name: str, make: Callable[[], object]) -> None:
    """Have what `make` writes in the database: brought back where all stands as it did once, else made."""
    found = telling()
    if tables := MEMORIES.get((name, found)):
        if not brought_back(tables):
            make()
    elif found in BEGINNINGS:
        before = everything()
        make()
        MEMORIES[name, found] = differences(before, everything())
        remember_from_here()
    else:
        make()


def telling() -> tuple:
    counted = ", ".join(f"(SELECT count(*) FROM {table}), (SELECT max(id) FROM {table})" for table in TELLING)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}")
        return cursor.fetchone()


def brought_back(tables: list[Table]) -> bool:
    """False, and nothing written, where a row of the test itself has the key of one that is remembered."""
    quote = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                if table.changed:
                    marks = ", ".join(["%s"] * len(table.changed))
                    cursor.execute(
                        f"DELETE FROM {quote(table.name)} WHERE {quote(table.key)} IN ({marks})", table.changed
                    )
            for table in tables:
                row = f"({', '.join(['%s'] * len(table.rows[0]))})"
                cursor.execute(
                    f"INSERT INTO {quote(table.name)} VALUES {', '.join([row] * len(table.rows))}",
                    [value for row in table.rows for value in row],
                )
    except IntegrityError:
        return False
    return True


def everything() -> dict[tuple[str, str], Rows]:
    """The rows of each table by their keys, as the driver gives them."""
    quote, found = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            # SQLite's indexes of words have no key: they follow their tables.
            if key := connection.introspection.get_primary_key_column(cursor, table):
                cursor.execute(f"SELECT {quote(key)}, * FROM {quote(table)}")
                found[table, key] = {row[0]: row[1:] for row in cursor.fetchall()}
    return found


def differences(before: dict[tuple[str, str], Rows], after: dict[tuple[str, str], Rows]) -> list[Table]:
    tables = []
    for (name, key), rows in after.items():
        known = before[name, key]
        new = {pk: row for pk, row in rows.items() if known.get(pk) != row}
        if new:
            tables.append(Table(name, key, [pk for pk in new if pk in known], list(new.values())))
    return tables
