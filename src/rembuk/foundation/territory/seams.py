"""What territories offer to the slots."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (NavItem("Wilayah", "territory:index", "map", 70, permission="territory.edit"),)
