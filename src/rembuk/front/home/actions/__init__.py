"""Every write of home."""

from rembuk.front.home.actions.handovers import ask_handovers, hand_over, make_handovers, read_handover
from rembuk.front.home.actions.sheets import make_sheet, make_sheets, type_line

__all__ = [
    "ask_handovers", "hand_over", "make_handovers", "make_sheet", "make_sheets", "read_handover", "type_line",
]  # fmt: skip
