"""What became of a proposal, as everyone reads it: who said what at which rung, in which budget, what builds it.

Offices and bodies stand here, never a person; what was written freely is masked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Subquery, UUIDField
from django.utils.text import capfirst

from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import Status as WorkStatus
from rembuk.coordination.reports import masking
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.territory.models import label_afar
from rembuk.foundation.web import trail as dots
from rembuk.planning.musrenbang import ladder
from rembuk.planning.musrenbang.models import (
    Asked,
    BudgetLine,
    Building,
    Field,
    Proposal,
    Purse,
    Review,
    Rung,
    Status,
    Verdict,
)
from rembuk.planning.musrenbang.queries import openly

# The dots of the page, and the rungs that each stands for.
DOTS = (
    ("Diusulkan", ()), ("Kelurahan", (Rung.KELURAHAN,)), ("Kecamatan", (Rung.KECAMATAN,)),
    ("Kota", (Rung.FORUM, Rung.BAPPEDA, Rung.TAPD)), ("RKPD", (Rung.RKPD,)), ("APBD", (Rung.KUAPPAS, Rung.APBD)),
    ("Didanai", (Rung.DPA,)), ("Dikerjakan", (Rung.CONTRACT,)), ("Diserahkan", (Rung.BUILT,)),
)  # fmt: skip
AT = {rung: place for place, (_, rungs) in enumerate(DOTS) for rung in rungs}
ENDS = {Status.REFUSED: "Tidak disetujui", Status.CANCELLED: "Dibatalkan", Status.WITHDRAWN: "Ditarik",
        Status.MERGED: "Digabung"}  # fmt: skip
STATES = dict(Status.choices)
RUNGS, VERDICTS = dict(Rung.choices), dict(Verdict.choices)
DONE = {str(place.key): place.done for place in ladder.LADDER}
STAGES = dict(BudgetLine.STAGES)
CHECKED = WorkStatus.PASSED
TONES = {Verdict.AGREED: "good", Verdict.POSTPONED: "", Verdict.NOTED: ""}

_again = Proposal.objects.filter(came_from=OuterRef("pk")).order_by("id").values("code")[:1]
_by_code = Prepared(
    lambda code: Proposal.objects.filter(code=code).annotate(
        photos=files.with_photos(Proposal.subject_kind), again=Subquery(_again),
        has_budget=Exists(BudgetLine.objects.filter(proposal=OuterRef("pk"), ended_at=None)),
        has_work=Exists(Building.objects.filter(proposal=OuterRef("pk"))),
        is_asked=Exists(Asked.objects.filter(proposal=OuterRef("pk"))),
    ).values_list(
        "pk", "code", "title", "problem", "place", "volume", "unit", "cost", "purse", "goes_by", "field", "status",
        "waits_at", "noted_at", "pokir", "beneficiaries", "beneficiaries_together", "round__year", "round__theme",
        "territory__level", "territory__name", "territory__parent__name", "territory__parent__parent__name", "rw_id",
        "proposer__name", "handler__name", "merged_into__code", "merged_into__title", "came_from__code",
        "came_from__round__year", "photos", "again", "has_budget", "has_work", "is_asked", "item__name",
        "merged_into__item__name", "merged_into_id", "came_from_id", "came_from__came_from_id",
        "merged_into__came_from_id", "merged_into__came_from__came_from_id", named=True,
    ),
    code=CharField(),
)  # fmt: skip
_reviews = Prepared(
    lambda proposal: Review.objects.filter(proposal=proposal).order_by("at", "id").values_list(
        "rung", "verdict", "is_perubahan", "volume", "unit", "cost", "institution__name", "purse", "text", "reason",
        "office", "at", named=True,
    ),
    proposal=UUIDField(),
)  # fmt: skip
_budget = Prepared(
    lambda proposal: (
        BudgetLine.objects.filter(proposal=proposal, ended_at__isnull=True)
        .order_by("year", "noted_at", "id")
        .values_list("stage", "year", "program", "kegiatan", "subkegiatan", "account", "amount", "office", named=True)
    ),
    proposal=UUIDField(),
)
_work = Prepared(
    lambda proposal: work.public_pieces(openly.built_openly(proposal)),
    proposal=UUIDField(),
)


@dataclass(frozen=True, slots=True)
class Money:
    """A line of a budget document."""

    where: str
    what: str
    amount: int
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A follow-up that builds it; photos show once it was looked at."""

    title: str
    lead: str
    state: str
    checked: bool
    photos: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Fate:
    """All that the page says."""

    row: Any
    title: str
    into_title: str
    state: str
    steps: Sequence[dots.Stage]
    lines: Sequence[TrailLine]
    facts: str
    problem: str
    photos: Sequence[UUID]
    asked: str
    purse: str
    cost: int
    budget: Sequence[Money] = field(default_factory=tuple)
    pieces: Sequence[Piece] = field(default_factory=tuple)

    @property
    def is_checked(self) -> bool:
        """Whether everything that builds it was looked at in its place."""
        return bool(self.pieces) and all(one.checked for one in self.pieces)


def fate(code: str) -> Fate | None:
    """What became of a proposal; two statements, and one more each for what it came from, its budget and its works."""
    row = _by_code.first(code=code.strip().upper())
    if row is None:
        return None
    said = _reviews(proposal=row.pk)
    # What its proposer took back says no more than that.
    is_closed, into_closed = _closed(row)
    is_unsaid = is_closed or row.status == Status.WITHDRAWN
    return Fate(
        row=row, title=openly.title(row.title, row.item__name, is_unsaid),
        into_title=openly.title(row.merged_into__title or "", row.merged_into__item__name, into_closed),
        state=STATES[row.status], steps=_steps(row, said), lines=_lines(row, said), facts=_facts(row),
        problem=openly.UNSAID if is_unsaid else masking.mask(row.problem),
        photos=() if is_unsaid else files.photo_ids(row.photos),
        asked=f"{plain(row.volume)} {row.unit}",
        purse=f"{Purse(row.goes_by or row.purse).label}, {Field(row.field).label}",
        cost=_cost(row, said),
        budget=[_money(one) for one in _budget(proposal=row.pk)] if row.has_budget else (),
        pieces=[_piece(one) for one in _work(proposal=row.pk)] if row.has_work else (),
    )  # fmt: skip


def _closed(row: Any) -> tuple[bool, bool]:
    """Whether it, and what it was merged into, came from what is not public; asked only where that can be."""
    own = (row.pk, row.came_from_id, row.came_from__came_from_id)
    into = (row.merged_into_id, row.merged_into__came_from_id, row.merged_into__came_from__came_from_id)
    if not (row.is_asked or row.came_from_id or row.merged_into_id):
        return False, False
    closed = openly.closed_of((*own, *into))
    return not closed.isdisjoint(own), not closed.isdisjoint(into)


def _cost(row: Any, said: Sequence[Any]) -> int:
    """What the last reviewer says it costs: the highest, and of one rung the latest."""
    told = [one for one in said if one.cost]
    return max(told, key=lambda one: (ladder.height(one.rung), one.at)).cost if told else row.cost  # type: ignore[no-any-return]


def _facts(row: Any) -> str:
    place = label_afar(row.territory__level, row.territory__name, row.territory__parent__name,
                       row.territory__parent__parent__name)  # fmt: skip
    return f"{place} · diusulkan {row.proposer__name} untuk rencana {row.round__year}"


def _steps(row: Any, said: Sequence[Any]) -> tuple[dots.Stage, ...]:
    """The dots; a no ends them where it was said."""
    agreed = [AT[one.rung] for one in said if one.verdict == Verdict.AGREED]
    notes = [text.short_day(row.noted_at)] + [""] * (len(DOTS) - 1)
    for one in said:
        if one.verdict == Verdict.AGREED:
            notes[AT[one.rung]] = text.short_day(one.at)
    labels = [name for name, _ in DOTS]
    if row.status in ENDS:
        past = max(agreed, default=0) + 1
        ended = [one.at for one in said if one.verdict == row.status]
        when = text.short_day(ended[-1]) if ended else ""
        return dots.stages(past, (*notes[:past], when), (*labels[:past], ENDS[row.status]))
    if row.waits_at:
        now = AT[row.waits_at]
        notes[now] = {Status.POSTPONED: "ditunda", Status.RETURNED: "perlu dilengkapi"}.get(row.status, notes[now])
        return dots.stages(now, notes, labels)
    return dots.stages(len(DOTS), notes, labels)


def _lines(row: Any, said: Sequence[Any]) -> list[TrailLine]:
    """Who decided what and why, newest first."""
    told = [_line(one, row.cost) for one in said]
    asked = TrailLine(row.noted_at, "Diusulkan", f"{row.proposer__name} · {rupiah(row.cost)}")
    return [*told[::-1], asked]


def _line(one: Any, asked: int) -> TrailLine:
    agreed = one.verdict == Verdict.AGREED
    title = DONE[one.rung] if agreed else f"{capfirst(VERDICTS[one.verdict])} pada tahap {RUNGS[one.rung]}"
    return TrailLine(one.at, title, " · ".join(_parts(one, asked)), tone=TONES.get(one.verdict, "warn"))


def _parts(one: Any, asked: int) -> Iterator[str]:
    """The reviewer's own figures beside the proposer's, the reason, the office."""
    if one.reason or one.text:
        yield masking.mask(" ".join(said for said in (one.reason, one.text) if said))
    if one.volume:
        yield f"{plain(one.volume)} {one.unit}".strip()
    if one.cost and one.cost != asked:
        yield f"{rupiah(one.cost)}, pengusul {rupiah(asked)}"
    if one.institution__name:
        yield f"diminta ke {one.institution__name}"
    elif one.purse:
        yield f"lewat {Purse(one.purse).label}"
    if one.is_perubahan:
        yield "Perubahan"
    yield one.office


def plain(volume: Decimal) -> str:
    """A volume without needless zeros: "60", "12,5"."""
    return f"{volume.normalize():f}".replace(".", ",")


def _money(one: Any) -> Money:
    note = " · ".join(part for part in (one.program, one.kegiatan, one.account) if part)
    return Money(f"{STAGES[one.stage]} {one.year}", one.subkegiatan, one.amount, note)


def _piece(one: Any) -> Piece:
    checked = one.status == CHECKED
    state = "sudah dicek" if checked else str(WorkStatus(one.status).label)
    lead = one.partner_name or one.lead__short_name or one.lead__name
    return Piece(masking.mask(one.title), lead, state, checked, files.photo_ids(one.photos))


def reviews(found: Proposal) -> list[Review]:
    """What was said of it, oldest first, for those who see it."""
    return list(Review.objects.filter(proposal=found).select_related("institution").order_by("at", "id"))
