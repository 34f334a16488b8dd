"""What is told of meetings that go on at the same time."""

from django.contrib import messages

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.queries import Clash
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web.asked import Asked

NAMED = 3


def spoken(actor: Actor, clash: Clash) -> str:
    """The other meeting, for those who may read it, and from when until when it is taken to last."""
    other = clash.meeting
    called = f"“{other.title}” {other.institution}" if queries.visible(actor, other.pk) else "rapat lain"
    return f"{called}, pukul {text.hour(other.starts_at)} sampai kira-kira {text.hour(clash.until)}"


def warn(request: Asked, meeting: Meeting) -> None:
    """Who convenes is told whom another meeting has at that time; it stands all the same, they may send somebody."""
    for clash in queries.called_twice(meeting):
        more = len(clash.names) - NAMED
        names = ", ".join(clash.names[:NAMED]) + (f", dan {more} orang lagi" if more > 0 else "")
        messages.warning(request, f"Pada jam yang sama {names} juga diundang ke {spoken(request.actor, clash)}.")
