"""What every screen of meetings begins with: who asks, and for which meeting."""

from uuid import UUID

from django.http import Http404

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked


def fetch(request: Asked, code: str) -> Meeting:
    """The meeting, or 404 for whoever may not see it."""
    found = queries.meeting(request.actor, code)
    if found is None:
        raise Http404("no such meeting")
    return found


def chosen(typed: str) -> UUID:
    """The row that a button names; 404 where it makes no sense."""
    try:
        return UUID(typed)
    except ValueError:
        raise Http404("no such row") from None


def demand(request: Asked, name: str, found: Meeting) -> None:
    """403 for whoever sees the meeting but may not take the step, in whatever state it is."""
    if not queries.may(request.actor, name, found):
        raise Refused("not_allowed", f"“{rules.FLOW[name].label}” bukan wewenang Anda untuk rapat ini.")
