"""The screens under /musrenbang/."""

from rembuk.planning.musrenbang.views.ballots import booth, differences, papers, typing
from rembuk.planning.musrenbang.views.budgets import budget_back, budget_keep, budget_sheet_out
from rembuk.planning.musrenbang.views.comparing import (
    compare,
    conditions,
    decide,
    editable,
    explain,
    issue,
    result,
    send,
    untie,
)
from rembuk.planning.musrenbang.views.deciding import review, reviews
from rembuk.planning.musrenbang.views.fate import fate, fate_kelurahan, fate_rw, fates
from rembuk.planning.musrenbang.views.groups import alike
from rembuk.planning.musrenbang.views.keeping import dictionary, item, new_item, round_page, round_step, rounds
from rembuk.planning.musrenbang.views.open_data import fate_sheet, open_data, open_vote
from rembuk.planning.musrenbang.views.proposals import detail, listing, make, order, step
from rembuk.planning.musrenbang.views.sessions import (
    delegations,
    discuss,
    discussion,
    session,
    session_screen,
    session_step,
    sessions,
)
from rembuk.planning.musrenbang.views.sheets import keep_sheet, read_sheet, sheet
from rembuk.planning.musrenbang.views.sipd import copy_page, sipd_back, sipd_keep, sipd_sheet

__all__ = [
    "alike", "booth", "budget_back", "budget_keep", "budget_sheet_out", "compare", "conditions", "copy_page", "decide",
    "delegations", "detail", "dictionary", "differences", "discuss", "discussion", "editable", "explain", "fate",
    "fate_kelurahan", "fate_rw", "fate_sheet",
    "fates", "issue", "item", "keep_sheet", "listing", "make", "new_item", "open_data",
    "open_vote", "order", "papers", "read_sheet", "result", "review", "reviews", "round_page", "round_step", "rounds",
    "send", "session", "session_screen", "session_step", "sessions", "sheet", "sipd_back", "sipd_keep", "sipd_sheet",
    "step", "typing", "untie",
]  # fmt: skip
