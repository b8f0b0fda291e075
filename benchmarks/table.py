"""The one table: what was measured, its floor in the same run, their ratio, and whether the bar holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bar:
    """At most (or at least) so much: of the value itself, or of its ratio to the floor."""

    limit: float
    at_least: bool = False
    of_ratio: bool = False

    def holds(self, value: float, ratio: float | None) -> bool | None:
        measured = ratio if self.of_ratio else value
        if measured is None:
            return None
        # What is printed is what is judged.
        measured = round(measured, 2)
        return measured >= self.limit if self.at_least else measured <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {number(self.limit)}{' ×' if self.of_ratio else ''}"


@dataclass(frozen=True)
class Row:
    what: str
    value: float
    unit: str
    floor: float | None = None
    bar: Bar | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def holds(self) -> bool | None:
        return self.bar.holds(self.value, self.ratio) if self.bar else None

    def cells(self) -> list[str]:
        return [
            self.what,
            f"{number(self.value)} {self.unit}".strip(),
            "" if self.floor is None else f"{number(self.floor)} {self.unit}".strip(),
            "" if self.ratio is None else f"{self.ratio:.2f} ×",
            str(self.bar or ""),
            {True: "yes", False: "**no**", None: ""}[self.holds],
        ]


HEADINGS = ["What", "Measured", "Floor", "Ratio", "Bar", "Holds"]


@dataclass
class Table:
    rows: list[Row | str] = field(default_factory=list)

    def section(self, title: str) -> None:
        """A line that says what the rows below are, and what their floor is."""
        self.rows.append(title)

    def add(self, *row: object, **fields: object) -> None:
        self.rows.append(Row(*row, **fields))

    def missed(self) -> list[Row]:
        return [row for row in self.rows if isinstance(row, Row) and row.holds is False]

    def lines(self) -> Iterator[str]:
        """Markdown, with columns that also align in a terminal."""
        cells = [row.cells() if isinstance(row, Row) else [f"**{row}**", *[""] * 5] for row in self.rows]
        widths = [max(len(line[column]) for line in [HEADINGS, *cells]) for column in range(len(HEADINGS))]
        for line in [HEADINGS, ["-" * width for width in widths], *cells]:
            yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"


def number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
