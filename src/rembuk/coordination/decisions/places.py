"""Where a follow-up lies: its territory with the ids that lists use."""

from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

# A column per level by which follow-ups are listed.
COLUMNS = {
    "rt": "rt_id", "rw": "rw_id", "kelurahan": "kelurahan_id", "desa": "kelurahan_id", "kecamatan": "kecamatan_id",
}  # fmt: skip


def columns(place: Territory) -> dict[str, object]:
    """The fields that say where it lies."""
    around = {**territories.ancestors(place), place.level: place}
    found: dict[str, object] = {"territory": place, "path": place.path}
    return found | {column: around[level].pk for level, column in COLUMNS.items() if level in around}
