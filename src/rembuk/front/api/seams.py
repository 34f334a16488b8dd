"""What the interface for other programs offers: its page."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (NavItem("Data terbuka", "api:data", "file", 70, public=True),)
