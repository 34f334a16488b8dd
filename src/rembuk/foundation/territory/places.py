"""Point → smallest territory: an index of outlines, built once per process and again when one changes."""

from collections.abc import Sequence

from rembuk.foundation.territory.models import Boundary, Territory


class Index:
    """The outlines of all territories, smallest first where they overlap. A point on a shared border has one answer."""

    def __init__(self, outlines: Sequence[Boundary]) -> None:
        import shapely

        ordered = sorted(outlines, key=lambda row: (-len(row.territory.path), row.territory.path))
        self._places: list[Territory] = [row.territory for row in ordered]
        shapes = shapely.from_geojson([row.geometry for row in ordered])
        self._tree = shapely.STRtree(shapes) if ordered else None
        self._point = shapely.Point

    def at(self, lat: float, lng: float) -> Territory | None:
        """The deepest territory that holds the point, border included."""
        if self._tree is None:
            return None
        hits = self._tree.query(self._point(lng, lat), predicate="intersects")
        return self._places[int(hits.min())] if len(hits) else None
