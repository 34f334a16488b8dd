"""Hari ini on the screen, and on paper."""

from rembuk.front.home.views.handovers import handover
from rembuk.front.home.views.parts import part, parts
from rembuk.front.home.views.sheets import all_sheets, open_sheet, sheet, sheet_pdf, sheets, week_pdf
from rembuk.front.home.views.today import today

__all__ = ["all_sheets", "handover", "open_sheet", "part", "parts", "sheet", "sheet_pdf", "sheets", "today", "week_pdf"]
