"""INSERT … SELECT by the models: thousands of rows in one statement."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, models
from django.db.models import Value
from django.db.models.expressions import Expression


def insert_from(rows: models.QuerySet, model: type[models.Model], said: Mapping[str, Expression | models.F]) -> None:
    """One row of the model for each of these, unless it is there already.

    `said`: column → what stands in it; what is not said takes the default of the model.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = {f"d_{field.column}": said.get(field.column, default_of(field)) for field in fields}
    sql, params = rows.annotate(**values).values_list(*values).query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) {sql} ON CONFLICT DO NOTHING", params)


def default_of(field: models.Field) -> Value:
    """Typed, because PostgreSQL takes a bare NULL for text."""
    target = field.target_field if field.remote_field else field
    return Value(field.get_default(), output_field=target.clone())
