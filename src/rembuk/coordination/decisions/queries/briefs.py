"""What a body brings to a coordination meeting, of the work that it leads or has asked for."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from rembuk.coordination.decisions import counting, rules
from rembuk.coordination.decisions.models import FollowUp, Status
from rembuk.coordination.decisions.queries.one import ROW
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Brief
from rembuk.foundation.tallies import queries as tallies

MOST = 25
# An office of the city's government tells of what it leads; an office of a place, of what was promised there.
UNIT = "opd"


def briefs(actor: Actor, institution_id: UUID, since: date) -> Iterable[Brief]:
    """What it leads, with what stands in the way; of a place what was promised and kept, and what is late there."""
    body = institutions.institution(institution_id)
    if body is None:
        return []
    states = (*rules.UNDER_WAY_STATES, Status.WAITING_BUDGET)
    side = "lead" if body.kind.tier == UNIT else "body"
    rows = FollowUp.objects.filter(**{side: institution_id}, status__in=states, is_private=False)
    found = [_line(row) for row in rows.select_related(*ROW).order_by("total_due", "id")[:MOST]]
    return found if side == "lead" else [*_kept(body.path, since), *found]


def _line(row: FollowUp) -> Brief:
    stuck = row.cause or row.status == Status.WAITING_BUDGET
    due = text.day(row.total_due)
    late = ", lewat tenggat" if rules.is_late(row, clock.now()) else ""
    why = f"kendala {row.get_cause_display()}" if row.cause else "menunggu anggaran" if stuck else ""
    note = "; ".join(part for part in (f"{row.percent}%", f"tenggat {due}{late}", why) if part)
    return Brief("obstacle" if stuck else "running", f"{row.code} {row.title}", note, row.cost)


def _kept(path: str, since: date) -> Iterable[Brief]:
    """From the running counts, by month."""
    month, today = since.replace(day=1), clock.today()
    kept, later = (_sum(kind, path, month, None) for kind in (counting.KEPT, counting.LATER))
    late = _sum(counting.DUE, path, None, today)
    if kept + later + late:
        yield Brief(
            "promised",
            f"{kept} dari {kept + later + late} janji ditepati pada waktunya",
            f"{later} selesai sesudah tenggat, {late} lewat tenggat sekarang; sejak {text.month(month)}",
        )


def _sum(kind: str, path: str, since: date | None, until: date | None) -> int:
    return tallies.count(counting.altogether(kind), "", path, since, until)
