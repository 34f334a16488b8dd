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
    open_speakers,
    show_kept,
    tell,
)
from rembuk.coordination.visits.actions.observing import ask_question, end_question, observe
from rembuk.coordination.visits.actions.planning import (
    MOST_PLACES,
    Goal,
    add_places,
    cancel_plan,
    check_in,
    miss,
    plan,
    remind,
)
from rembuk.coordination.visits.actions.sitting import minute, sit
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
    "MOST_PLACES", "MOST_SEEN", "Goal", "Promise", "accompany", "add_places", "amend", "answer", "ask",
    "ask_question", "cancel", "cancel_gathering", "cancel_plan", "check_in", "close_gathering", "connect",
    "drop_pause", "drop_rotation", "end_question", "end_tiding", "fail", "hear", "lay", "minute", "miss",
    "move_places", "note", "note_pause", "note_tiding", "observe", "open_gathering", "open_speakers", "plan", "promise",
    "publish", "remind", "report", "show_kept", "sit", "stand_in", "swap", "tell",
]  # fmt: skip
