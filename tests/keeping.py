"""What every test finds in PostgreSQL comes back after one that commits, by its rows alone.

Django truncates: each of some 150 tables, and each of their indexes, gets a new file, which takes seconds. Rows are few
here, and deleting them makes no file.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


def keep_rows(connection: BaseDatabaseWrapper) -> None:
    """Copy all that this database holds now beside it, and have Django bring it back from there after a flush."""
    quote = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for table in map(quote, tables):
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")

    def bring_back(_serialized: str) -> None:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            # A late answer of a server that is stopping may have written since: it would keep the first rows out.
            for table in map(quote, tables):
                cursor.execute(f"DELETE FROM {table}")
            for table in map(quote, tables):
                cursor.execute(f"INSERT INTO {table} TABLE kept.{table} ON CONFLICT DO NOTHING")

    connection.ops.sql_flush = lambda _style, tables, **_how: [f"DELETE FROM {quote(table)}" for table in tables]
    connection.creation.deserialize_db_from_string = bring_back
