"""The screens under /tindak-lanjut/."""

from rembuk.coordination.decisions.views.following import area, decision, detail, make, make_at_item, step, withdraw
from rembuk.coordination.decisions.views.lines import worklist

__all__ = ["area", "decision", "detail", "make", "make_at_item", "step", "withdraw", "worklist"]
