"""Kartu janji: each promise with its place, day, lead, photos before and after, and who confirmed; a fixed number of
reads, however many cards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import worklist
from rembuk.coordination.decisions.models import Evidence, FollowUp, Inspection, Status
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
    """The card of one follow-up; public where it was promised before everybody at a rembuk or carries on a public
    report, else for those who see the work."""
    row = FollowUp.objects.filter(code=code.strip().upper(), is_private=False).select_related(*WORK).first()
    found = cards_of([row])[0] if row is not None else None
    if row is None or found is None or not (found.is_public or (actor.signed_in and decisions.sees(actor, row))):
        raise Refused("not_found", "Kartu janji ini tidak ada, atau tidak untuk umum.")
    return found


def cards_of(rows: Sequence[FollowUp]) -> list[Card]:
    """The cards of some follow-ups, in their order."""
    ids = [row.pk for row in rows]
    heard = {
        pk: (opened_at, status) for pk, opened_at, status in Aspiration.objects.filter(follow_up__in=ids)
        .values_list("follow_up", "gathering__opened_at", "gathering__status")
    }  # fmt: skip
    seen, promised = _visits(ids)
    carried = dict(
        ReportDecision.objects.filter(decision__in=[row.decision_id for row in rows]).order_by("-id")
        .values_list("decision", "report")
    )  # fmt: skip
    published = set(
        Report.objects.filter(pk__in=carried.values(), published_at__isnull=False).values_list("pk", flat=True)
    )
    before = _before([*carried.values(), *(visit for visits in seen.values() for visit in visits)])
    after = _after(ids)
    confirmed: dict[UUID, list[str]] = {}
    looks = Inspection.objects.filter(follow_up__in=ids, is_good=True, round=F("follow_up__round"))
    for look in looks.select_related("inspector__institution").order_by("inspected_at", "id"):
        confirmed.setdefault(look.follow_up_id, []).append(look.inspector.who)

    def of(row: FollowUp) -> Card:
        report = carried.get(row.decision_id)
        origin = "rembuk" if row.pk in heard else "janji di tempat" if row.pk in promised else "keputusan"
        opened_at, status = heard.get(row.pk, (row.decided_at, ""))
        owners = [pk for pk in (report, *seen.get(row.pk, ())) if pk in before]
        photos = [before[pk] for pk in owners if not row.finished_at or before[pk].received_at < row.finished_at]
        return Card(
            work=row, title=masking.mask(row.title), where=masking.mask(worklist.place_of(row)),
            lead=str(row.partner_name or row.lead), promised_at=opened_at, origin=origin,
            before=next(iter(photos), None), after=after.get(row.pk),
            confirmed=tuple(dict.fromkeys(confirmed.get(row.pk, ()))), is_public=report in published
            or status == "closed",
        )  # fmt: skip

    return [of(row) for row in rows]


def _visits(ids: Iterable[UUID]) -> tuple[dict[UUID, list[UUID]], set[UUID]]:
    """The visits that looked at each follow-up, the first one first; and which of them were promised on a visit."""
    rows = VisitWork.objects.filter(follow_up__in=list(ids), visit__status="noted")
    seen: dict[UUID, list[UUID]] = {}
    promised = set()
    for pk, visit, is_promise in rows.order_by("visit__noted_at", "id").values_list("follow_up", "visit", "is_promise"):
        seen.setdefault(pk, []).append(visit)
        if is_promise:
            promised.add(pk)
    return seen, promised


def _before(owners: Iterable[UUID]) -> dict[UUID, File]:
    """The first photo of each report or visit."""
    rows = File.objects.filter(
        owner_kind__in=(Report.subject_kind, Visit.subject_kind), owner_id__in=list(owners), kind="photo",
        removed_at=None,
    )  # fmt: skip
    return {row.owner_id: row for row in rows.order_by("-received_at", "-id")}


def _after(ids: Iterable[UUID]) -> dict[UUID, File]:
    """The newest photo of the round that others looked at and found good."""
    rows = Evidence.objects.filter(
        follow_up__in=list(ids), follow_up__status=Status.PASSED, round=F("follow_up__round"), file__removed_at=None
    )
    return {row.follow_up_id: row.file for row in rows.select_related("file").order_by("received_at", "id")}


def photos_of(decision_id: UUID) -> list[File]:
    """What the cards of a decision's promises show of before, where it was promised at a rembuk."""
    rows = list(FollowUp.objects.filter(
        pk__in=Aspiration.objects.filter(follow_up__decision=decision_id).values("follow_up"), is_private=False
    ).select_related(*WORK))  # fmt: skip
    return [card.before for card in cards_of(rows) if card.before is not None]
