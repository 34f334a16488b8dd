"""The screens under /kunjungan/."""

from rembuk.coordination.visits.views.fridays import ask, drop_pause, fridays, pauses, rotation, rotation_step
from rembuk.coordination.visits.views.gathering import (
    answer,
    brief_page,
    brief_pdf,
    cancel_gathering,
    close_gathering,
    end_tiding,
    gathering,
    hear,
    open_gathering,
    promise,
    promise_picture,
    sitting,
    tell,
    tidings,
)
from rembuk.coordination.visits.views.observing import end_question, field_note, notes, observe, questions
from rembuk.coordination.visits.views.planning import (
    add_places,
    cancel_plan,
    check_in,
    make_plan,
    miss_place,
    plan,
    plan_place,
    plans,
)
from rembuk.coordination.visits.views.visiting import area, blank, detail, listing, make, near, sheet, step

__all__ = [
    "add_places", "answer", "area", "ask", "blank", "brief_page", "brief_pdf", "cancel_gathering", "cancel_plan",
    "check_in", "close_gathering", "detail", "drop_pause", "end_question", "end_tiding", "field_note", "fridays",
    "gathering", "hear", "listing", "make", "make_plan", "miss_place", "near", "notes", "observe", "open_gathering",
    "pauses", "plan", "plan_place", "plans", "promise", "promise_picture", "questions", "rotation", "rotation_step",
    "sheet", "sitting", "step", "tell", "tidings",
]  # fmt: skip
