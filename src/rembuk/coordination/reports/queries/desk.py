"""What lies on somebody's desk, as the columns that Hari ini tells of it and that the law asks for: one statement."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet, UUIDField

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Report, Status
from rembuk.coordination.reports.queries.lists import BY_LENGTH, INBOX
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import queries as regulations

TOLD = (
    "id", "code", "title", "track", "status", "handled_at", "climb_basis", "stage_due", "stage_started_at",
    "answered_at", "stage_rule__value", "stage_rule__unit", "territory__level", "territory__name",
    "territory__parent__name",
)  # fmt: skip
ASKED = ("path", "is_private", "body_id", "unit_id", "reporter_id", "passes_by")
# Beyond this many a desk is simply full.
MOST = 60
NEVER = datetime.max.replace(tzinfo=UTC)


def _held(body: Any) -> list[QuerySet[Report, Any]]:
    """A state at a time, so that one index holds what is equal and the order."""
    return [
        Report.objects.filter(body=body, status=state).order_by("stage_due").values_list(*TOLD, *ASKED)[:INBOX]
        for state in rules.WORKING_STATES
    ]


def _solved(column: str) -> Any:
    """What is said to be solved in a place, by others than its own body."""
    return lambda body, place: (
        Report.objects.filter(**{column: place}, status=Status.SETTLED, is_private=False)
        .exclude(body=body)
        .order_by("stage_due")
        .values_list(*TOLD, *ASKED)[:INBOX]
    )


_of_body = Prepared(_held, body=UUIDField())
# With what its neighbours say is solved; an RT and an RW each have a column of their own.
_of_place = {
    column: Prepared(
        lambda body, place, column=column: [*_held(body), _solved(column)(body, place)],
        body=UUIDField(), place=UUIDField(),
    )
    for column in ("rw_id", "rt_id")
}  # fmt: skip


def desk(actor: Actor) -> tuple[list[Any], list[Any]]:
    """What the actor's body has to do, first what runs out first, and what may be confirmed or denied.

    The first is what `waiting` has; what waits for vacant bodies comes with it.
    """
    if actor.office is None:
        return [], []
    body, place = actor.office.institution_id, actor.office.territory_id
    neighbours = _of_place.get(BY_LENGTH.get(len(actor.office.path), ""))
    if neighbours and actor.office.role in rules.NEIGHBOURS:
        rows = neighbours(body=body, place=place)
    else:
        rows = _of_body(body=body)
    # What its neighbours say is solved is no work of the body's that said so.
    work = [row for row in rows if row.status != Status.SETTLED and rules.visible(actor, row)]
    for vacant in vacancy.stands_in_for(actor):
        work += [row for row in _of_body(body=vacant) if rules.visible(actor, row, stands_in=True)]
    settled = [row for row in rows if row.status == Status.SETTLED and rules.may(actor, "confirm", row)]
    return sorted(work, key=_due)[:MOST], settled


def _due(row: Any) -> tuple[datetime, str]:
    return row.stage_due or NEVER, row.code


def by_meeting(row: Any) -> bool:
    """Whether the stage runs out with a regular meeting rather than with the rule's own limit."""
    if row.stage_rule__unit is None or row.stage_started_at is None or row.stage_due is None:
        return False
    limit = regulations.after(row.stage_rule__value, row.stage_rule__unit, row.stage_started_at)
    return bool(row.stage_due < limit)
