"""Points on the ground: a box around one for the index, and the distance between two."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

METRES_PER_DEGREE = 111_320
EARTH = 6_371_000


@dataclass(frozen=True, slots=True)
class Box:
    """All that is within so many metres of a point lies in it, and some more in the corners."""

    south: float
    north: float
    west: float
    east: float


def box(lat: float, lng: float, metres: float) -> Box:
    """The box around a circle. A hair wider than the arithmetic says, so that rounding loses nothing at the edge."""
    high = 1.01 * metres / METRES_PER_DEGREE
    wide = high / max(cos(radians(lat)), 0.01)
    return Box(lat - high, lat + high, lng - wide, lng + wide)


def metres(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """The way over the ground between two points (haversine)."""
    one, two = radians(lat), radians(other_lat)
    half = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(radians(other_lng - lng) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))
