"""What the portal offers: the menu of those who are not signed in, and its addresses."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (
    NavItem("Beranda", "portal:home", "home", 10, public=True),
    NavItem("Laporkan", "portal:report", "camera", 20, public=True),
    NavItem("Laporan warga", "portal:reports", "flag", 30, public=True),
    NavItem("Peta", "portal:map", "map", 40, public=True),
    NavItem("Lacak laporan", "portal:track", "search", 50, public=True),
    NavItem("Sidik harian", "portal:digests", "lock", 60, public=True),
)
LINKS = (
    ("portal", "portal:home"),
    ("public_reports", "portal:reports"),
    ("public_report", "portal:trail"),
    ("public_map", "portal:map"),
    ("public_search", "portal:reports"),
    ("report_form", "portal:report"),
    ("similar", "portal:similar"),
    ("suggest", "portal:suggest"),
    ("track", "portal:track"),
    ("digests", "portal:digests"),
)
