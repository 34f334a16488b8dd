"""What the trail offers: its address, and who opened what is protected."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (NavItem("Siapa membuka", "trail:looks", "lock", 92, permission="audit.view"),)
LINKS = (("trail", "trail:trail"),)
