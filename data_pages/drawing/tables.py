"""The table that stands beside a chart or a map: the same figures, as text."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    title: str
    heading: str  # what the labels of the rows are
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def render(self) -> SafeString:
        return render_to_string("data_pages/drawing/table.html", {"table": self})
