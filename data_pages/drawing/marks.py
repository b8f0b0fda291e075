"""What tells series apart without colour, and how long words are set in a drawing."""

from __future__ import annotations

from collections.abc import Sequence

# Around the point (0, 0): disc, square, triangle, diamond, triangle upside down, cross.
SHAPES = (
    "M-4 0a4 4 0 1 0 8 0 4 4 0 1 0-8 0",
    "M-4-4h8v8h-8z",
    "M-5 4H5L0-5z",
    "M0-6 6 0 0 6-6 0z",
    "M-5-4H5L0 5z",
    "M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z",
)
DASHES = ("", "7 4", "2 3", "10 3 2 3", "14 5", "1 5")
# Fillings of bars: solid (no stripes), hollow, then stripes of several widths over hollow.
STRIPES = (None, "", "2 3", "6 3", "1 2")
COLOURS = 5  # classes .s0 to .s4 of the style sheet

# Letters of 14 px that a phone of 320 px has room for in one line, inside a frame.
LETTERS_ACROSS = 31
# Room at the right of a drawing, by class: letters that it holds.
GUTTERS = {"": 0, "g1": 5, "g2": 9, "g3": 14}


def shape(index: int) -> str:
    return SHAPES[index % len(SHAPES)]


def dash(index: int) -> str:
    """Another dash when the shapes start again."""
    return DASHES[(index + index // len(SHAPES)) % len(DASHES)]


def gutter(texts: Sequence[str]) -> str:
    """The class that leaves room for these texts at the right."""
    longest = max(map(len, texts), default=0)
    return next((name for name, letters in GUTTERS.items() if longest <= letters), "g3")


def in_lines(text: str, letters: int, most: int = 2) -> list[str]:
    """A text in at most so many lines, broken at spaces and after hyphens, the last cut with "…" if it must be."""
    lines: list[str] = []
    rest = text.strip()
    while len(rest) > letters and len(lines) < most - 1:
        end = max(rest.rfind(" ", 1, letters + 1), rest.rfind("-", 1, letters) + 1)
        end = end if end > 0 else letters
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*lines, rest if len(rest) <= letters else rest[: letters - 1].rstrip() + "…"]
