"""Every write of visits."""

from rembuk.coordination.visits.actions.fridays import (
    ask,
    drop_pause,
    drop_rotation,
    fail,
    lay,
    note_pause,
    publish,
    stand_in,
    swap,
)
from rembuk.coordination.visits.actions.visiting import (
    MOST_SEEN,
    Promise,
    accompany,
    amend,
    cancel,
    connect,
    move_places,
    note,
    promise,
    report,
)

__all__ = [
    "MOST_SEEN", "Promise", "accompany", "amend", "ask", "cancel", "connect", "drop_pause", "drop_rotation", "fail",
    "lay", "move_places", "note", "note_pause", "promise", "publish", "report", "stand_in", "swap",
]  # fmt: skip
