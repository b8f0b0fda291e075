"""From areas to outlines: simplified together, so that neighbours keep their common line, and rounded to the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from territories.enums import Level

from .grid import NORTH, STRETCH, UNITS_PER_DEGREE, WEST

# How much each level loses, in units of the grid (about 1.5 km each): the square root of the smallest triangle kept
# (Visvalingam-Whyatt). Chosen by eye and by weight: 351 communes stay under 16 kB compressed, names and figures included.
TOLERANCES = {Level.REGION: 2.5, Level.PROVINCE: 2, Level.COMMUNE: 1.8}


@dataclass(frozen=True)
class Outline:
    path: str
    box: list[int]  # west, north, east, south
    centre: list[int]


def outlines_of(areas: Sequence[shapely.Geometry], level: Level) -> list[Outline]:
    """Outlines of areas in longitude and latitude, in their order."""
    drawn = [on_grid(area) for area in areas]
    return [outline_of(area) for area in shapely.coverage_simplify(drawn, TOLERANCES[level])]


def on_grid(geometry: shapely.Geometry) -> shapely.Geometry:
    """From longitude and latitude to units of the grid, not yet rounded; y grows southwards."""

    def project(points: np.ndarray) -> np.ndarray:
        x = (points[:, 0] - WEST) * UNITS_PER_DEGREE
        y = (NORTH - points[:, 1]) * UNITS_PER_DEGREE * STRETCH
        return np.column_stack((x, y))

    return shapely.transform(geometry, project)


def outline_of(area: shapely.Geometry) -> Outline:
    """What is smaller than a unit becomes a square of two, so that no place is lost."""
    centre = (
        shapely.get_coordinates(shapely.maximum_inscribed_circle(area, tolerance=0.5))[0].round().astype(int).tolist()
    )
    rings = [ring for part in shapely.get_parts(area) for ring in (part.exterior, *part.interiors)]
    path = "".join(path_of(ring) for ring in rings) or f"M{centre[0] - 1} {centre[1] - 1}h2v2h-2z"
    west, north, east, south = (round(edge) for edge in area.bounds)
    return Outline(path, [west, north, east, south], centre)


def path_of(ring: shapely.LinearRing) -> str:
    """A closed line as relative SVG path data without a useless character; nothing for a line without an inside."""
    points: list[tuple[int, int]] = []
    for x, y in shapely.get_coordinates(ring).round().astype(int).tolist():
        if not points or points[-1] != (x, y):
            points.append((x, y))
    points = points[:-1]  # the last is the first
    if len(points) < 3:
        return ""
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(points)]
    numbers = [number for step in steps for number in step]
    joined = "".join(f"{number}" if number < 0 or not index else f" {number}" for index, number in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{joined}z"
