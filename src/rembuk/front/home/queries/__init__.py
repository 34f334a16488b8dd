"""Every read of home: what waits on the screen, and what stands on the weekly sheet of an RW."""

from rembuk.front.home.queries.handovers import (
    handover,
    handover_by_id,
    handover_rows,
    over,
    pending,
    sections,
    unasked,
)
from rembuk.front.home.queries.sheets import (
    changes_since,
    current,
    draft,
    lines,
    rows,
    rw_bodies,
    seat,
    sees,
    sheet,
    sheet_by_id,
    sheets,
    thing,
    typist,
)
from rembuk.front.home.queries.todo import Today, today, waiting

__all__ = [
    "Today",
    "changes_since",
    "current",
    "draft",
    "handover",
    "handover_by_id",
    "handover_rows",
    "lines",
    "over",
    "pending",
    "rows",
    "rw_bodies",
    "seat",
    "sections",
    "sees",
    "sheet",
    "sheet_by_id",
    "sheets",
    "thing",
    "today",
    "typist",
    "unasked",
    "waiting",
]  # fmt: skip
