"""What the room holds before anyone has written a message: kinds, usual words, and the operators’ numbers."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from .models import AlertKind, AuthorityLabel, SmsSettings, Tariff
from .owners import ensure_national_collection

DATA = Path(__file__).resolve().parent / "data"


def rows_of(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def ensure_alerts() -> None:
    """Add what is missing of the project's tables; what the animation team has changed stays as it is. Idempotent."""
    ensure_national_collection()
    known = set(AlertKind.objects.values_list("name", flat=True))
    AlertKind.objects.bulk_create(
        AlertKind(
            name=row["name"],
            life_safety=row["life_safety"] == "1",
            category=row["category"],
            lasts=int(row["lasts"]),
            order=order,
            for_organisations=row["organisations"] == "1",
        )
        for order, row in enumerate(rows_of("kinds.csv"))
        if row["name"] not in known
    )
    for row in rows_of("labels.csv"):
        AuthorityLabel.objects.get_or_create(
            collection=None,
            life_safety=row["life_safety"] == "1",
            severity=row["severity"],
            defaults={"label": row["label"]},
        )
    price = SmsSettings.load().default_price
    for row in rows_of("tariffs.csv"):
        Tariff.objects.get_or_create(operator=row["operator"], defaults={"prefixes": row["prefixes"], "price": price})
