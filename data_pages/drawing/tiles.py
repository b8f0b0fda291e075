"""The regions as tiles, roughly where they lie: the map that stands in where no outline has been imported."""

from __future__ import annotations

from dataclasses import dataclass

from territories.tree import tiles

from .marks import in_lines

# One unit is a pixel on a phone of 360: the first column holds the longest names.
WIDTHS, TALL, GAP = (76, 61, 61, 61, 61), 52, 2
ROWS = 5
WIDTH = sum(WIDTHS) + GAP * (len(WIDTHS) - 1)
HEIGHT = ROWS * TALL + (ROWS - 1) * GAP
LETTERS = 10


@dataclass(frozen=True)
class Tile:
    x: int
    y: int
    width: int
    lines: tuple[tuple[int, str], ...]
    height: int = TALL

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def number_y(self) -> int:
        return self.y + 14


def tile_of(code: str, name: str) -> Tile:
    """The tile of the region of that code; raises KeyError for a region that has none."""
    column, row = tiles()[code]
    y = row * (TALL + GAP)
    lines = in_lines(name, LETTERS)
    first = y + 34 if len(lines) == 1 else y + 29
    return Tile(
        sum(WIDTHS[:column]) + column * GAP,
        y,
        WIDTHS[column],
        tuple((first + 13 * index, line) for index, line in enumerate(lines)),
    )
