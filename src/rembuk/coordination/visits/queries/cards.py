"""Kartu janji: each promise with its place, day, lead, photos before and after, and who confirmed; a fixed number of
reads, however many cards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import worklist
from rembuk.coordination.decisions.models import Evidence, FollowUp, Inspection
from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import Report, ReportDecision
from rembuk.coordination.visits.models import Aspiration, Visit, VisitWork
from rembuk.coordination.visits.queries.hearing import WORK
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Card:
    """A promise. `before` and `after` are photos; `confirmed` are bodies, never persons."""

    work: FollowUp
    title: str
    where: str
    lead: str
    promised_at: datetime
    origin: str
    before: File | None
    after: File | None
    confirmed: tuple[str, ...]
    is_public: bool

    @property
    def is_kept(self) -> bool:
        """Done, and others than the doer say so."""
        return self.work.status == "passed"


def card(actor: Actor, code: str) -> Card:
    """The card of one follow-up; public where the report that it carries on is, else for those who see the work."""
    row = FollowUp.objects.filter(code=code.strip().upper(), is_private=False).select_related(*WORK).first()
    found = cards_of([row])[0] if row is not None else None
    if row is None or found is None or not (found.is_public or (actor.signed_in and decisions.sees(actor, row))):
        raise Refused("not_found", "Kartu janji ini tidak ada, atau tidak untuk umum.")
    return found


def cards_of(rows: Sequence[FollowUp]) -> list[Card]:
    """The cards of some follow-ups, in their order."""
    ids = [row.pk for row in rows]
    heard = dict(Aspiration.objects.filter(follow_up__in=ids).values_list("follow_up", "gathering__opened_at"))
    visited = dict(VisitWork.objects.filter(follow_up__in=ids, is_promise=True).values_list("follow_up", "visit"))
    carried = dict(
        ReportDecision.objects.filter(decision__in=[row.decision_id for row in rows]).order_by("-id")
        .values_list("decision", "report")
    )  # fmt: skip
    published = set(
        Report.objects.filter(pk__in=carried.values(), published_at__isnull=False).values_list("pk", flat=True)
    )
    before = _before([*carried.values(), *visited.values()])
    after = _after(ids)
    confirmed: dict[UUID, list[str]] = {}
    looks = Inspection.objects.filter(follow_up__in=ids, is_good=True).select_related("inspector__institution")
    for look in looks.order_by("inspected_at", "id"):
        confirmed.setdefault(look.follow_up_id, []).append(look.inspector.who)

    def of(row: FollowUp) -> Card:
        report = carried.get(row.decision_id)
        origin = "rembuk" if row.pk in heard else "janji di tempat" if row.pk in visited else "keputusan"
        shown = next((before[pk] for pk in (report, visited.get(row.pk)) if pk in before), None)
        return Card(
            work=row, title=masking.mask(row.title), where=masking.mask(worklist.place_of(row)),
            lead=str(row.partner_name or row.lead), promised_at=heard.get(row.pk, row.decided_at), origin=origin,
            before=shown, after=after.get(row.pk), confirmed=tuple(dict.fromkeys(confirmed.get(row.pk, ()))),
            is_public=report in published,
        )  # fmt: skip

    return [of(row) for row in rows]


def _before(owners: Iterable[UUID]) -> dict[UUID, File]:
    """The first photo of each report or visit."""
    rows = File.objects.filter(
        owner_kind__in=(Report.subject_kind, Visit.subject_kind), owner_id__in=list(owners), kind="photo",
        removed_at=None,
    )  # fmt: skip
    return {row.owner_id: row for row in rows.order_by("-received_at", "-id")}


def _after(ids: Iterable[UUID]) -> dict[UUID, File]:
    """The newest photo that shows the work."""
    rows = Evidence.objects.filter(follow_up__in=list(ids), file__removed_at=None).select_related("file")
    return {row.follow_up_id: row.file for row in rows.order_by("round", "received_at", "id")}
