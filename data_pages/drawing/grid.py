"""The grid on which outlines are stored: Burkina Faso in whole units, from its north-west corner.

Plate carrée with the middle parallel at its true length: on a country of this size and place, shapes look as people know
them, and anything finer would be lost in the rounding.
"""

from __future__ import annotations

import math

from territories.enums import Level

# What has outlines.
LEVELS = (Level.REGION, Level.PROVINCE, Level.COMMUNE)

# Degrees, WGS 84: the country with a margin.
WEST, SOUTH, EAST, NORTH = -5.6, 9.3, 2.5, 15.2
WIDTH = 600
UNITS_PER_DEGREE = WIDTH / (EAST - WEST)
STRETCH = 1 / math.cos(math.radians((NORTH + SOUTH) / 2))
HEIGHT = round((NORTH - SOUTH) * UNITS_PER_DEGREE * STRETCH)
