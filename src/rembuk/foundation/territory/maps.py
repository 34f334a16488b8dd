"""A map as SVG made on the server: outlines, points, links; a title, a description; no base map, no inline style.

Colours come from classes of the stylesheet (`map-area`, `map-point` and a tone), so it prints and obeys the strict
Content-Security-Policy. The same content as a list is the page's to give, beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians
from typing import Any

from django.utils.safestring import SafeString, mark_safe

WIDTH, MARGIN, TALLEST, POINT, REACH = 480, 8, 600, 6, 18
LETTER, TOLERANCE = 6.6, 0.6
TONES = frozenset({"", "here", "late", "soon", "done", "info", "quiet"})


@dataclass(frozen=True, slots=True)
class Area:
    """An outline to draw: GeoJSON text, what it is called, where it leads, and a tone of the stylesheet."""

    geometry: str
    label: str
    url: str = ""
    tone: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A spot to mark; `sign` is written beside it, such as its number on a way."""

    lat: float
    lng: float
    label: str
    url: str = ""
    tone: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become the units of the drawing: flat at the latitude of its middle."""

    west: float
    north: float
    east_scale: float
    scale: float
    height: int

    def xy(self, lng: float, lat: float) -> tuple[int, int]:
        """A point of the drawing."""
        x = MARGIN + (lng - self.west) * self.scale * self.east_scale
        return round(x), round(MARGIN + (self.north - lat) * self.scale)


def outline_svg(
    areas: Sequence[Area], points: Sequence[Point] = (), *, title: str, desc: str, key: str = "map",
    way: bool = False,
) -> SafeString:  # fmt: skip
    """The drawing; "" when there is nothing to draw. `key` keeps its ids apart from another map's on the page.

    Points outside every outline widen the frame. Neighbours stay joined, for they are simplified together. With `way`
    a line leads from each point to the next.
    """
    frame, shapes = _framed(areas, points)
    if frame is None:
        return mark_safe("")
    parts = [
        f'<svg class="mapbox" viewBox="0 0 {WIDTH} {frame.height}" role="group" aria-labelledby="{key}-t {key}-d">',
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(desc)}</desc>',
        *(_area(area, shape, frame) for area, shape in zip(areas, shapes, strict=True)),
        *_names(areas, shapes, frame),
        *([_way(points, frame)] if way and len(points) > 1 else []),
        *(_point(point, frame) for point in points),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped above


def _framed(areas: Sequence[Area], points: Sequence[Point]) -> tuple[Frame | None, list[Any]]:
    import shapely

    shapes = list(shapely.from_geojson([area.geometry for area in areas])) if areas else []
    spots = [shapely.Point(point.lng, point.lat) for point in points]
    if not shapes and not spots:
        return None, []
    west, south, east, north = (
        float(edge) for edge in shapely.total_bounds(shapely.GeometryCollection(shapes + spots))
    )
    east_scale = cos(radians((south + north) / 2))
    wide, high = max((east - west) * east_scale, 1e-4), max(north - south, 1e-4)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    west -= max(0.0, (WIDTH - 2 * MARGIN) / scale - wide) / 2 / east_scale
    frame = Frame(west, north, east_scale, scale, round(high * scale) + 2 * MARGIN)
    return frame, _simple(shapes, TOLERANCE / scale)


def _simple(shapes: list[Any], tolerance: float) -> list[Any]:
    """Fewer corners: common borders stay common where the shapes are a coverage, else each for itself."""
    import shapely

    if len(shapes) > 1 and shapely.coverage_is_valid(shapes):
        return list(shapely.coverage_simplify(shapes, tolerance))
    return list(shapely.simplify(shapes, tolerance)) if shapes else []


def _area(area: Area, shape: Any, frame: Frame) -> str:
    path = (
        f'<path class="map-area{_tone(area.tone)}" d="{_path(shape, frame)}"><title>{escape(area.label)}</title></path>'
    )
    return f'<a href="{escape(area.url)}" aria-label="{escape(area.label)}">{path}</a>' if area.url else path


def _names(areas: Sequence[Area], shapes: Iterable[Any], frame: Frame) -> list[str]:
    """Names where there is room; a screen reader has them from the areas."""
    import shapely

    texts = []
    for area, shape in zip(areas, shapes, strict=True):
        roomiest = shapely.maximum_inscribed_circle(shape, tolerance=4 / frame.scale)
        room = 2 * roomiest.length * frame.scale
        if area.named and room * 1.1 > LETTER * len(area.label):
            x, y = frame.xy(*roomiest.coords[0])
            texts.append(f'<text class="map-name" x="{x}" y="{y}" aria-hidden="true">{escape(area.label)}</text>')
    return texts


def _way(points: Iterable[Point], frame: Frame) -> str:
    spots = " ".join("{},{}".format(*frame.xy(point.lng, point.lat)) for point in points)
    return f'<polyline class="map-way" points="{spots}"/>'


def _point(point: Point, frame: Frame) -> str:
    x, y = frame.xy(point.lng, point.lat)
    name = escape(point.label)
    sign = f'<text class="map-sign" x="{x + POINT + 2}" y="{y - 2}" aria-hidden="true">{escape(point.sign)}</text>'
    mark = f'<circle class="map-point{_tone(point.tone)}" cx="{x}" cy="{y}" r="{POINT}"><title>{name}</title></circle>'
    mark += sign if point.sign else ""
    if not point.url:
        return mark
    # A clear circle around it is what a finger meets.
    reach = f'<circle class="map-reach" cx="{x}" cy="{y}" r="{REACH}"/>'
    return f'<a href="{escape(point.url)}" aria-label="{name}">{reach}{mark}</a>'


def _tone(tone: str) -> str:
    return f" {tone}" if tone in TONES and tone else ""


def _path(shape: Any, frame: Frame) -> str:
    import shapely

    rings = []
    for part in shapely.get_parts(shape):
        rings += [_ring(ring.coords, frame) for ring in (part.exterior, *part.interiors)]
    return "".join(rings)


def _ring(coords: Iterable[tuple[float, float]], frame: Frame) -> str:
    """Whole units, each step relative to the last: a third of the text of absolute coordinates."""
    spots = [frame.xy(lng, lat) for lng, lat in coords]
    (x, y), steps = spots[0], []
    for nx, ny in spots[1:-1]:
        if (nx, ny) != (x, y):
            steps.append(f"{nx - x} {ny - y}")
            x, y = nx, ny
    return f"M{spots[0][0]} {spots[0][1]}l{' '.join(steps)}z" if len(steps) > 1 else ""
