"""Who is told of the mayor's Fridays: the lurah, the camat, the heads of RW and LPM of each kelurahan, and the deputy.

Of a plan made anew only those are told whose Friday is another one now; each seat reads one message, whatever it is of.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.visits import queries, rules
from rembuk.coordination.visits.models import Rotation, Stop
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.foundation.web import share

PUBLISHED, SWAPPED, DEPUTISED = (rules.ROTATION_FLOW[name].event for name in ("publish", "swap", "stand_in"))


def notices(told: Told) -> Iterable[Notice]:
    """One for each seat, with all Fridays that concern it."""
    if told.subject_kind != Rotation.subject_kind or told.verb not in {PUBLISHED, SWAPPED, DEPUTISED}:
        return []
    found = queries.rotation_by_id(told.subject_id)
    if found is None or found.status != "published":
        return []
    stops = _concerned(found, told)
    lines: dict[UUID, list[str]] = {}
    for stop, seats in queries.seats_of(stops):
        for seat in seats:
            lines.setdefault(seat, []).append(line(stop))
    url = reverse("visits:rotation", args=[found.code])
    subject = "Wakil pada rembuk Jumat" if told.verb == DEPUTISED else "Giliran rembuk Jumat"
    return [
        Notice(seat, None, f"{subject}: {_first(said)}"[:200], "\n".join(said), url) for seat, said in lines.items()
    ]


def _concerned(found: Rotation, told: Told) -> Sequence[Stop]:
    """The stops that are other than they were before the deed."""
    changes, stops = told.body["changes"], [row for row in queries.stops(found) if row.date >= found.starts]
    if told.verb == PUBLISHED:
        known = queries.published_before(found)
        return [row for row in stops if (row.kelurahan_id, row.date) not in known]
    if told.verb == SWAPPED:
        days = {date.fromisoformat(changes["from"]), date.fromisoformat(changes["to"])}
        return [row for row in stops if row.date in days and row.moved_from in days]
    on = date.fromisoformat(changes["date"])
    return [row for row in stops if row.date == on and row.kelurahan.label == changes["kelurahan"]]


def _first(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{len(said)} kelurahan"


def line(stop: Stop) -> str:
    """A Friday in one line, as it is read in an inbox and passed on."""
    said = f"{stop.kelurahan.label}, {text.weekday(stop.date)}"
    if stop.moved_from:
        said += f" (tadinya {text.day(stop.moved_from)})"
    return f"{said}, diwakili {stop.deputy}" if stop.deputy else said


def to_share(stops: Sequence[Stop], url: str) -> tuple[str, str]:
    """The next Fridays as text for WhatsApp, and where to read on."""
    return "\n".join(["Giliran rembuk Jumat:", *(f"- {line(row)}" for row in stops)]), share.absolute(url)
