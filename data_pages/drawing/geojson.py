"""Reading a GeoJSON file of outlines (RFC 7946), whoever made it: what is wrong with it is said in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.utils.translation import gettext as _
from shapely.errors import GEOSException
from shapely.geometry import shape

from .grid import EAST, NORTH, SOUTH, WEST

HEAVIEST = 60_000_000  # bytes; official boundaries of the country at full detail weigh a quarter of that
MOST_FEATURES = 5_000
SHOWN = 12  # names in one message


class BoundaryError(Exception):
    """Why a file cannot be taken, for the person who brought it."""


@dataclass(frozen=True)
class Feature:
    number: int  # its rank in the file, from 1
    properties: dict[str, object]
    geometry: shapely.Geometry

    def __str__(self) -> str:
        said = ", ".join(str(value) for value in self.properties.values() if isinstance(value, str) and value)
        return _("no. %(number)s (%(words)s)") % {"number": self.number, "words": said[:80] or "…"}


def read_features(path: Path) -> list[Feature]:
    """The areas of a file, in longitude and latitude. Raises BoundaryError."""
    try:
        if path.stat().st_size > HEAVIEST:
            raise BoundaryError(_("The file weighs more than %(megabytes)s MB.") % {"megabytes": HEAVIEST // 1_000_000})
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BoundaryError(_("The file cannot be opened: %(reason)s.") % {"reason": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise BoundaryError(_("The file is not text in UTF-8, as GeoJSON must be.")) from error
    try:
        content = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BoundaryError(_("The file is not JSON: it is damaged, or of another kind.")) from error
    members = content.get("features") if isinstance(content, dict) else None
    if not isinstance(members, list) or content.get("type") != "FeatureCollection":
        raise BoundaryError(_("The file is not a GeoJSON “FeatureCollection”."))
    if not members:
        raise BoundaryError(_("The file holds no area."))
    if len(members) > MOST_FEATURES:
        raise BoundaryError(_("The file holds more than %(number)s areas.") % {"number": MOST_FEATURES})
    return [feature_of(number, member) for number, member in enumerate(members, start=1)]


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def feature_of(number: int, member: object) -> Feature:
    properties = member.get("properties") if isinstance(member, dict) else None
    feature = Feature(number, properties if isinstance(properties, dict) else {}, shapely.Polygon())
    return Feature(number, feature.properties, area_of(member, feature))


def area_of(member: object, feature: Feature) -> shapely.Geometry:
    """The area of a feature as a valid polygon, or several."""
    stored = member.get("geometry") if isinstance(member, dict) else None
    if not isinstance(stored, dict) or stored.get("type") not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(_("Area %(area)s is not a polygon.") % {"area": feature})
    try:
        area = shapely.force_2d(shape(stored))
    except (GEOSException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BoundaryError(_("The coordinates of area %(area)s cannot be read.") % {"area": feature}) from error
    if area.is_empty:
        raise BoundaryError(_("Area %(area)s is empty.") % {"area": feature})
    west, south, east, north = area.bounds
    # Written so that a coordinate that is no number fails too.
    if not (west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH):
        raise BoundaryError(
            _(
                "Area %(area)s lies outside of Burkina Faso. Coordinates must be longitude then latitude, in degrees "
                "(WGS 84)."
            )
            % {"area": feature}
        )
    if not area.is_valid:
        parts = shapely.get_parts(shapely.make_valid(area))
        kept = [part for each in parts for part in shapely.get_parts(each) if part.geom_type == "Polygon"]
        area = shapely.union_all(kept)
    return area


def listed(words: list[str]) -> str:
    """The first of a list, and how many more there are."""
    more = len(words) - SHOWN
    text = "\n".join(f"  {each}" for each in words[:SHOWN])
    return text + ("\n  " + _("and %(number)s more") % {"number": more} if more > 0 else "")
