"""The screens under /kunjungan/."""

from rembuk.coordination.visits.views.fridays import ask, drop_pause, fridays, pauses, rotation, rotation_step
from rembuk.coordination.visits.views.visiting import area, blank, detail, listing, make, near, sheet, step

__all__ = [
    "area", "ask", "blank", "detail", "drop_pause", "fridays", "listing", "make", "near", "pauses", "rotation",
    "rotation_step", "sheet", "step",
]  # fmt: skip
