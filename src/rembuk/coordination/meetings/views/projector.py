"""What everybody in the room sees: the item they are at, what was decided, who is to do it; and the QR at the door."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, door, queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.views.asked import fetch
from rembuk.coordination.meetings.views.minutes import listed
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked


@require_safe
def screen(request: Asked, code: str) -> HttpResponse:
    """Large and read from afar; asks for itself again every few seconds, or is loaded again by hand."""
    found = fetch(request, code)
    name = "meetings/screen_now.html" if request.htmx else "meetings/screen.html"
    return render(request, name, _shown(found))


def _shown(found: Meeting) -> dict[str, object]:
    agenda, held = queries.items(found), queries.pen(found)
    ids = [item.pk for item in agenda]
    opened = [item for item in agenda if not item.outcome]
    written = held.item if held and held.item and held.item_id in ids and not held.item.outcome else None
    current = (written or (opened[0] if opened else None)) if found.status == "running" else None
    rows = queries.attendances(found)
    invited = [row for row in rows if row.position_id]
    present = sum(row.arrived_at is not None for row in invited)
    return {
        "meeting": found, "when": f"{text.weekday(found.starts_at)}, pukul {text.hour(found.starts_at)}",
        "current": current, "count": len(agenda), "done": [row for row in listed(agenda) if row[0].outcome],
        "agenda": agenda if found.status == "convened" else (),
        "present": present, "invited": len(invited), "guests": len(rows) - len(invited),
        "reached": present >= found.quorum, "at": text.hour(clock.now()),
        "qr": door.picture(found) if found.status in {"convened", "running"} else "", "address": door.address(found),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Asked, token: str) -> HttpResponse:
    """Who scanned the QR says once that they are here."""
    found = queries.by_code(door.code_of(token))
    if found is None or not door.fits(token, found):
        raise Refused(
            "no_meeting", "QR ini bukan QR rapat yang kami kenal. Pindai lagi yang ada di pintu atau di layar."
        )
    row = queries.invited(request.actor, found)
    if request.method == "POST":
        row = actions.check_in(actor=request.actor, meeting=found)
    elif row is None or row.arrived_at is None:
        actions.may_check_in(request.actor, found)
    return render(request, "meetings/check_in.html", {"meeting": found, "row": row})
