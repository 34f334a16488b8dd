"""Who came: the invited by a tap on their name, guests by name."""

from django.db import transaction
from django.db.models import Max

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.actions.steps import enter, touch
from rembuk.coordination.meetings.models import AgendaItem, Attendance, Meeting
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.institutions.queries import holder_name
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def mark_present(
    *,
    actor: Actor,
    meeting: Meeting,
    attendance: Attendance | None = None,
    position: Position | None = None,
    name: str = "",
    office: str = "",
    proxy: str = "",
) -> Attendance:
    """Notes that an invited person (or `proxy` in their place) or a guest is here. Twice is the same as once.

    A position that was not invited comes as a guest and does not count for the quorum.
    """
    enter(actor, "mark_present", meeting)
    touch(actor, "mark_present", meeting, {"guest": attendance is None and position is None})
    invited = Attendance.objects.filter(meeting=meeting)
    if position is not None:
        attendance = invited.filter(position=position).first()
        name, office = name or holder_name(position), office or position.title
    if attendance is None:
        return _guest(meeting, name.strip(), office.strip())
    row = invited.filter(pk=attendance.pk).select_related("position").first()
    if row is None:
        raise Refused("not_invited", "Orang itu tidak ada di daftar undangan rapat ini.")
    row.arrived_at = row.arrived_at or clock.now()
    row.proxy = proxy.strip()[:120]
    # The office may have passed to somebody else since the invitation.
    row.name = (holder_name(row.position) if row.position else "") or row.name
    row.save(update_fields=["arrived_at", "proxy", "name"])
    return row


def _guest(meeting: Meeting, name: str, office: str) -> Attendance:
    if not name:
        raise Refused("no_name", "Tulis nama tamu.", "name")
    here = Attendance.objects.filter(meeting=meeting)
    present = here.filter(position__isnull=True, name__iexact=name, office__iexact=office).first()
    if present is not None:
        return present
    last = here.aggregate(last=Max("order"))["last"] or 0
    return Attendance.objects.create(
        meeting=meeting, name=name[:120], office=office[:160], order=last + 1, arrived_at=clock.now()
    )


@transaction.atomic
def mark_absent(*, actor: Actor, meeting: Meeting, attendance: Attendance) -> None:
    """Takes back a tap. Not when a decision already rests on that presence."""
    enter(actor, "mark_absent", meeting)
    touch(actor, "mark_absent", meeting, {"guest": attendance.position_id is None})
    row = Attendance.objects.filter(meeting=meeting, pk=attendance.pk).first()
    if row is None or row.arrived_at is None:
        return
    if row.position_id is None:
        row.delete()
        return
    Attendance.objects.filter(pk=row.pk).update(arrived_at=None, proxy="")
    present = queries.present(meeting)
    for item in AgendaItem.objects.filter(meeting=meeting, outcome__in=["agreed", "voted"]):
        votes = (item.votes_for or 0) + (item.votes_against or 0) + (item.votes_blank or 0)
        if present < max(meeting.quorum, votes):
            raise Refused(
                "counted", f"Kehadiran ini menentukan kuorum atau suara pada butir {item.order}; tidak bisa dicabut."
            )
