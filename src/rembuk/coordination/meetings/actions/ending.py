"""A body that was closed meets no more: what it called together is cancelled, and the invited are told."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.actions.steps import note_outcome
from rembuk.coordination.meetings.models import Meeting, Regular
from rembuk.foundation.audit.actions import move, record
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused

WHY = "Lembaganya sudah ditutup atau wilayahnya digabung."


def end_with_bodies(now: datetime, limit: int) -> int:
    """Cancels what closed bodies have called, and ends when they met; what runs already may still be finished."""
    today = clock.local(now).date()
    closed = Q(institution__ends__lte=today) | Q(institution__territory__ends__lte=today)
    done = 0
    for meeting in list(Meeting.objects.filter(closed, status="convened").order_by("starts_at", "id")[:limit]):
        done += _cancel(meeting)
    for row in list(Regular.objects.filter(closed, ended_at__isnull=True).order_by("id")[:limit]):
        done += _end(row, now)
    return done


def _cancel(meeting: Meeting) -> int:
    try:
        with transaction.atomic():
            move(SYSTEM, meeting, rules.FLOW["cancel"], reason=WHY, unrecorded={"sequence": meeting.sequence + 1})
            for item in queries.items(meeting):
                note_outcome(SYSTEM, item, "postponed", reason=f"Rapat dibatalkan: {WHY}")
    except Refused:
        return 0  # somebody was first: it is looked at again
    return 1


@transaction.atomic
def _end(row: Regular, now: datetime) -> int:
    left = Regular.objects.filter(pk=row.pk, version=row.version, ended_at__isnull=True)
    if not left.update(ended_at=now, version=row.version + 1):
        return 0
    row.ended_at, row.version = now, row.version + 1
    record(SYSTEM, row, "meetings.regular_ended", reason=WHY)
    return 1
