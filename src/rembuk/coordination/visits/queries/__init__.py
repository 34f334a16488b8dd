"""Every read of visits; the actor comes first."""

from rembuk.coordination.visits.queries.lists import PRINTED, area, month, months_before, own, promises_of
from rembuk.coordination.visits.queries.nearby import MOST, Near, Spot, near, own_place
from rembuk.coordination.visits.queries.one import (
    by_id,
    by_key,
    companions,
    concerned,
    has_promise,
    is_seen,
    pictures,
    point,
    report_links,
    rows,
    seen_work,
    sees,
    subject,
    visit,
    work_links,
)
from rembuk.coordination.visits.queries.trails import office_lines, public_lines

__all__ = [
    "MOST", "PRINTED", "Near", "Spot", "area", "by_id", "by_key", "companions", "concerned", "has_promise",
    "is_seen", "month", "months_before", "near", "office_lines", "own", "own_place", "pictures", "point",
    "promises_of", "public_lines", "report_links", "rows", "seen_work", "sees", "subject", "visit", "work_links",
]  # fmt: skip
