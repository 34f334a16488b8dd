"""Proposals as SIPD's sheet and its page to copy from show them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.models import BudgetLine, Filed, Proposal, Review, Round, Status
from rembuk.planning.musrenbang.queries.lists import STEP, all_listed
from rembuk.planning.musrenbang.queries.one import ROW
from rembuk.planning.musrenbang.queries.waiting import by_codes
from rembuk.planning.musrenbang.sipd import Row

# What is asked for no more, or within another, is not brought to SIPD.
LEFT_OUT = (Status.WITHDRAWN, Status.MERGED)


def sipd_rows(actor: Actor, found: Round) -> list[Row]:
    """Every proposal of a round that the actor sees and that SIPD is to have, by RW and its order."""
    states = [state for state in Status.values if state not in LEFT_OUT]
    return _rows(all_listed(actor, found, states))


def sipd_row(found: Proposal) -> Row:
    """One proposal in SIPD's columns."""
    return _rows([found])[0]


def sipd_rows_coded(actor: Actor, found: Round, codes: Sequence[str]) -> list[Row]:
    """Those of these proposals of a round that the actor sees."""
    parts = [by_codes(actor, codes[start : start + STEP]) for start in range(0, len(codes), STEP)]
    return _rows([row for part in parts for row in part if row.round_id == found.pk])


def filed_as(found: Round, number: str) -> Proposal | None:
    """The proposal that has a number of SIPD in a round."""
    row = Filed.objects.filter(round=found, number=number).first() if number else None
    return Proposal.objects.filter(pk=row.proposal_id).select_related(*ROW).first() if row else None


def filed(found: Proposal) -> Filed | None:
    """What SIPD knows it as."""
    return Filed.objects.filter(proposal=found).first()


def _rows(rows: Sequence[Proposal]) -> list[Row]:
    known: dict[UUID, Filed] = {}
    reviews: defaultdict[UUID, dict[str, Review]] = defaultdict(dict)
    reasons: dict[tuple[UUID, str], str] = {}
    budget: dict[UUID, BudgetLine] = {}
    for start in range(0, len(rows), STEP):
        part = [row.pk for row in rows[start : start + STEP]]
        known |= {one.proposal_id: one for one in Filed.objects.filter(proposal__in=part)}
        for review in Review.objects.filter(proposal__in=part).select_related("institution").order_by("at", "id"):
            reviews[review.proposal_id][review.rung] = review
            reasons[review.proposal_id, review.verdict] = review.reason
        lines = BudgetLine.objects.filter(proposal__in=part, ended_at__isnull=True).order_by("noted_at", "id")
        budget |= {line.proposal_id: line for line in lines}
    ids = {pk for row in rows for pk in (row.kelurahan_id, row.kecamatan_id) if pk}
    names: dict[UUID | None, str] = dict(Territory.objects.filter(pk__in=ids).values_list("pk", "name"))
    city = territories.served().name
    return [
        _row(row, known.get(row.pk), {"city": city, "kecamatan": names.get(row.kecamatan_id, ""),
                                      "kelurahan": names.get(row.kelurahan_id, "")},
             reviews[row.pk], reasons.get((row.pk, row.status), ""), budget.get(row.pk))
        for row in rows
    ]  # fmt: skip


def _row(
    row: Proposal, one: Filed | None, places: Mapping[str, str], reviews: Mapping[str, Review], because: str,
    budget: BudgetLine | None,
) -> Row:  # fmt: skip
    return Row(row, places, one.number if one else "", one.told if one else {}, reviews, because, budget)
