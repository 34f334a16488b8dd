"""What home offers: its menu item and its address."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (NavItem("Hari ini", "home:today", "home", 10),)
LINKS = (("home", "home:today"),)
