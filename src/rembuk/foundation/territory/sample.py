"""Kota Bekasi for the demo: official names and codes (facts), and what we invent and mark *contoh*.

RW and RT have no public list: their numbers per kelurahan are ours, 1,013 RW in all. Outlines are drawn by
`kernel.chance` (from a seed where the caller set one) around the rough place of each kecamatan; they share their
borders and are not the real ones.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory import actions, imports, outlines, queries
from rembuk.foundation.territory.models import Level, Territory

FILE = Path(__file__).with_name("bekasi.csv")
CITY = "32.75"
RT_LOW, RT_HIGH = 5, 9
SOURCE = "Batas contoh, digambar oleh program"
CORNERS = 64
RELAXATIONS = 3
GRID = 1e-5
# Longitude of the rough middle, latitude, and the half axes of the drawn city in degrees.
MIDDLE, HALF = (106.975, -6.28), (0.065, 0.105)


def rw_counts() -> dict[str, int]:
    """The invented number of RW by kelurahan code."""
    with FILE.open(encoding="utf-8") as file:
        return {row["kode"]: int(row["rw_contoh"]) for row in csv.DictReader(file) if row["rw_contoh"]}


def rt_counts() -> dict[tuple[str, int], int]:
    """The invented number of RT by kelurahan code and number of RW: about 7,000 in all."""
    return {
        (code, number): round(_between(RT_LOW - 0.5, RT_HIGH + 0.5))
        for code, count in rw_counts().items()
        for number in range(1, count + 1)
    }


def make_city(actor: Actor) -> Territory:
    """The city with kecamatan, kelurahan, RW and RT, served; without outlines."""
    imports.import_territory(FILE, actor=actor, basis="Kepmendagri 300.2.2-2430 Tahun 2025")
    city = queries.by_code(CITY)
    if city is None:
        raise LookupError(CITY)
    actions.serve(actor=actor, territory=city)
    codes = {queries.code(row): row for row in queries.subtree(city, Level.KELURAHAN)}
    rws = [
        actions.New(codes[code], Level.RW, number=number)
        for code, count in rw_counts().items()
        for number in range(1, count + 1)
    ]
    made = actions.add_many(actor=actor, rows=rws)
    counts = rt_counts().values()
    rts = [
        actions.New(rw, Level.RT, number=number)
        for rw, count in zip(made, counts, strict=True)
        for number in range(1, count + 1)
    ]
    actions.add_many(actor=actor, rows=rts)
    return city


@dataclass(frozen=True, slots=True)
class Drawn:
    """A territory and the shape drawn for it."""

    territory: Territory
    shape: Any


def draw_boundaries(actor: Actor, city: Territory) -> int:
    """Draws and sets the outline of the city, its kecamatan, kelurahan and RW; returns how many."""
    drawn = draw(city)
    rows = [(one.territory, outlines.of_shape(one.shape)) for one in drawn]
    return actions.set_boundaries(actor=actor, rows=rows, source=SOURCE, is_sample=True)


def draw(city: Territory) -> list[Drawn]:
    """Cells within cells, noded together, so that neighbours of every level share each point of their border."""
    import shapely

    spots = _spots()
    cells: list[Drawn] = []
    kecamatan = queries.children(city)
    parts = _cells([spots[queries.code(row)] for row in kecamatan], _city_shape(), 0)
    for row, part in zip(kecamatan, parts, strict=True):
        for kelurahan, plot in _divide(queries.children(row), part):
            cells += [Drawn(rw, cell) for rw, cell in _divide(queries.children(kelurahan), plot)]
    noded = _noded([cell.shape for cell in cells])
    drawn = [Drawn(cell.territory, shape) for cell, shape in zip(cells, noded, strict=True)]
    for level in (Level.KELURAHAN, Level.KECAMATAN, Level.KOTA):
        for place in queries.subtree(city, level):
            inside = [one.shape for one in drawn if one.territory.parent_id == place.pk]
            drawn.append(Drawn(place, shapely.coverage_union_all(inside)))
    return drawn


def _spots() -> dict[str, tuple[float, float]]:
    with FILE.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {row["kode"]: (float(row["lng_kira"]), float(row["lat_kira"])) for row in rows if row["lng_kira"]}


def _city_shape() -> Any:
    import shapely

    def corner(turn: int) -> tuple[float, float]:
        angle, reach = 2 * pi * turn / CORNERS, _between(0.93, 1.03)
        return MIDDLE[0] + HALF[0] * reach * cos(angle), MIDDLE[1] + HALF[1] * reach * sin(angle)

    return shapely.Polygon([corner(turn) for turn in range(CORNERS)])


def _divide(places: Sequence[Territory], plot: Any) -> list[tuple[Territory, Any]]:
    """The plot cut into one cell per place."""
    if not places:
        return []
    return list(zip(places, _cells([_somewhere(plot) for _ in places], plot, RELAXATIONS), strict=True))


def _somewhere(plot: Any) -> tuple[float, float]:
    import shapely

    west, south, east, north = plot.bounds
    while True:
        x, y = _between(west, east), _between(south, north)
        if shapely.contains_xy(plot, x, y):
            return x, y


def _cells(sites: Sequence[tuple[float, float]], plot: Any, relaxations: int) -> list[Any]:
    """The plot as the cells of points that lie nearest to each site; each round moves a site to its cell's middle."""
    import shapely

    if len(sites) == 1:
        return [plot]
    for _ in range(relaxations):
        middles = [cell.centroid for cell in _cells(sites, plot, 0)]
        sites = [(middle.x, middle.y) for middle in middles]
    cells = shapely.voronoi_polygons(shapely.MultiPoint(sites), extend_to=plot, ordered=True)
    return [_largest(cell.intersection(plot)) for cell in cells.geoms]


def _largest(shape: Any) -> Any:
    import shapely

    return max(shapely.get_parts(shape), key=lambda part: part.area)


def _noded(cells: Sequence[Any]) -> list[Any]:
    """The same cells with a common point wherever the borders of any of them meet."""
    import shapely

    edges = shapely.unary_union([cell.boundary for cell in cells], grid_size=GRID)
    faces = [face for face in shapely.get_parts(shapely.polygonize([edges])) if face.area > 0]
    tree = shapely.STRtree(cells)
    parts: list[list[Any]] = [[] for _ in cells]
    for face in faces:
        middle = face.representative_point()
        near = tree.query(middle, predicate="intersects")
        parts[int(near[0]) if len(near) else int(tree.nearest(middle))].append(face)
    return [shapely.coverage_union_all(own) if own else cell for own, cell in zip(parts, cells, strict=True)]


def _between(low: float, high: float) -> float:
    return low + (high - low) * int.from_bytes(chance.token_bytes(7)) / 256**7
