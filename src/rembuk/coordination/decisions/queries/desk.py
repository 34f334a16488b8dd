"""What lies on somebody's desk, as the columns that Hari ini tells of it: one statement where the database can."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, UUIDField, Value

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import Extension, FollowUp, Status
from rembuk.coordination.decisions.queries.one import stands_in
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared

TOLD = (
    "id", "code", "title", "is_private", "status", "percent", "stage_due", "total_due", "news_at", "news_due",
    "finished_by_id", "place", "territory__level", "territory__name", "territory__parent__name",
    "territory__parent__parent__name",
    "lead__ends",
)  # fmt: skip
# Beyond this many a desk is simply full.
MOST = 60
LEADS_IN = (Status.ASKED, Status.WORKING)


def _branches(body: Any, seat: Any) -> list[QuerySet[FollowUp, Any]]:
    """As which party it lies there, each by equality and with its own order and end."""
    asked = Extension.objects.filter(follow_up=OuterRef("pk"), answer="")
    rows, states = FollowUp.objects, rules.UNDER_WAY_STATES
    closed = rows.filter(body=body, lead__ends__isnull=False, status__in=(*states, *rules.WAITING_STATES))
    found = [
        ("raised", rows.filter(raised_to=seat, status__in=(*states, "done")).order_by("raised_at", "id")),
        *(("lead", rows.filter(lead=body, lead__ends__isnull=True, status=state).order_by("news_due", "id"))
          for state in LEADS_IN),
        ("inspect", rows.filter(inspectors__institution=body, status=Status.DONE).order_by("stage_due", "id")),
        ("decide", rows.filter(body=body, status=Status.ANSWERED).order_by("stage_due", "id")),
        ("decide", rows.filter(Exists(asked), body=body, status=Status.WORKING).order_by("stage_due", "id")),
        ("decide", closed.order_by("stage_due", "id")),
        ("help", rows.filter(parts__institution=body, parts__status__in=("asked", "taken"), status__in=states)
         .order_by("total_due", "id")),
    ]  # fmt: skip
    return [
        branch.annotate(party=Value(name, CharField())).values_list(*TOLD, "party")[:MOST] for name, branch in found
    ]


_of_body = Prepared(_branches, body=UUIDField(), seat=UUIDField())


def desk(actor: Actor) -> Sequence[Any]:
    """What the actor's body has to do, as the party it is; each once. What waits for vacant bodies comes with it."""
    if actor.office is None:
        return []
    rows = []
    for body in (actor.office.institution_id, *stands_in(actor)):
        rows += _of_body(body=body, seat=actor.office.position_id)
    once: dict[Any, Any] = {}
    for row in rows:
        if row.party != "inspect" or row.finished_by_id is None or row.finished_by_id != actor.user_id:
            once.setdefault(row.id, row)
    return list(once.values())


# What a board shows of what climbed to an office; the rest lies on its Hari ini.
ON_BOARD = 12
_raised = Prepared(
    lambda seat: (
        FollowUp.objects.filter(raised_to=seat, status__in=(*rules.UNDER_WAY_STATES, Status.DONE))
        .order_by("raised_at", "id")
        .values_list(*TOLD, "raised_at", "news_asked_at", "body_id", "lead__name", "lead__short_name", "partner_name")[
            :ON_BOARD
        ]
    ),
    seat=UUIDField(),
)


def raised(actor: Actor) -> Sequence[Any]:
    """What climbed to the actor's seat, longest there first."""
    return _raised(seat=actor.office.position_id) if actor.office else []
