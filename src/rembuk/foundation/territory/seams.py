"""What territories offer to the slots."""

from rembuk.foundation.kernel.seams import NavItem
from rembuk.foundation.territory import queries

NAV = (NavItem("Wilayah", "territory:index", "map", 70, permission="territory.edit"),)


def zone() -> str:
    """The zone of the city served."""
    return queries.zone()
