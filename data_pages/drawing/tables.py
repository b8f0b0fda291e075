"""The table that stands beside a chart or a map: the same figures, as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .charts import Chart


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[str, ...]


def rows_of(chart: Chart) -> list[Row]:
    """A row for each label, a cell for each series."""
    return [Row(label, tuple(chart.text_of(each.at(label)) for each in chart.series)) for label in chart.labels]
