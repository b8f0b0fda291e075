"""The real map, and small made-up files of outlines."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

REAL = Path(os.environ.get("CIVITAC_TEST_DATA", settings.BASE_DIR.parent / "shared" / "data")) / "boundaries"

needs_outlines = pytest.mark.skipif(
    not REAL.exists(), reason="OUTLINES ARE ABSENT: CIVITAC_TEST_DATA names no folder that holds boundaries/"
)


def take_in(path: Path, *options: str) -> str:
    """What `import_boundaries` says."""
    out = StringIO()
    call_command("import_boundaries", str(path), *options, stdout=out)
    return out.getvalue()


def square(west: float = -1.0, south: float = 12.0, side: float = 1.0) -> dict:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(geometry: object = None, **properties: object) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": square() if geometry is None else geometry}


def collection(*areas: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(areas)})
