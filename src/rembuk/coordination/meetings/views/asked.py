"""What every screen of meetings begins with: who asks, and for which meeting."""

from django.http import Http404, HttpRequest
from django_htmx.middleware import HtmxDetails

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel.actor import Actor


class Asked(HttpRequest):
    """A request as the middleware hands it on."""

    actor: Actor
    htmx: HtmxDetails


def fetch(request: Asked, code: str) -> Meeting:
    """The meeting, or 404 for whoever may not see it."""
    found = queries.meeting(request.actor, code)
    if found is None:
        raise Http404("no such meeting")
    return found
