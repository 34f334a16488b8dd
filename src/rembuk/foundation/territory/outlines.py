"""An outline as it is kept: valid polygons in WGS84, rounded to about a decimetre, with their box. Needs shapely."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rembuk.foundation.kernel.errors import Refused

# Indonesia with its seas; a file with latitude and longitude exchanged falls outside.
WEST, SOUTH, EAST, NORTH = 94.0, -12.0, 142.0, 7.0
GRID = 1e-6
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Outline:
    """The geometry as GeoJSON text, its box, and whether it had to be repaired."""

    geometry: str
    west: float
    south: float
    east: float
    north: float
    repaired: bool


def clean(geometry: Mapping[str, Any] | str) -> Outline:
    """A GeoJSON geometry made fit to keep: closed, not crossing itself, inside Indonesia; or Refused."""
    import shapely

    shape = _read(geometry)
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise Refused("not_an_area", f"Batas harus berupa Polygon atau MultiPolygon, bukan {shape.geom_type}.", "file")
    repaired = not shape.is_valid
    if repaired:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    shape = _areas(shapely.set_precision(shape, GRID))
    if shape.is_empty or not shape.is_valid:
        raise Refused("no_area", "Garis batasnya rusak dan tidak bisa diperbaiki: tidak ada luasnya.", "file")
    return of_shape(shape, repaired=repaired)


def of_shape(shape: Any, *, repaired: bool = False) -> Outline:
    """The outline of a valid shape."""
    west, south, east, north = (float(edge) for edge in shape.bounds)
    if west < WEST or east > EAST or south < SOUTH or north > NORTH:
        raise Refused("outside", "Titiknya di luar Indonesia. Urutannya harus bujur lalu lintang (WGS84).", "file")
    return Outline(text(shape), west, south, east, north, repaired)


def text(shape: Any) -> str:
    """A shape as short GeoJSON, always the same for the same shape."""
    import shapely

    return json.dumps(json.loads(shapely.to_geojson(shapely.normalize(shape))), separators=(",", ":"))


def _read(geometry: Mapping[str, Any] | str) -> Any:
    import shapely

    given = geometry if isinstance(geometry, str) else json.dumps(geometry)
    if len(given) > LARGEST:
        raise Refused("too_large", "Batas ini lebih dari 5 MB. Sederhanakan dulu garisnya.", "file")
    try:
        return shapely.from_geojson(given)
    except (shapely.errors.GEOSException, TypeError) as error:
        raise Refused("not_geojson", "Isinya bukan geometri GeoJSON yang utuh.", "file") from error


def _areas(shape: Any) -> Any:
    """Only the polygons, for a repair may leave lines and points beside them."""
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)
