"""Meetings of a body: which kind, when it meets, who is invited by which letter, what was said and agreed."""

from rembuk.coordination.meetings.models.after import Comment, Paper, Photo
from rembuk.coordination.meetings.models.kind import Kind
from rembuk.coordination.meetings.models.letter import Counter, Invitation, Number, Numbering
from rembuk.coordination.meetings.models.meeting import AgendaItem, Attendance, Deviation, Meeting, Pen, Regular
from rembuk.coordination.meetings.models.preparing import Briefing, Guest, Suggestion
from rembuk.coordination.meetings.models.room import Room

__all__ = [
    "AgendaItem", "Attendance", "Briefing", "Comment", "Counter", "Deviation", "Guest", "Invitation", "Kind", "Meeting",
    "Number", "Numbering", "Paper", "Pen", "Photo", "Regular", "Room",
    "Suggestion",
]  # fmt: skip
