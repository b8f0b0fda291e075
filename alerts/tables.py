"""Rows that travel to the database as parameters, which it reads as a table: one statement then writes all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.db import connection


def as_table(columns: Mapping[str, str]) -> str:
    """SQL of a table whose columns have these names and types (PostgreSQL's); its parameters are `as_parameters(…)`.

    PostgreSQL is given an array for each column: it sees how many rows there are, and plans accordingly.
    """
    if connection.vendor == "postgresql":
        given = ", ".join(f"%s::{kind}[]" for kind in columns.values())
        return f"(SELECT * FROM unnest({given}) AS given({', '.join(columns)}))"
    named = (f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(columns))
    return f"(SELECT {', '.join(named)} FROM json_each(%s))"


def as_parameters(*columns: Sequence[object]) -> list[str]:
    """Of at least one row: numbers, texts, moments as this database writes them, and None."""
    if connection.vendor == "postgresql":
        return [as_array(column) for column in columns]
    return [json.dumps(list(zip(*columns, strict=True)), default=str)]


def as_array(values: Sequence[object]) -> str:
    """A column as PostgreSQL writes arrays (section 8.15.2).

    psycopg adapts lists by itself, and was measured about 7 times slower: 0.085 s of processor time beside 0.012 s for
    20,000 rows of 5 columns.
    """
    plain = '","'.join(map(str, values))
    if None not in values and "\\" not in plain and plain.count('"') == 2 * (len(values) - 1):
        return f'{{"{plain}"}}'
    return "{" + ",".join(map(as_element, values)) + "}"


def as_element(value: object) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
