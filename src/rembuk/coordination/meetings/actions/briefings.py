"""A body fills in its sheet of the bahan rapat and hands it in."""

from dataclasses import asdict

from django.db import IntegrityError, transaction

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.actions.steps import STALE, enter_open, touch
from rembuk.coordination.meetings.models import Briefing, Meeting
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def write_briefing(
    *, actor: Actor, meeting: Meeting, obstacles: str = "", proposal: str = "", budget: int | None = None,
    realised: int | None = None, hand_in: bool = False, seen: int | None = None,
) -> Briefing:  # fmt: skip
    """Keeps what the body itself says; `hand_in` fixes what the data say too. Handed in again, the last one holds."""
    sheet = queries.own_sheet(actor, meeting)
    if sheet is None:
        raise Refused("no_sheet", "Lembaga Anda tidak membawa bahan ke rapat ini.")
    enter_open("write_briefing", meeting)
    row = sheet.briefing
    if seen is not None and seen != row.version:
        raise Refused("stale", STALE)
    if any(sum_ is not None and sum_ < 0 for sum_ in (budget, realised)):
        raise Refused("bad_sum", "Tulis jumlah rupiah tanpa tanda kurang.", "budget")
    if budget is not None and realised is not None and realised > budget:
        raise Refused("bad_sum", "Realisasi lebih besar dari anggarannya.", "realised")
    row.obstacles, row.proposal, row.budget, row.realised = obstacles.strip(), proposal.strip(), budget, realised
    row.handed_at, row.handed_by = (clock.now(), actor.label[:300]) if hand_in else (None, "")
    still = queries.BodySheet(sheet.institution, Briefing())
    known = queries.lines_of(actor, still, queries.looked_back(meeting))
    row.lines = [asdict(line) for line in known] if hand_in else []
    row.version += 1
    touch(actor, "write_briefing", meeting, {"institution": sheet.institution.pk, "handed_in": hand_in})
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("stale", STALE) from None
    return row
