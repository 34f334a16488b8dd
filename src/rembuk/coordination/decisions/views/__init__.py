"""The screens under /tindak-lanjut/."""

from rembuk.coordination.decisions.views.crews import crew, link_crew, unlink_crew
from rembuk.coordination.decisions.views.following import area, decision, detail, make, make_at_item, step, withdraw
from rembuk.coordination.decisions.views.lines import worklist
from rembuk.coordination.decisions.views.sheets import read_sheet, sheet, sheet_errors

__all__ = [
    "area", "crew", "decision", "detail", "link_crew", "make", "make_at_item", "read_sheet", "sheet", "sheet_errors",
    "step", "unlink_crew", "withdraw", "worklist",
]  # fmt: skip
