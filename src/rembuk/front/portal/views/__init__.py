"""The public face: what anyone may see, and how anyone is heard."""

from rembuk.front.portal.views.hearing import blank, incident, receipt, report, similar, suggest
from rembuk.front.portal.views.mine import forget, mine, mine_step, track
from rembuk.front.portal.views.progress import figures_sheet, unit, units, units_sheet
from rembuk.front.portal.views.reading import all_digests, digest, digests, home, map_, reports, trail

__all__ = [
    "all_digests", "blank",
    "digest", "digests", "figures_sheet", "forget", "home",
    "incident", "map_", "mine", "mine_step", "receipt", "report", "reports",
    "similar", "suggest",
    "track", "trail", "unit", "units", "units_sheet",
]  # fmt: skip
