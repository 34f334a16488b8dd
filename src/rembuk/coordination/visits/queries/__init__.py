"""Every read of visits; the actor comes first."""

from rembuk.coordination.visits.queries.fridays import (
    asked,
    facts,
    is_asked,
    last_visits,
    next_stops,
    pause,
    pause_rows,
    pauses,
    places,
    problem,
    published,
    rotation,
    rotation_rows,
    rotations,
    stop,
    stops,
    weeks,
    weights_now,
)
from rembuk.coordination.visits.queries.fridays import by_id as rotation_by_id
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
    "MOST", "PRINTED", "Near", "Spot", "area", "asked", "by_id", "by_key", "companions", "concerned", "facts",
    "has_promise", "is_asked", "is_seen", "last_visits", "month", "months_before", "near", "next_stops",
    "office_lines", "own", "own_place", "pause", "pause_rows", "pauses", "pictures", "places", "point",
    "problem", "promises_of", "public_lines", "published", "report_links", "rotation", "rotation_by_id",
    "rotation_rows", "rotations", "rows", "seen_work", "sees", "stop", "stops", "subject", "visit", "weeks",
    "weights_now", "work_links",
]  # fmt: skip
