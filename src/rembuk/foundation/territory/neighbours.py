"""Which places lie side by side: by their outlines; where one has none, by the place that holds it."""

from collections.abc import Sequence
from itertools import combinations
from uuid import UUID

from rembuk.foundation.territory import queries
from rembuk.foundation.territory.models import Territory

# Outlines of one border drawn twice lie some tens of metres apart.
NEAR = 0.0005


def pairs(places: Sequence[Territory]) -> set[frozenset[UUID]]:
    """Every two neighbours among some places of one level."""
    outlined = queries.boundaries(places)
    drawn = {row.territory_id for row in outlined}
    found = {
        frozenset((one.pk, other.pk)) for one, other in combinations(places, 2)
        if one.parent_id == other.parent_id and not {one.pk, other.pk} <= drawn
    }  # fmt: skip
    if len(outlined) < 2:
        return found
    import shapely

    shapes = shapely.from_geojson([row.geometry for row in outlined])
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=NEAR)
    ids = [row.territory_id for row in outlined]
    return found | {frozenset((ids[a], ids[b])) for a, b in zip(left, right, strict=True) if a < b}
