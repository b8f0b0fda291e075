"""The rows of the database on one database server: import, pages of figures, search. Run in a process of its own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .surroundings import ROOT, Surroundings
from .table import Table, number


@dataclass(frozen=True)
class Shape:
    """So many figures: indicators × places × years."""

    indicators: int
    places: int
    years: int


@dataclass(frozen=True)
class DatabaseScale:
    imported: int
    figures: tuple[Shape, Shape]
    documents: int
    seconds: float  # of load for one measure
    rounds: int


FULL = DatabaseScale(70_000, (Shape(24, 416, 1), Shape(48, 416, 50)), documents=20_000, seconds=1, rounds=2)
QUICK = DatabaseScale(700, (Shape(4, 20, 2), Shape(8, 40, 4)), documents=40, seconds=0.05, rounds=1)
SCALES = {"full": FULL, "quick": QUICK}


def measured(scale: DatabaseScale) -> Table:
    """Everything, on the database that this process is set up to use: migrated and prepared, otherwise empty."""
    from django.db import connection

    from .figures_rows import pages_of_figures
    from .importing import imports
    from .search_rows import searches

    table, name = Table(), connection.vendor.replace("sqlite", "SQLite").replace("postgresql", "PostgreSQL")
    rows = number(scale.imported)
    table.section(f"{name}: import of {rows} figures; floor: `bulk_create` of the same rows")
    imports(table, scale.imported, rounds=scale.rounds)
    pages_of_figures(table, name, scale)
    searches(table, name, scale)
    return table


def measure_in_process(table: Table, around: Surroundings, address: str, scale: str) -> None:
    """Add the rows of a new database. Raises CalledProcessError, after what the process said, when it fails."""
    rows = around.folder / "rows.pickle"
    environment = around.environment(address, PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'site'}")
    command = [sys.executable, "-m", "benchmarks.database", scale, str(rows)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    table.rows += pickle.loads(rows.read_bytes())


def main() -> None:
    """`python -m benchmarks.database SCALE FILE`: the rows, for the process that asked for them."""
    import django

    django.setup()
    from django.core.management import call_command

    with open(os.devnull, "w") as silence:
        call_command("migrate", verbosity=0)
        call_command("prepare", stdout=silence)
    table = measured(SCALES[sys.argv[1]])
    Path(sys.argv[2]).write_bytes(pickle.dumps(table.rows))


if __name__ == "__main__":
    main()
