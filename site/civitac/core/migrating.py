"""What migrations of any room are written with."""

from __future__ import annotations

from django.db.migrations import RunPython


def on_postgresql(create: str, drop: str) -> RunPython:
    """Runs these statements as they stand where the database is PostgreSQL, and nothing elsewhere."""

    def run(statements: str) -> object:
        def act(_apps: object, schema_editor: object) -> None:
            if schema_editor.connection.vendor == "postgresql":
                # No parameters: percent signs and dollars stay what they are.
                schema_editor.execute(statements, params=None)

        return act

    return RunPython(run(create), run(drop))
