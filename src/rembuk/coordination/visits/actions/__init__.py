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
from rembuk.coordination.visits.actions.gathering import (
    answer,
    cancel_gathering,
    close_gathering,
    end_tiding,
    hear,
    note_tiding,
    open_gathering,
    tell,
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
    "MOST_SEEN", "Promise", "accompany", "amend", "answer", "ask", "cancel", "cancel_gathering", "close_gathering",
    "connect", "drop_pause", "drop_rotation", "end_tiding", "fail", "hear", "lay", "move_places", "note", "note_pause",
    "note_tiding", "open_gathering", "promise", "publish", "report", "stand_in", "swap", "tell",
]  # fmt: skip
