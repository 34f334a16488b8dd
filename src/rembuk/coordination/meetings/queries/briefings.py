"""The bahan rapat: which bodies bring a sheet, what is known of each, and who has handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import Attendance, Briefing, Meeting
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor

BRIEF = rules.INVITED_FLOW["write_briefing"].permission
# How far a sheet looks back where there was no such meeting before.
BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class BodySheet:
    """A body's sheet as it stands."""

    institution: Institution
    briefing: Briefing

    @property
    def handed(self) -> bool:
        """Whether the body has handed it in."""
        return self.briefing.handed_at is not None


def bringing(found: Meeting) -> Sequence[Institution]:
    """The invited bodies that bring a sheet to a meeting of this kind."""
    tiers = rules.SHEETS.get(found.kind.sheets, ()) if found.kind else ()
    if not tiers:
        return []
    seats = Attendance.objects.filter(meeting=found).values("position__institution_id")
    rows = Institution.objects.filter(pk__in=seats, kind__tier__in=tiers).select_related("kind", "territory")
    return list(rows.order_by("territory__path", "name", "id"))


def body_sheets(found: Meeting) -> Sequence[BodySheet]:
    """Every sheet, those that are still to come too."""
    known = {row.institution_id: row for row in Briefing.objects.filter(meeting=found)}
    return [
        BodySheet(body, known.get(body.pk) or Briefing(meeting=found, institution=body, version=0))
        for body in bringing(found)
    ]


def own_sheet(actor: Actor, found: Meeting) -> BodySheet | None:
    """The sheet of the actor's own body, where it brings one: its people fill it in, not only its head."""
    if actor.office is None or not actor.scope(BRIEF):
        return None
    return next((row for row in body_sheets(found) if row.institution.pk == actor.office.institution_id), None)


def to_bring(body: Any) -> QuerySet[Meeting]:
    """The meetings to which a body brings a sheet and has not handed it in."""
    tiers = [Q(meeting__kind__sheets=key, position__institution__kind__tier__in=of) for key, of in rules.SHEETS.items()]
    seats = Attendance.objects.filter(reduce(or_, tiers), position__institution=body)
    handed = Briefing.objects.filter(meeting=OuterRef("pk"), institution=body, handed_at__isnull=False)
    return Meeting.objects.filter(~Exists(handed), pk__in=seats.values("meeting_id"))


def looked_back(found: Meeting) -> date:
    """Since when a sheet tells: the last meeting of this kind of the same body."""
    before = Meeting.objects.filter(
        institution=found.institution_id, kind=found.kind_id, status="locked", starts_at__lt=found.starts_at
    )
    last = before.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return clock.local(last).date() if last else clock.local(found.starts_at).date() - BACK


def lines_of(actor: Actor, sheet: BodySheet, since: date) -> list[seams.Brief]:
    """What was known when it was handed in; until then what is known now."""
    if sheet.handed:
        return [seams.Brief(**line) for line in sheet.briefing.lines]
    found = [line for source in seams.BRIEFS for line in source(actor, sheet.institution.pk, since)]
    return sorted(found, key=lambda line: list(rules.SECTIONS).index(line.section))
