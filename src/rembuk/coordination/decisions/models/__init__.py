"""Decisions and what they set going: who leads, who helps with which part, until when, what was seen in the field."""

from rembuk.coordination.decisions.models.crew import (
    CrewLink,
    CrewSending,
)
from rembuk.coordination.decisions.models.field import (
    Evidence,
    Extension,
    Inspection,
    Inspector,
    Letter,
    News,
)
from rembuk.coordination.decisions.models.week import WeekTold
from rembuk.coordination.decisions.models.work import (
    CalendarSeen,
    Cause,
    Decision,
    FollowUp,
    Part,
    Partner,
    Priority,
    Status,
)

__all__ = [
    "CalendarSeen", "Cause", "CrewLink", "CrewSending", "Decision", "Evidence", "Extension", "FollowUp", "Inspection",
    "Inspector", "Letter", "News", "Part", "Partner", "Priority", "Status", "WeekTold",
]  # fmt: skip
