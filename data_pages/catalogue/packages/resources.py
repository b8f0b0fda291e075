"""The files of a package: their columns, their rows, their description."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civitac.core.text import harmless

from ...enums import Status
from ...models import Observation, StatisticTable

BATCH = 2000


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    description: object
    required: bool = False
    choices: tuple[str, ...] = ()

    def described(self) -> dict[str, object]:
        constraints: dict[str, object] = {}
        if self.required:
            constraints["required"] = True
        if self.choices:
            constraints["enum"] = list(self.choices)
        field = {"name": self.name, "type": self.type, "description": str(self.description)}
        return field | ({"constraints": constraints} if constraints else {})


FIGURES = (
    Column("indicateur", "string", gettext_lazy("Code of the indicator"), required=True),
    Column("code_territoire", "string", gettext_lazy("P-code of the territory, or our own code where there is none")),
    Column("territoire", "string", gettext_lazy("Present name of the territory")),
    Column("organisation", "string", gettext_lazy("Address name of the organisation, where the figure is of one")),
    Column("periode", "string", gettext_lazy("Period: 2024, 2024-S1, 2024-Q3 or 2024-07"), required=True),
    Column("valeur", "number", gettext_lazy("Value; nothing where the figure is missing")),
    Column(
        "statut",
        "string",
        gettext_lazy("A: actual, P: provisional, E: estimated, M: missing"),
        required=True,
        choices=tuple(Status.values),
    ),
    Column("note", "string", gettext_lazy("Remark")),
)
INDICATORS = (
    Column("code", "string", gettext_lazy("Code of the indicator"), required=True),
    Column("nom", "string", gettext_lazy("Name"), required=True),
    Column("unite", "string", gettext_lazy("Unit")),
    Column("definition", "string", gettext_lazy("Definition")),
    Column("methode", "string", gettext_lazy("Method")),
    Column("frequence", "string", gettext_lazy("A: year, S: half-year, Q: quarter, M: month")),
)


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def lines(columns: Iterable[Column], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """CSV after RFC 4180, one line at a time."""
    writer = csv.writer(_Line())
    yield writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow(row)


def figures_of(table: StatisticTable) -> Iterator[list[str]]:
    """The figures of a table in the order of their entry, read a batch at a time, each from where the last one ended."""
    rows = (
        Observation.objects.filter(table=table)
        .order_by("pk")
        .values_list(
            *("pk", "indicator__code", "territory__code", "territory__name", "space__page__slug"),
            *("period", "value", "status", "note"),
        )
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        for pk, indicator, code, name, organisation, period, value, status, note in batch:
            last = pk
            yield [
                *(indicator, code or "", harmless(name or ""), organisation or "", period),
                *(plain_number(value), status, harmless(note)),
            ]


def indicators_of(table: StatisticTable) -> Iterator[list[str]]:
    for each in table.indicators.all():
        texts = (each.name, each.unit, each.definition, each.methodology)
        yield [each.code, *map(harmless, texts), each.frequency]


def plain_number(value: Decimal | None) -> str:
    """Digits with a point and no needless zeros: "12.5"; nothing where the figure is missing, which is not zero."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def described_package(table: StatisticTable, publisher: str, homepage: str) -> dict[str, object]:
    """The descriptor of a table's package (Data Package v1)."""
    return {
        "profile": "tabular-data-package",
        "name": f"tableau-{table.pk}",
        "id": homepage,
        "title": table.title,
        "description": table.description or table.title,
        "homepage": homepage,
        "created": table.created_at.isoformat(timespec="seconds"),
        "licenses": [{"path": table.licence}],
        "sources": [{"title": table.source}],
        "contributors": [{"title": publisher, "role": "publisher"}],
        "resources": [
            resource(
                "donnees", _("Figures"), FIGURES, keys=("indicateur", "code_territoire", "organisation", "periode")
            ),
            resource("indicateurs", _("Indicators"), INDICATORS, keys=("code",)),
        ],
    }


def resource(name: str, title: str, columns: tuple[Column, ...], keys: tuple[str, ...]) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [column.described() for column in columns], "missingValues": [""]}
    if len(keys) == 1:
        schema["primaryKey"] = list(keys)
    else:
        reference = {"resource": "indicateurs", "fields": ["code"]}
        schema["foreignKeys"] = [{"fields": ["indicateur"], "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
