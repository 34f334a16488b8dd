"""Whether a room is free. Places are words: the same words mean the same room only where the same people meet."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from rembuk.coordination.meetings.models import Meeting, Regular
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.territory.models import DIGITS

# Meetings that begin closer to each other than this do not fit into one room.
APART = timedelta(hours=1)


def in_the_room(
    institution: Institution, place: str, starts_at: datetime, but: Meeting | None = None
) -> Meeting | None:
    """The meeting that has the room at that time. Every RW has its “Balai warga”; the “Aula kelurahan” is one."""
    owner = _owner(institution.path, place)
    line = Q(institution__territory__path__startswith=owner) | Q(institution__territory__path__in=_above(owner))
    near = _held(place).filter(line, starts_at__gt=starts_at - APART, starts_at__lt=starts_at + APART)
    if but is not None:
        near = near.exclude(pk=but.pk)
    return near.select_related("institution").order_by("starts_at", "id").first()


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
