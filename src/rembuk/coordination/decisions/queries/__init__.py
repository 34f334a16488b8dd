"""Every read of decisions."""

from rembuk.coordination.decisions.queries.agenda import (
    to_discuss,
)
from rembuk.coordination.decisions.queries.crew import (
    crew_link,
    crew_links,
    dead,
    full,
    open_crew_links,
    sent_before,
)
from rembuk.coordination.decisions.queries.desk import (
    desk,
)
from rembuk.coordination.decisions.queries.led import (
    Group,
    all_lines,
    lines,
    lines_by_code,
    others,
)
from rembuk.coordination.decisions.queries.life import (
    office_trail,
    open_lines,
    stages,
)
from rembuk.coordination.decisions.queries.lists import (
    area,
    branches,
    candidates,
    decided_items,
    item,
    of_decisions,
    open_in,
)
from rembuk.coordination.decisions.queries.one import (
    asked_extension,
    asks,
    by_id,
    decision,
    decision_by_id,
    decision_rows,
    evidence,
    extensions,
    follow_up,
    gave_evidence,
    has_passed,
    inspections,
    is_seen,
    latest,
    letters,
    neighbourhood,
    news,
    of_item,
    open_of,
    open_parts,
    rows,
    same_photos,
    sees,
    sees_decision,
    stands_in,
    still_open,
)

__all__ = [
    "Group", "all_lines", "area", "asked_extension", "asks", "branches", "by_id", "candidates", "crew_link",
    "crew_links", "dead", "decided_items", "decision", "decision_by_id", "decision_rows", "desk", "evidence",
    "extensions", "follow_up", "full", "gave_evidence", "has_passed", "inspections", "is_seen", "item", "latest",
    "letters", "lines", "lines_by_code", "neighbourhood", "news", "of_decisions", "of_item", "office_trail",
    "open_crew_links", "open_in", "open_lines", "open_of", "open_parts", "others", "rows", "same_photos", "sees",
    "sees_decision", "sent_before", "stages", "stands_in", "still_open", "to_discuss",
]  # fmt: skip
