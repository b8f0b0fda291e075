"""The journal of new figures, copied by the database from the figures themselves: half the cost of a large import."""

from __future__ import annotations

import datetime
import json

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection

from ..models import Observation, TableImport

# Nothing stood before: no value, an empty status, no note (see `ObservationChange`).
COPY = """
INSERT INTO data_pages_observationchange (
  table_import_id, made_by_id, made_at, table_id, indicator_id, territory_id, space_id, period,
  value_before, status_before, note_before, value_after, status_after, note_after
)
SELECT %s, %s, %s, table_id, indicator_id, territory_id, space_id, period, NULL, '', '', value, status, note
FROM data_pages_observation WHERE id {chosen} ORDER BY id
"""


def journal_new(
    rows: list[Observation],
    by: AbstractBaseUser | None,
    moment: datetime.datetime,
    table_import: TableImport | None,
) -> None:
    """One line for each of these figures, which have just been created."""
    pks = [row.pk for row in rows]
    if connection.vendor == "postgresql":
        chosen, keys = "= ANY(%s)", pks
    else:
        chosen, keys = "IN (SELECT value FROM json_each(%s))", json.dumps(pks)
    shared = [
        table_import.pk if table_import else None,
        by.pk if by else None,
        connection.ops.adapt_datetimefield_value(moment),
    ]
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(chosen=chosen), [*shared, keys])
