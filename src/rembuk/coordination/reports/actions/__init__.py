"""Every write of reports. Web, import, command line and offline outbox all call these."""

from rembuk.coordination.reports.actions.categories import end_category, fill_first, set_category
from rembuk.coordination.reports.actions.closing import confirm, reopen
from rembuk.coordination.reports.actions.deliberating import climb, decided, deliberate, settle, take
from rembuk.coordination.reports.actions.exits import (
    await_budget,
    carry,
    complete,
    merge,
    refer,
    refuse,
    return_for_completion,
    withdraw,
)
from rembuk.coordination.reports.actions.following import follow_up, followed
from rembuk.coordination.reports.actions.handing import answer, assign, copy_out, finish, record_letter, set_owner
from rembuk.coordination.reports.actions.hearing import Received, acknowledge, receive
from rembuk.coordination.reports.actions.importing import File, Imported, Taken, note_import, receive_imported
from rembuk.coordination.reports.actions.keywords import add_keyword, drop_keyword
from rembuk.coordination.reports.actions.openness import (
    Joined,
    Opened,
    join,
    look,
    mask,
    move_places,
    open_sealed,
    take_down,
    unlock,
)
from rembuk.coordination.reports.actions.sudden import come_true, disprove, end, go_on, prevent, raise_report, tell
from rembuk.coordination.reports.actions.ticking import close_silent, expire, lapse, recount

__all__ = [
    "File",
    "Imported",
    "Joined",
    "Opened",
    "Received",
    "Taken",
    "acknowledge",
    "add_keyword",
    "answer",
    "assign",
    "await_budget",
    "carry",
    "climb",
    "close_silent",
    "come_true",
    "complete",
    "confirm",
    "copy_out",
    "decided",
    "deliberate",
    "disprove",
    "drop_keyword",
    "end",
    "end_category",
    "expire",
    "fill_first",
    "finish",
    "follow_up",
    "followed",
    "go_on",
    "join",
    "lapse",
    "look",
    "mask",
    "merge",
    "move_places",
    "note_import",
    "open_sealed",
    "prevent",
    "raise_report",
    "receive",
    "receive_imported",
    "record_letter",
    "recount",
    "refer",
    "refuse",
    "reopen",
    "return_for_completion",
    "set_category",
    "set_owner",
    "settle",
    "take",
    "take_down",
    "tell",
    "unlock",
    "withdraw",
]  # fmt: skip
