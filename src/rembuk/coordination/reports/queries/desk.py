"""What lies on somebody's desk, as the columns that Hari ini tells of it and that the law asks for: one statement."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Report, Status, Track
from rembuk.coordination.reports.queries.lists import BY_LENGTH, IS_SWIFT, goes_on
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.models import Rule

TOLD = (
    "id", "code", "title", "track", "status", "handled_at", "climb_basis", "stage_due", "stage_started_at",
    "answered_at", "stage_rule_id", "territory__level", "territory__name",
    "territory__parent__name", "territory__parent__parent__name",
)  # fmt: skip
ASKED = ("path", "is_private", "body_id", "unit_id", "reporter_id", "passes_by", "copy_due")
# Beyond this many a desk is simply full.
MOST = 60
# Of each kind, for some of it may be closed to the office.
READ = 80
NEVER = datetime.max.replace(tzinfo=UTC)


def _held(body: Any) -> list[QuerySet[Report, Any]]:
    """A state at a time, so that one index holds what is equal and the order; a join with rules would lose the order.

    What is done by follow-ups runs on their clock, and lies on the desks of those who do them.
    """
    return [
        Report.objects.filter(body=body, status=state)
        .exclude(stage_rule__in=Rule.objects.filter(key="decisions.total").values("pk"))
        .order_by("stage_due")
        .values_list(*TOLD, *ASKED)[:READ]
        for state in rules.WORKING_STATES
    ]


def _solved(column: str) -> Any:
    """What is said to be solved in a place, by others than its own body."""
    return lambda body, place: (
        Report.objects.filter(**{column: place}, status=Status.SETTLED, is_private=False)
        .exclude(body=body)
        .order_by("stage_due")
        .values_list(*TOLD, *ASKED)[:READ]
    )


def _copies(body: Any) -> QuerySet[Report, Any]:
    """Answers that have not gone into the system where the report came from, when nothing else is left to do."""
    rows = Report.objects.filter(body=body, copy_due=True).exclude(status__in=rules.WORKING_STATES)
    return rows.order_by("stage_due").values_list(*TOLD, *ASKED)[:READ]


def _incidents(place: dict[str, Any]) -> QuerySet[Report, Any]:
    """What goes on now in a place, whoever holds it."""
    rows = Report.objects.filter(track=Track.INCIDENT, status__in=("new", "with_unit"), **place)
    rows = rows.extra(where=IS_SWIFT)  # noqa: S610 - constants
    return rows.order_by("stage_due").values_list(*TOLD, *ASKED)[:READ]


_of_body = Prepared(_held, body=UUIDField())
_of_unit = Prepared(lambda body: [*_held(body), _copies(body)], body=UUIDField())
# With what its neighbours say is solved; an RT and an RW each have a column of their own.
_of_place = {
    column: Prepared(
        lambda body, place, column=column: [*_held(body), _solved(column)(body, place)],
        body=UUIDField(), place=UUIDField(),
    )
    for column in ("rw_id", "rt_id")
}  # fmt: skip
# Offices that act on an incident whoever holds it; the city's is every place.
_of_line = {
    column: Prepared(
        lambda body, place, column=column: [*_held(body), _copies(body), _incidents({column: place})],
        body=UUIDField(), place=UUIDField(),
    )
    for column in ("kelurahan_id", "kecamatan_id")
}  # fmt: skip
_of_city = Prepared(lambda body: [*_held(body), _copies(body), _incidents({})], body=UUIDField())


def desk(actor: Actor) -> tuple[list[Any], list[Any], list[Any]]:
    """What the actor's body has to do, first what runs out first; what may be confirmed or denied; what stands beside.

    The first is what `waiting` has; what waits for vacant bodies comes with it. The last are incidents that others
    hold, and answers to copy.
    """
    if actor.office is None:
        return [], [], []
    rows = _rows(actor)
    work: dict[UUID, Any] = {}
    beside: dict[UUID, Any] = {}
    for row in rows:
        if row.status in rules.WORKING_STATES and rules.visible(actor, row):
            (work if rules.near(actor, row) else beside).setdefault(row.id, row)
        elif rules.near(actor, row) and rules.may(actor, "copy_out", row):
            beside[row.id] = row
    for vacant in vacancy.stands_in_for(actor):
        for row in _of_body(body=vacant):
            if rules.visible(actor, row, stands_in=True):
                work[row.id] = row
                beside.pop(row.id, None)
    settled = [row for row in rows if row.status == Status.SETTLED and rules.may(actor, "confirm", row)]
    return sorted(work.values(), key=_due)[:MOST], settled, list(beside.values())


def _rows(actor: Actor) -> list[Any]:
    """One statement, by what the office may have on its desk."""
    office = actor.office
    if office is None:
        return []
    body, place = office.institution_id, office.territory_id
    column = BY_LENGTH.get(len(office.path), "")
    if column in _of_place and office.role in rules.NEIGHBOURS:
        return _of_place[column](body=body, place=place)
    if actor.holds("reports.end", office.path):
        return _of_line[column](body=body, place=place) if column in _of_line else _of_city(body=body)
    if actor.holds("reports.answer", office.path):
        return _of_unit(body=body)
    return _of_body(body=body)


def _due(row: Any) -> tuple[bool, datetime, str]:
    return not goes_on(row), row.stage_due or NEVER, row.code


def by_meeting(row: Any) -> bool:
    """Whether the stage runs out with a regular meeting rather than with the rule's own limit."""
    rule = regulations.pinned(row.stage_rule_id)
    if rule is None or row.stage_started_at is None or row.stage_due is None:
        return False
    return bool(row.stage_due < regulations.due(rule, row.stage_started_at))
