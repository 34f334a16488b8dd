"""What the city's figures offer to the slots."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (NavItem("Aturan kota", "regulations:rows", "gear", 75, permission="regulations.edit"),)
