"""Every write of home."""

from rembuk.front.home.actions.sheets import make_sheet, make_sheets, type_line

__all__ = ["make_sheet", "make_sheets", "type_line"]
