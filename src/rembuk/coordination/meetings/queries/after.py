"""What follows a meeting: its photos, the comments on its minutes, its papers, and what it asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import AgendaItem, Attendance, Comment, Meeting, Paper, Photo
from rembuk.coordination.meetings.queries.letters import number_of
from rembuk.coordination.meetings.queries.lists import minutes
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.models import Rule


@dataclass(frozen=True, slots=True)
class Record:
    """All that the papers of a meeting are made of."""

    meeting: Meeting
    minutes: dict[str, Any]
    number: str
    work: Sequence[tuple[str, seams.Work]]
    photos: Sequence[Photo]


def record_of(found: Meeting) -> Record:
    """The minutes as they are locked, with what follows them; work stands beside the title of its item."""
    number = number_of(found)
    titles = dict(AgendaItem.objects.filter(meeting=found, removed_at__isnull=True).values_list("id", "title"))
    work = [(titles[one.item_id], one) for one in work_of(list(titles))]
    return Record(found, minutes(found), number.text if number else "", work,
                  [one for one in photos(found) if one.file.state == "drawn"])  # fmt: skip


def work_of(item_ids: Sequence[UUID]) -> list[seams.Work]:
    """What items led to, as of now."""
    return [one for source in seams.WORK for one in source(item_ids)]


def photos(found: Meeting) -> Sequence[Photo]:
    """Of the meeting, in the order in which they came."""
    return list(Photo.objects.filter(meeting=found, file__removed_at__isnull=True).select_related("file"))


def photo(found: Meeting, photo_id: UUID) -> Photo | None:
    """One of them."""
    return Photo.objects.filter(meeting=found, pk=photo_id).select_related("file").first()


def papers(found: Meeting) -> dict[str, Paper]:
    """The newest paper of each part."""
    rows = Paper.objects.filter(meeting=found).select_related("document__file").order_by("made_at", "id")
    return {row.part: row for row in rows}


def comments(found: Meeting) -> Sequence[Comment]:
    """What those who were there say of the minutes, the oldest first."""
    return list(Comment.objects.filter(meeting=found))


def comment(found: Meeting, comment_id: UUID) -> Comment | None:
    """One of them."""
    return Comment.objects.filter(meeting=found, pk=comment_id).first()


def comments_end(now: datetime) -> tuple[datetime | None, Rule | None]:
    """Until when minutes that are ready now are commented on, and by which rule; without one, until they are locked."""
    try:
        return regulations.limit(rules.COMMENTS_RULE, now)
    except Refused:
        return None, None


def unanswered(found: Meeting) -> int:
    """How many comments nobody has answered."""
    return Comment.objects.filter(meeting=found, answered_at__isnull=True).count()


def was_there(actor: Actor, found: Meeting) -> bool:
    """Whether the actor's seat came to the meeting."""
    if actor.office is None:
        return False
    mine = Attendance.objects.filter(meeting=found, position_id=actor.office.position_id)
    return mine.filter(arrived_at__isnull=False).exists()


def civil_servants(actor: Actor, found: Meeting) -> Sequence[tuple[Attendance, Position]]:
    """Those of the actor's own office of the government who came in person. Others' months are not theirs to see."""
    if actor.office is None:
        return []
    own = actor.office.institution_id
    came = Attendance.objects.filter(meeting=found, arrived_at__isnull=False, proxy="", position__institution=own)
    served = came.filter(position__institution__kind__tier__in=rules.GOVERNMENT).exclude(
        position__role__in=rules.BOARDS
    )
    rows = served.select_related("position__institution").order_by("order", "id")
    return [(row, row.position) for row in rows if row.position is not None]


def served(actor: Actor, found: Meeting) -> tuple[Attendance, Position] | None:
    """The actor's own line among them."""
    rows = civil_servants(actor, found)
    return next((row for row in rows if actor.office and row[1].pk == actor.office.position_id), None)


@dataclass(frozen=True, slots=True)
class Month:
    """What somebody did in a seat in the month of a day: at meetings, and beside them."""

    meetings: Sequence[Meeting]
    deeds: Sequence[seams.Deed]


def month_of(position: Position, name: str, day: datetime) -> Month:
    """The meetings to which somebody came in person in this seat, whose minutes they wrote or which they chaired, by
    their beginning; and what the modules above know that they did."""
    first = clock.local(day).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    came = Attendance.objects.filter(position=position, name=name, proxy="", arrived_at__isnull=False)
    label = f"{name}, {position.title}"
    rows = Meeting.objects.filter(
        Q(pk__in=came.values("meeting_id")) | Q(minuted_by=label) | Q(approved_by=label),
        starts_at__gte=first,
        starts_at__lt=following,
        status__in=("minuted", "locked"),
    )
    asked = (name, position.title, position.institution_id, first, following)
    deeds = [deed for source in seams.DEEDS for deed in source(*asked)]
    return Month(
        list(rows.select_related("institution", "document", "chair").order_by("starts_at", "id")),
        sorted(deeds, key=lambda deed: (deed.at, deed.proof)),
    )
