"""What a meeting that goes on needs: who writes, who never came before, the sheet that was signed."""

from uuid import UUID

from django.db.models import Count, UUIDField

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import Attendance, Meeting, Pen
from rembuk.foundation.files import queries as files
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared


def pen(found: Meeting) -> Pen | None:
    """Who writes its minutes: who wrote last, also when that was a while ago."""
    return Pen.objects.filter(meeting=found).select_related("item").first()


def pen_of_another(actor: Actor, found: Meeting) -> Pen | None:
    """Who else is writing its minutes at this moment."""
    held = pen(found)
    return held if held and rules.holds_pen(held.user_id, held.seen_at, actor.user_id, clock.now()) else None


_absent = Prepared(
    lambda body, kind: Attendance.objects.filter(
        meeting__institution=body, meeting__kind=kind, meeting__status__in=("minuted", "locked"), position__isnull=False
    ).values("position_id").annotate(came=Count("arrived_at")).filter(came=0).values_list("position_id"),
    body=UUIDField(), kind=UUIDField(),
)  # fmt: skip


def never_came(institution_id: UUID, kind_id: UUID | None) -> set[UUID]:
    """The positions that were invited to meetings of this body and kind, and came to none that was held."""
    if kind_id is None:
        return set()
    return {row.position_id for row in _absent(body=institution_id, kind=kind_id)}


def signed_sheets(found: Meeting) -> list[File]:
    """The photos of the daftar hadir that people signed by hand."""
    return files.photos_of(Meeting.subject_kind, found.pk)
