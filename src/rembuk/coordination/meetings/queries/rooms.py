"""Whether a room is free, and whether the invited are. Places are words: the same words mean the same room only where
the same people meet."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from rembuk.coordination.meetings.models import Attendance, Kind, Meeting, Regular
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.territory.models import DIGITS

# No meeting lasts longer.
LONGEST = timedelta(hours=12)
# These are still to come, or go on.
AHEAD = ("convened", "running")


def usual(kind: Kind | None) -> timedelta:
    """How long a meeting of a kind is taken to last."""
    return timedelta(minutes=kind.lasts if kind else Kind._meta.get_field("lasts").get_default())


def ends_at(found: Meeting, minutes: int) -> datetime:
    """When it is taken to end: after the minutes that its agenda was given, else after what is usual."""
    return found.starts_at + min(timedelta(minutes=minutes) if minutes else usual(found.kind), LONGEST)


@dataclass(frozen=True, slots=True)
class Clash:
    """A meeting that goes on at the same time, and until when; `names` are the invited who are called to both."""

    meeting: Meeting
    until: datetime
    names: tuple[str, ...] = ()


def in_the_room(
    institution: Institution, place: str, starts_at: datetime, until: datetime, but: Meeting | None = None
) -> Clash | None:
    """The meeting that has the room at that time. Every RW has its “Balai warga”; the “Aula kelurahan” is one."""
    owner = _owner(institution.path, place)
    line = Q(institution__territory__path__startswith=owner) | Q(institution__territory__path__in=_above(owner))
    held = _held(place).filter(line)
    found = _over(held.exclude(pk=but.pk) if but else held, starts_at, until)
    return found[0] if found else None


def called_twice(found: Meeting, *, only: Attendance | None = None) -> list[Clash]:
    """Which other meetings call some of the same people, in whatever seat, while this one goes on."""
    coming = Attendance.objects.filter(meeting=found, position__isnull=False).exclude(reply="no")
    seats = {row.position_id for row in ([only] if only else coming) if row.position_id}
    people = institutions.seats_of_the_same(seats)
    rows = Meeting.objects.filter(attendances__position__in=people).exclude(pk=found.pk).distinct()
    over = _over(rows, found.starts_at, ends_at(found, _minutes(found)))
    named = (replace(one, names=_names(one.meeting, people)) for one in over)
    return [one for one in named if one.names]


def _names(found: Meeting, people: set[UUID]) -> tuple[str, ...]:
    rows = Attendance.objects.filter(meeting=found, position__in=people).exclude(reply="no")
    return tuple(rows.order_by("order", "id").values_list("name", flat=True))


def _minutes(found: Meeting) -> int:
    return found.items.aggregate(sum=Sum("minutes"))["sum"] or 0


def _over(rows: QuerySet[Meeting], starts_at: datetime, until: datetime) -> list[Clash]:
    """Those of them that go on at some time between the two, the earliest first."""
    near = rows.filter(status__in=AHEAD, starts_at__gt=starts_at - LONGEST, starts_at__lt=until)
    found = near.select_related("institution", "kind").order_by("starts_at", "id")
    ends = ((row, ends_at(row, _minutes(row))) for row in found)
    return [Clash(row, end) for row, end in ends if end > starts_at]


def _owner(path: str, place: str) -> str:
    """The path of the highest body on the line that has met there or does so regularly; else the body's own."""
    regular = Regular.objects.filter(place__iexact=place.strip(), ended_at__isnull=True)
    found = [
        one for rows in (regular, _held(place))
        for one in rows.filter(institution__territory__path__in=_above(path)).values_list(
            "institution__territory__path", flat=True
        )[:1]
    ]  # fmt: skip
    return min([path, *found], key=len)


def _held(place: str) -> QuerySet[Meeting]:
    return Meeting.objects.filter(place__iexact=place.strip()).exclude(status="cancelled")


def _above(path: str) -> list[str]:
    return [path[:end] for end in range(DIGITS, len(path), DIGITS)]


def open_to_all(since: datetime, most: int, kelurahan_id: UUID | None = None) -> list[Meeting]:
    """The meetings that anyone may come to, from a moment on; those that were called off too."""
    # Few kinds are open, and few of all meetings are of them: asked for one by one, nothing else is read.
    where = {"starts_at__gte": since} | ({"kelurahan_id": kelurahan_id} if kelurahan_id else {})
    rows = Meeting.objects.filter(**where).order_by("starts_at", "id").select_related("kind", "institution")
    kinds = Kind.objects.filter(open_to_all=True).values_list("pk", flat=True)
    found = [row for kind in kinds for row in rows.filter(kind=kind)[:most]]
    return sorted(found, key=lambda row: (row.starts_at, row.pk))[:most]
