"""Every write of meetings, one function per deed."""

from rembuk.coordination.meetings.actions.agenda import (
    add_item,
    order_item,
    remove_item,
    rename_item,
    take_all,
    take_proposal,
)
from rembuk.coordination.meetings.actions.attendance import mark_absent, mark_present
from rembuk.coordination.meetings.actions.convening import cancel, convene, start
from rembuk.coordination.meetings.actions.ending import end_with_bodies
from rembuk.coordination.meetings.actions.minutes import approve, close_minutes, decide, discuss, give_back
from rembuk.coordination.meetings.actions.regular import end_regular, set_regular

__all__ = [
    "add_item",
    "approve",
    "cancel",
    "close_minutes",
    "convene",
    "decide",
    "discuss",
    "end_regular",
    "end_with_bodies",
    "give_back",
    "mark_absent",
    "mark_present",
    "order_item",
    "remove_item",
    "rename_item",
    "set_regular",
    "start",
    "take_all",
    "take_proposal",
]
