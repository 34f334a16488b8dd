"""Every write of meetings, one function per deed."""

from rembuk.coordination.meetings.actions.after import (
    add_photo,
    answer_comment,
    comment,
    drop_photo,
    make_papers,
    sign,
)
from rembuk.coordination.meetings.actions.agenda import (
    add_item,
    decline_proposal,
    order_item,
    propose_item,
    remove_item,
    rename_item,
    take_all,
    take_proposal,
    time_item,
)
from rembuk.coordination.meetings.actions.arriving import check_in, keep_signed, may_check_in
from rembuk.coordination.meetings.actions.attendance import mark_absent, mark_present
from rembuk.coordination.meetings.actions.briefings import write_briefing
from rembuk.coordination.meetings.actions.convening import cancel, convene, reschedule, start
from rembuk.coordination.meetings.actions.ending import end_with_bodies
from rembuk.coordination.meetings.actions.inviting import answer, drop_guest, invite_guest
from rembuk.coordination.meetings.actions.kinds import end_kind, fill_first, set_kind
from rembuk.coordination.meetings.actions.letters import (
    file_scan,
    number_letter,
    set_numbering,
    void_number,
    write_invitation,
)
from rembuk.coordination.meetings.actions.minutes import (
    approve,
    ask_work,
    close_minutes,
    decide,
    dictate,
    discuss,
    give_back,
)
from rembuk.coordination.meetings.actions.pen import take_pen
from rembuk.coordination.meetings.actions.regular import deviate, end_regular, keep_regular, set_regular

__all__ = [
    "add_item",
    "add_photo",
    "answer",
    "answer_comment",
    "approve",
    "ask_work",
    "cancel",
    "check_in",
    "close_minutes",
    "comment",
    "convene",
    "decide",
    "decline_proposal",
    "deviate",
    "dictate",
    "discuss",
    "drop_guest",
    "drop_photo",
    "end_kind",
    "end_regular",
    "end_with_bodies",
    "file_scan",
    "fill_first",
    "give_back",
    "invite_guest",
    "keep_regular",
    "keep_signed",
    "make_papers",
    "mark_absent",
    "mark_present",
    "may_check_in",
    "number_letter",
    "order_item",
    "propose_item",
    "remove_item",
    "rename_item",
    "reschedule",
    "set_kind",
    "set_numbering",
    "set_regular",
    "sign",
    "start",
    "take_all",
    "take_pen",
    "take_proposal",
    "time_item",
    "void_number",
    "write_briefing",
    "write_invitation",
]
