"""What a meeting that goes on needs: who writes, who never came before, the sheet that was signed."""

from uuid import UUID

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import Attendance, Meeting, Pen
from rembuk.coordination.meetings.queries.lists import RELATED
from rembuk.foundation.files import queries as files
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor


def pen(found: Meeting) -> Pen | None:
    """Who writes its minutes: who wrote last, also when that was a while ago."""
    return Pen.objects.filter(meeting=found).select_related("item").first()


def pen_of_another(actor: Actor, found: Meeting) -> Pen | None:
    """Who else is writing its minutes at this moment."""
    held = pen(found)
    return held if held and rules.holds_pen(held.user_id, held.seen_at, actor.user_id, clock.now()) else None


def by_code(code: str) -> Meeting | None:
    """A meeting for those who hold its signed address."""
    return Meeting.objects.select_related(*RELATED).filter(code=code).first()


def never_came(found: Meeting) -> set[UUID]:
    """The invited positions that were invited to earlier meetings of this body and kind, and came to none."""
    earlier = Attendance.objects.filter(
        position__in=Attendance.objects.filter(meeting=found, position__isnull=False).values("position"),
        meeting__institution=found.institution_id, meeting__kind=found.kind_id,
        meeting__status__in=("minuted", "locked"),
    ).exclude(meeting=found)  # fmt: skip
    rows = list(earlier.values_list("position_id", "arrived_at"))
    return {pk for pk, _ in rows} - {pk for pk, at in rows if at}


def signed_sheets(found: Meeting) -> list[File]:
    """The photos of the daftar hadir that people signed by hand."""
    return files.photos_of(Meeting.subject_kind, found.pk)
