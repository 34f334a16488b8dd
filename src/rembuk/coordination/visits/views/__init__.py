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
    tell,
    tidings,
)
from rembuk.coordination.visits.views.visiting import area, blank, detail, listing, make, near, sheet, step

__all__ = [
    "answer", "area", "ask", "blank", "brief_page", "brief_pdf", "cancel_gathering", "close_gathering",
    "detail", "drop_pause", "end_tiding", "fridays", "gathering", "hear", "listing", "make", "near",
    "open_gathering", "pauses", "promise", "promise_picture", "rotation", "rotation_step", "sheet", "step",
    "tell", "tidings",
]  # fmt: skip
