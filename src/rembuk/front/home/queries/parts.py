"""What became of the part that a head of an RW and a member of LPM (LMK) take: counts of a year, never a ranking.

Seen by the person and by the lurah of the place, as themselves; to everybody else such a page is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings.models import Attendance
from rembuk.coordination.reports.models import Basis, Report, Stage, Status, Track
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.institutions.queries import running
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.front.home import rules

YEAR = timedelta(days=365)
WITH = ("user", "position__institution__territory")
# A person takes the part; deputies and operators take it in somebody's name.
MANDATES = ("definitive", "acting")
# A matter that came to the RW and could not be settled there goes on with one of these.
UPWARD = (Basis.DELIBERATED, Basis.LAPSED)
ABOVE = (Stage.KELURAHAN, Stage.KECAMATAN, Stage.KOTA)
SETTLED = (Status.SETTLED, Status.CLOSED, Status.UNCONFIRMED)
# Work whose lead may be late with it: what waits for money or lies with others is honest, and not counted here.
UNDER_WAY = ("asked", "answered", "working", "done")


@dataclass(frozen=True, slots=True)
class Figure:
    """`count` of `out_of`, with what exactly was counted."""

    label: str
    count: int
    out_of: int
    told: str

    @property
    def is_few(self) -> bool:
        """Too few to say anything by it."""
        return self.out_of < rules.FEW


def parts(actor: Actor) -> Sequence[Appointment]:
    """Whose part the actor may look at: their own; a lurah's all heads of RW and members of LPM, by place."""
    if actor.office is None or not (rules.oversees_parts(actor) or rules.takes_part(actor)):
        return []
    rows = Appointment.objects.filter(running(), position__role__in=rules.TAKES_PART, mandate__in=MANDATES)
    if rules.oversees_parts(actor):
        rows = rows.filter(position__institution__territory__path__startswith=actor.office.path)
    else:
        rows = rows.filter(pk=actor.office.appointment_id)
    order = ("position__institution__territory__path", "position__rank", "position__title", "id")
    return list(rows.select_related(*WITH).order_by(*order))


def part(actor: Actor, appointment_id: UUID) -> Appointment | None:
    """One of them; None for everybody else."""
    known = Appointment.objects.filter(position__role__in=rules.TAKES_PART, mandate__in=MANDATES)
    found = known.select_related(*WITH).filter(pk=appointment_id).first()
    return found if found is not None and rules.sees_part(actor, found) else None


def since(found: Appointment) -> datetime:
    """From when it is counted: a year back, and never before the term."""
    begun = datetime.combine(found.starts, time(), clock.zone())
    return max(begun, clock.now() - YEAR)


def figures(found: Appointment) -> list[Figure]:
    """What is counted of this part, in an order of its own."""
    start = since(found)
    own = [_own_level(found, start)] if found.position.role == rules.RW_HEAD else []
    return [*own, _warnings(found, start), _meetings(found, start), _work(found, start)]


def _own_level(found: Appointment, start: datetime) -> Figure:
    settled = Q(handled_at=Stage.RW, status__in=SETTLED)
    passed = Q(handled_at__in=ABOVE, climb_basis__in=UPWARD)
    rows = Report.objects.filter(
        settled | passed, rw_id=found.position.institution.territory_id, received_at__gte=start,
        track=Track.NEIGHBOURHOOD, is_private=False,
    )  # fmt: skip
    counted = rows.aggregate(all=Count("pk"), here=Count("pk", filter=settled))
    return Figure("Diselesaikan di RW", counted["here"], counted["all"],
                  "Dari laporan lingkungan yang tiba di RW lalu selesai di sini atau diteruskan ke atas.")  # fmt: skip


def _warnings(found: Appointment, start: datetime) -> Figure:
    right = Q(status__in=(Status.CAME_TRUE, Status.PREVENTED))
    rows = Report.objects.filter(
        right | Q(status=Status.NOT_TRUE), reporter_id=found.user_id, track=Track.WARNING, received_at__gte=start
    )
    counted = rows.aggregate(all=Count("pk"), right=Count("pk", filter=right))
    return Figure("Deteksi dini yang terbukti", counted["right"], counted["all"],
                  "Benar terjadi atau sempat dicegah, dari yang sudah jelas hasilnya.")  # fmt: skip


def _meetings(found: Appointment, start: datetime) -> Figure:
    rows = Attendance.objects.filter(
        position=found.position_id, meeting__starts_at__gte=start, meeting__status__in=("minuted", "locked")
    )
    counted = rows.aggregate(all=Count("pk"), came=Count("pk", filter=Q(arrived_at__isnull=False, proxy="")))
    return Figure("Hadir rapat", counted["came"], counted["all"],
                  "Hadir sendiri, dari rapat yang mengundang jabatan ini.")  # fmt: skip


def _work(found: Appointment, start: datetime) -> Figure:
    kept = Q(status="passed", finished_at__lte=F("total_due"))
    late = Q(status__in=UNDER_WAY, total_due__lt=clock.now())
    rows = FollowUp.objects.filter(
        Q(status="passed") | late, lead=found.position.institution_id, asked_at__gte=start, is_private=False
    )
    counted = rows.aggregate(all=Count("pk"), kept=Count("pk", filter=kept))
    return Figure("Tindak lanjut yang ditepati", counted["kept"], counted["all"],
                  "Selesai sebelum tenggat, dari yang dipimpin lembaganya dan sudah selesai atau lewat tenggat. "
                  "Yang menunggu anggaran tidak dihitung.")  # fmt: skip
