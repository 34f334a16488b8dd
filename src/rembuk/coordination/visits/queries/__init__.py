"""Every read of visits; the actor comes first."""

from rembuk.coordination.visits.queries.brief import brief_of, kelurahan
from rembuk.coordination.visits.queries.cards import Card, card, cards_of
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
from rembuk.coordination.visits.queries.hearing import (
    aspiration,
    aspirations,
    gathering,
    gathering_by_id,
    gathering_rows,
    gatherings,
    last_at,
    last_closed,
    last_said,
    of_stop,
    open_at,
    promises_at,
    promises_of_gathering,
    rws,
    speaker,
    tiding,
    tiding_rows,
    tidings,
    told,
    unanswered,
)
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
    "MOST", "PRINTED", "Card", "Near", "Spot", "area", "asked", "aspiration", "aspirations", "brief_of",
    "by_id", "by_key", "card", "cards_of", "companions", "concerned", "facts", "gathering", "gathering_by_id",
    "gathering_rows", "gatherings", "has_promise", "is_asked", "is_seen", "kelurahan", "last_at", "last_closed",
    "last_said", "last_visits", "month", "months_before", "near", "next_stops", "of_stop", "office_lines",
    "open_at", "own", "own_place", "pause", "pause_rows", "pauses", "pictures", "places", "point", "problem",
    "promises_at", "promises_of", "promises_of_gathering", "public_lines", "published", "report_links",
    "rotation", "rotation_by_id", "rotation_rows", "rotations", "rows", "rws", "seen_work", "sees", "speaker",
    "stop", "stops", "subject", "tiding", "tiding_rows", "tidings", "told", "unanswered", "visit", "weeks",
    "weights_now", "work_links",
]  # fmt: skip
