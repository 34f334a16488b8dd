"""What the reviewers of the ladder do: one verdict, or many at once, each with figures of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import rows
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import ladder, queries, rules
from rembuk.planning.musrenbang.models import Proposal, Purse, Review, Rung, Verdict

MOST_SAID = 2000
IN_SESSION = "Usulan kelurahan ini diputuskan dalam sidangnya, yang belum selesai. Buka sidangnya, putuskan di sana."


@dataclass(frozen=True, slots=True)
class Figures:
    """A reviewer's own; what is empty is as it was before."""

    volume: Decimal | None = None
    unit: str = ""
    cost: int | None = None
    institution: Institution | None = None
    purse: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer says of one proposal."""

    proposal: Proposal
    verdict: str = Verdict.AGREED
    figures: Figures = field(default_factory=Figures)
    text: str = ""
    reason: str = ""


@transaction.atomic
def review(
    *, actor: Actor, proposal: Proposal, rung: str, verdict: str, figures: Figures | None = None, text: str = "",
    reason: str = "", is_perubahan: bool = False,
) -> Review:  # fmt: skip
    """One verdict at a rung. Whatever is not a yes says why."""
    said = Opinion(proposal, verdict, figures or Figures(), text, reason)
    return review_all(actor=actor, rung=rung, opinions=[said], is_perubahan=is_perubahan)[0]


@transaction.atomic
def agree_all(
    *, actor: Actor, rung: str, proposals: Iterable[Proposal], text: str = "", is_perubahan: bool = False
) -> list[Review]:
    """A yes to each, with the figures that stand."""
    said = [Opinion(proposal, text=text) for proposal in proposals]
    return review_all(actor=actor, rung=rung, opinions=said, is_perubahan=is_perubahan)


@transaction.atomic
def review_all(*, actor: Actor, rung: str, opinions: Sequence[Opinion], is_perubahan: bool = False) -> list[Review]:
    """Many verdicts at one rung in few statements: all of them or none. The proposers' figures stay as they are.

    What lies before a session is decided there, by all who sit in it, and by nobody beside it.
    """
    at = ladder.rung(rung)
    for said in opinions:
        rules.demand_turn(actor, at, said.verdict, said.proposal)
    if any(queries.sits(actor, at, round_id) for round_id in {said.proposal.round_id for said in opinions}):
        raise Refused("in_session", IN_SESSION)
    return write_all(actor=actor, rung=rung, opinions=opinions, is_perubahan=is_perubahan)


@transaction.atomic
def write_all(*, actor: Actor, rung: str, opinions: Sequence[Opinion], is_perubahan: bool = False) -> list[Review]:
    """The same as a session says it, which may."""
    at = ladder.rung(rung)
    if len({said.proposal.pk for said in opinions}) != len(opinions):
        raise Refused("twice", "Usulan yang sama ada dua kali. Muat ulang halaman.")
    made = [_review(actor, at, said, is_perubahan) for said in opinions]
    groups: dict[tuple[object, ...], list[Review]] = {}
    for row in made:
        groups.setdefault((row.verdict, *_goes_on(row).values()), []).append(row)
    for group in groups.values():
        audit.move_all(
            actor, [row.proposal for row in group], rules.step_of(at, Verdict(group[0].verdict)),
            changes=_goes_on(group[0]), details={row.proposal_id: _told(row) for row in group},
            reasons={row.proposal_id: row.reason or row.text for row in group},
        )  # fmt: skip
    rows.write(made)
    return made


def _review(actor: Actor, rung: Rung, said: Opinion, is_perubahan: bool) -> Review:
    """The row of an opinion, once nothing speaks against it. Raises Refused."""
    one, given = said.proposal, said.figures
    verdict = rules.demand_turn(actor, rung, said.verdict, one)
    reason = said.reason.strip()[:MOST_SAID]
    if verdict != Verdict.AGREED and not reason:
        raise Refused("no_reason", f"{one.code}: tuliskan alasannya; pengusul dan warga membacanya.", "reason")
    if given.cost is not None and given.cost <= 0:
        raise Refused("no_cost", f"{one.code}: biayanya harus lebih dari nol.", "cost")
    if given.volume is not None and given.volume <= 0:
        raise Refused("no_volume", f"{one.code}: volumenya harus lebih dari nol.", "volume")
    if given.purse and given.purse not in Purse.values:
        raise Refused("no_purse", f"{one.code}: pilih sumber dananya.", "purse")
    row = Review(
        proposal=one, rung=rung, verdict=verdict, is_perubahan=is_perubahan, volume=given.volume,
        unit=" ".join(given.unit.split())[:30], cost=given.cost, institution=given.institution, purse=given.purse,
        text=said.text.strip()[:MOST_SAID], reason="" if verdict == Verdict.AGREED else reason,
        office=rules.office_of(actor), actor_id=actor.user_id, at=clock.now(),
    )  # fmt: skip
    if _goes_on(row)["waits_at"] == Rung.FORUM and _goes_on(row)["handler_id"] is None:
        raise Refused("no_unit", f"{one.code}: pilih perangkat daerah yang diminta.", "institution")
    return row


def _goes_on(row: Review) -> dict[str, object]:
    """What changes on the proposal: where it waits, who is asked and whose money; never its own figures."""
    one, waits = row.proposal, str(row.proposal.waits_at)
    purse = row.purse or rules.purse_of(one)
    if row.verdict == Verdict.AGREED:
        waits = ladder.above(Rung(row.rung), purse)
    elif row.verdict in {Verdict.REFUSED, Verdict.CANCELLED}:
        waits = ""
    handler = row.institution_id or one.handler_id
    return {"waits_at": waits, "handler_id": handler, "goes_by": row.purse or one.goes_by}


def _told(row: Review) -> dict[str, object]:
    """What the event keeps of the verdict."""
    figures = {"volume": row.volume, "unit": row.unit, "cost": row.cost, "perubahan": row.is_perubahan}
    return {"rung": row.rung, **{name: value for name, value in figures.items() if value}}
