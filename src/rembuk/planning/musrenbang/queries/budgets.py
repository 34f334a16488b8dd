"""Which proposals wait for a line in the budget's documents, and which lines stand."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import ladder, rules
from rembuk.planning.musrenbang.budget_sheet import MOST, WAITS_IN, Row
from rembuk.planning.musrenbang.models import BudgetLine, Proposal, Review
from rembuk.planning.musrenbang.queries.lists import STEP, YEARS
from rembuk.planning.musrenbang.queries.one import ROW
from rembuk.planning.musrenbang.queries.rounds import rounds_now


def awaiting_budget(actor: Actor) -> list[Row]:
    """What stands in a document of the plan or the budget: first what has no line there, then what may get another."""
    rules.demand_budget(actor)
    area = reduce(or_, (Q(path__startswith=path) for path in rules.budgets(actor)))
    years = [row.pk for row in rounds_now()[:YEARS]]
    found: list[tuple[bool, Proposal]] = []
    for state, stage in WAITS_IN.items():
        has = Exists(BudgetLine.objects.filter(proposal=OuterRef("pk"), stage=stage, ended_at=None))
        rows = Proposal.objects.filter(area, round__in=years, status=state).select_related(*ROW, "handler")
        for is_noted, some in ((False, rows.filter(~has)), (True, rows.filter(has))):
            found += [(is_noted, row) for row in some.order_by("-round__year", "kelurahan_id", "code")[:MOST]]
    found.sort(key=lambda one: (one[0], -one[1].round.year, one[1].path, one[1].code))
    return _rows([row for _, row in found[:MOST]])


def budget_lines(rows: Iterable[Proposal]) -> dict[UUID, list[BudgetLine]]:
    """The lines of each that stand now, oldest first."""
    found: defaultdict[UUID, list[BudgetLine]] = defaultdict(list)
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), STEP):
        stand = BudgetLine.objects.filter(proposal__in=ids[start : start + STEP], ended_at=None)
        for line in stand.order_by("noted_at", "id"):
            found[line.proposal_id].append(line)
    return found


def costs_said(reviews: QuerySet[Review]) -> dict[UUID, int]:
    """What each proposal costs by those who looked at it: the highest rung's figure, and of one rung the latest."""
    said = reviews.filter(cost__isnull=False).values_list("proposal_id", "rung", "at", "id", "cost")
    rising = sorted(said, key=lambda one: (ladder.height(one[1]), *one[2:4]))
    return {pk: cost for pk, *_, cost in rising if cost}


def _rows(rows: list[Proposal]) -> list[Row]:
    costs: dict[UUID, int] = {}
    noted = budget_lines(rows)
    for start in range(0, len(rows), STEP):
        part = [row.pk for row in rows[start : start + STEP]]
        costs |= costs_said(Review.objects.filter(proposal__in=part))
    names = dict(Territory.objects.filter(pk__in={row.kelurahan_id for row in rows}).values_list("pk", "name"))
    return [Row(row, names[row.kelurahan_id], costs.get(row.pk, row.cost), noted[row.pk]) for row in rows]
