"""What an office of a place brings to a coordination meeting, of what was reported there."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from rembuk.coordination.reports.models import Report, Stage, Status
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Brief

# The levels at and below an office, and the column that lists its place.
OWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "kelurahan": ("kelurahan_id", (Stage.RT, Stage.RW, Stage.KELURAHAN)),
    "kecamatan": ("kecamatan_id", (Stage.RT, Stage.RW, Stage.KELURAHAN, Stage.KECAMATAN)),
}
SETTLED = (Status.SETTLED, Status.CLOSED, Status.UNCONFIRMED)
MOST = 5_000


def briefs(actor: Actor, institution_id: UUID, since: date) -> Iterable[Brief]:
    """How much of what was settled was settled at its own level or below, never going up."""
    body = institutions.institution(institution_id)
    if body is None or body.kind.tier not in OWN:
        return
    column, levels = OWN[body.kind.tier]
    begins = datetime.combine(since, time(), clock.zone())
    rows = Report.objects.filter(**{column: body.territory_id}, status__in=SETTLED, received_at__gte=begins)
    settled = rows.filter(~Q(climb_basis="imported"), is_private=False)[:MOST].values_list("handled_at", flat=True)
    here = sum(level in levels for level in settled)
    if len(settled):
        yield Brief(
            "settled",
            f"{here} dari {len(settled)} laporan selesai di tingkat sendiri",
            f"yang diterima sejak {text.day(since)}",
        )
