"""What the database holds before anyone has typed a figure: indicators, and where national tables belong."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction
from wagtail.models import Collection

from civitac.core.collection_order import add_collection
from territories.models import Theme

from ..models import Indicator

DATA = Path(__file__).resolve().parent.parent / "data"
NATIONAL = "Données nationales"


def national_collection() -> Collection:
    """Where the animation team's own tables belong. Raises Collection.DoesNotExist before `prepare` has run."""
    return Collection.get_first_root_node().get_children().get(name=NATIONAL)


def ensure_national_collection() -> Collection:
    try:
        return national_collection()
    except Collection.DoesNotExist:
        return add_collection(NATIONAL)


def read_indicators(folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def ensure_indicators(folder: Path = DATA) -> int:
    """Add the indicators of the project's table that are missing, and say how many.

    One that exists, under its code or its name, stays as the animation team made it.
    """
    rows = read_indicators(folder)
    known = {value for code_and_name in Indicator.objects.values_list("code", "name") for value in code_and_name}
    themes = dict(Theme.objects.values_list("slug", "pk"))
    new = {
        row["code"]: Indicator(
            **{
                name: row[name]
                for name in ("code", "name", "definition", "unit", "source", "methodology", "frequency", "aggregation")
            },
            decimals=int(row["decimals"]),
            theme_id=themes.get(row["theme"]),
            order=order,
        )
        for order, row in enumerate(rows)
        if row["code"] not in known and row["name"] not in known
    }
    Indicator.objects.bulk_create(new.values())
    wholes = Indicator.objects.in_bulk([row["part_of"] for row in rows if row["part_of"]], field_name="code")
    for row in rows:
        if row["code"] in new and row["part_of"] in wholes:
            new[row["code"]].part_of = wholes[row["part_of"]]
    Indicator.objects.bulk_update([indicator for indicator in new.values() if indicator.part_of_id], ["part_of"])
    return len(new)
