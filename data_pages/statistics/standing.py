"""What stands in the database for given keys: one statement for each kind of place, whatever their number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from ..models import Observation
from .figures import Content, Key

# The keys travel as one parameter each way, and the unique index of the figures finds each of them.
POSTGRESQL = """
SELECT o.id FROM data_pages_observation o
JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) AS k(indicator, place, period)
  ON o.indicator_id = k.indicator AND o.{place}_id = k.place AND o.period = k.period
"""
SQLITE = """
SELECT o.id FROM json_each(%s) k CROSS JOIN data_pages_observation o
  ON o.indicator_id = json_extract(k.value, '$[0]') AND o.{place}_id = json_extract(k.value, '$[1]')
  AND o.period = json_extract(k.value, '$[2]') AND o.{place}_id IS NOT NULL
"""


class Standing(NamedTuple):
    row: int
    table: int
    content: Content


def standing(keys: Iterable[Key]) -> dict[Key, Standing]:
    """The figures that exist among `keys`, in whatever table."""
    by_place: dict[str, list[tuple[int, int, str]]] = {"territory": [], "space": []}
    for key in keys:
        if key.space is None:
            by_place["territory"].append((key.indicator, key.territory, key.period))
        else:
            by_place["space"].append((key.indicator, key.space, key.period))
    found: dict[Key, Standing] = {}
    for place, wanted in by_place.items():
        if wanted:
            for pk, table, indicator, territory, space, period, *content in Observation.objects.filter(
                pk__in=chosen(place, wanted)
            ).values_list(
                "pk", "table_id", "indicator_id", "territory_id", "space_id", "period", "value", "status", "note"
            ):
                found[Key(indicator, territory, space, period)] = Standing(pk, table, Content(*content))
    return found


def chosen(place: str, wanted: list[tuple[int, int, str]]) -> RawSQL:
    if connection.vendor == "postgresql":
        return RawSQL(POSTGRESQL.format(place=place), [list(column) for column in zip(*wanted, strict=True)])
    return RawSQL(SQLITE.format(place=place), [json.dumps(wanted)])
