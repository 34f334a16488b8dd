"""Which proposals wait for a line in the budget's documents, and which lines stand."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import ladder, rules
from rembuk.planning.musrenbang.budget_sheet import MOST, WAITS_IN, Row
from rembuk.planning.musrenbang.models import BudgetLine, Proposal, Review
from rembuk.planning.musrenbang.queries.lists import STEP, YEARS
from rembuk.planning.musrenbang.queries.one import ROW
from rembuk.planning.musrenbang.queries.rounds import rounds_now


def awaiting_budget(actor: Actor) -> list[Row]:
    """What stands in a document of the plan or the budget without a line that says where; the newest years first."""
    rules.demand_budget(actor)
    area = reduce(or_, (Q(path__startswith=path) for path in rules.budgets(actor)))
    years = [row.pk for row in rounds_now()[:YEARS]]
    found: list[Proposal] = []
    for state, stage in WAITS_IN.items():
        has = BudgetLine.objects.filter(proposal=OuterRef("pk"), stage=stage, ended_at=None)
        rows = Proposal.objects.filter(area, ~Exists(has), round__in=years, status=state)
        found += rows.select_related(*ROW, "handler").order_by("-round__year", "kelurahan_id", "code")[:MOST]
    found.sort(key=lambda row: (-row.round.year, row.path, row.code))
    return _rows(found[:MOST])


def budget_lines(rows: Iterable[Proposal]) -> dict[UUID, list[BudgetLine]]:
    """The lines of each that stand now, oldest first."""
    found: defaultdict[UUID, list[BudgetLine]] = defaultdict(list)
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), STEP):
        stand = BudgetLine.objects.filter(proposal__in=ids[start : start + STEP], ended_at=None)
        for line in stand.order_by("noted_at", "id"):
            found[line.proposal_id].append(line)
    return found


def _rows(rows: list[Proposal]) -> list[Row]:
    costs: dict[UUID, tuple[int, int | None]] = {}
    before = budget_lines(rows)
    for start in range(0, len(rows), STEP):
        part = [row.pk for row in rows[start : start + STEP]]
        said = Review.objects.filter(proposal__in=part, cost__isnull=False).order_by("at", "id")
        for pk, rung, cost in said.values_list("proposal_id", "rung", "cost"):
            if ladder.height(rung) >= costs.get(pk, (0, 0))[0]:
                costs[pk] = (ladder.height(rung), cost)
    names = dict(Territory.objects.filter(pk__in={row.kelurahan_id for row in rows}).values_list("pk", "name"))
    return [
        Row(row, names[row.kelurahan_id], costs.get(row.pk, (0, None))[1] or row.cost,
            next(reversed(before[row.pk]), None))
        for row in rows
    ]  # fmt: skip
