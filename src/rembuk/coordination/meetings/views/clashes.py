"""What is told of meetings that go on at the same time."""

from django.contrib import messages
from django.http import HttpRequest

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.queries import Clash
from rembuk.foundation.kernel import text

NAMED = 3


def spoken(clash: Clash) -> str:
    """The other meeting, and from when until when it is taken to last."""
    other = clash.meeting
    hours = f"pukul {text.hour(other.starts_at)} sampai kira-kira {text.hour(clash.until)}"
    return f"“{other.title}” {other.institution}, {hours}"


def warn(request: HttpRequest, meeting: Meeting) -> None:
    """Who convenes is told whom another meeting has at that time; it stands all the same, they may send somebody."""
    for clash in queries.called_twice(meeting):
        more = len(clash.names) - NAMED
        names = ", ".join(clash.names[:NAMED]) + (f", dan {more} orang lagi" if more > 0 else "")
        messages.warning(request, f"Pada jam yang sama {names} juga diundang ke {spoken(clash)}.")
